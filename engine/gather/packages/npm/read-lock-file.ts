import { decodeUtf8 } from '../../../formats/text/decode-utf8.ts';
import type { LockedPackage } from '../../../model/package.ts';
import type { CatalogReading } from '../cataloger.ts';
import { isWord } from '../is-word.ts';
import type { LockEntry } from './lock-entry.ts';
import { lockedByNpm } from './locked-by-npm.ts';
import { lockedByPnpm } from './locked-by-pnpm.ts';
import { lockedByYarn } from './locked-by-yarn.ts';
import { findPlacement } from './placement.ts';

const unit = 'gather/packages/npm';
/** No real project comes near. */
const mostLocked = 100_000;

/** Undefined where the text has not the form. */
type ReadEntries = (text: string) => Iterable<LockEntry> | undefined;

const readers: ReadonlyMap<string, ReadEntries> = new Map([
  ['package-lock.json', lockedByNpm],
  ['npm-shrinkwrap.json', lockedByNpm],
  ['.package-lock.json', lockedByNpm],
  ['yarn.lock', lockedByYarn],
  ['pnpm-lock.yaml', lockedByPnpm],
]);
/** Of packages of other languages: what their authors planned, and nobody installs. */
const ofOthers = /(?:^|\/)(?:vendor|gems|site-packages|dist-packages)\//;

/** How the paths of lock files end. */
export const lockFileNames: readonly string[] = [...readers.keys()];

/**
 * Whether a path is that of a lock file that says what is installed around it: an application's, npm's own of a `node_modules`, or the
 * `npm-shrinkwrap.json` that a package was published with. Other lock files that packages were published with count for nobody.
 */
export function isLockFile(path: string): boolean {
  const { folder, name } = split(path);
  if (!readers.has(name)) return false;
  if (name === '.package-lock.json')
    return folder.endsWith('node_modules/') && findPlacement(`${folder}x/package.json`) === 'installed';
  const placement = findPlacement(`${folder}package.json`);
  return placement === 'installed' ? name === 'npm-shrinkwrap.json' : placement === 'application' && !ofOthers.test(path);
}

/**
 * The packages that a lock file of npm, Yarn or pnpm names.
 *
 * out     no packages, only what is `locked`: each once; for development only where every entry says so
 * gaps    lock-file-unreadable; too-many-packages: the rest is left out
 * cost    one pass
 * source  npm 11 documentation, configuring-npm/package-lock-json; Yarn 1 and 4, yarn.lock; pnpm 9, pnpm-lock.yaml
 */
export function readLockFile(path: string, bytes: Uint8Array): CatalogReading {
  const text = decodeUtf8(bytes);
  const entries = text === undefined ? undefined : readers.get(split(path).name)?.(text);
  if (!entries)
    return { items: [], gaps: [{ code: 'lock-file-unreadable', unit, path, detail: 'it has not the form of its kind' }] };
  const locked = new Map<string, LockedPackage>();
  for (const { name, version, isDevelopment } of entries) {
    if (!isWord(name) || !isWord(version)) continue;
    if (locked.size >= mostLocked) {
      const detail = `names more than ${mostLocked} packages; the rest was not read`;
      return { items: [], gaps: [{ code: 'too-many-packages', unit, path, detail }], locked: [...locked.values()] };
    }
    const key = `${name}@${version}`;
    if (!isDevelopment || !locked.has(key))
      locked.set(key, { type: 'npm', name, version, ...(isDevelopment && { isDevelopment }) });
  }
  return { items: [], gaps: [], locked: [...locked.values()] };
}

function split(path: string): { readonly folder: string; readonly name: string } {
  const end = path.lastIndexOf('/') + 1;
  return { folder: path.slice(0, end), name: path.slice(end) };
}
