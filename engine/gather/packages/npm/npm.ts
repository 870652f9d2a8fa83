import { bytesOf } from '../../../formats/content.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { toReading } from '../to-reading.ts';
import { findPlacement } from './placement.ts';
import { readCachedZip } from './read-cached-zip.ts';
import { isLockFile, lockFileNames, readLockFile } from './read-lock-file.ts';
import { readManifest } from './read-manifest.ts';
import { readResolution } from './read-resolution.ts';

const unit = 'gather/packages/npm';
const maxFileBytes = 16 * 1024 * 1024;
/** Yarn's cache in a project, which Plug'n'Play runs programs from; of one outside of projects, only what a project resolves to. */
const cachedZip = /(?:^|\/)\.yarn\/cache\/[^/]+\.zip$/;
const resolution = /(?:^|\/)\.pnp\.(?:cjs|data\.json)$/;

/**
 * JavaScript packages, from the `package.json` that npm, yarn and pnpm leave beside the installed code, or Yarn in its archives.
 *
 * in      one `package.json`: JSON, UTF-8, with or without a byte order mark; a zip archive of Yarn's with some;
 *         what Yarn's Plug'n'Play resolves to; or a lock file
 * out     one package when it states both a name and a version; `likely` outside `node_modules`, where it may be an application
 *         (yarn in the official Node images, the project that the image is for) or a mere copy; none of a lock file, which is evidence for what is installed
 * gaps    json-unreadable, lock-file-unreadable, not-utf8, incomplete-record, too-large, and those of zip archives; a marker file (`{"type": "module"}`) or a
 *         private part without a version is neither a package nor a gap
 * source  npm 11 documentation, configuring-npm/package-json; Node.js 24 documentation, modules, "Loading from node_modules folders"
 */
export const npm = Object.freeze<Cataloger>({
  id: 'npm',
  about: {
    title: 'JavaScript packages (npm)',
    source: 'https://docs.npmjs.com/cli/v11/configuring-npm/package-json',
    reads: [
      '`package.json` directly below `node_modules/NAME` and `node_modules/@SCOPE/NAME`, at any depth',
      '`package.json` directly below `node_modules/.store/*/package` (Yarn with `nodeLinker: pnpm`)',
      '`package.json` in `.yarn/cache/*.zip` (Yarn Plug’n’Play), and of archives outside of the project what `.pnp.cjs` or `.pnp.data.json` leads to',
      '`package.json` outside `node_modules`: the application itself; its certainty is `likely`',
      '`package-lock.json`, `yarn.lock` and `pnpm-lock.yaml` of an application, `npm-shrinkwrap.json`, and `node_modules/.package-lock.json`: installed packages that they name say so (`lockFiles`), and one of which nothing is installed is a gap',
    ],
    limits: [
      'no package is listed because a lock file names it: that is what was planned, development dependencies included, and not what is installed',
      'lock files inside installed packages, of JavaScript or other languages (`vendor`, `gems`, `site-packages`, `dist-packages`), but for `npm-shrinkwrap.json`; those of Bun',
      'code that a bundler copied into one file, and copies without a `package.json` or without a version in it',
      '`package.json` deeper inside an installed package, and below folders named for tests or fixtures',
      'archives in caches outside of projects that no `.pnp.cjs` leads to: no program runs from there',
    ],
  },
  maxBytes: 1024 ** 3,
  endings: ['package.json', '.zip', '.pnp.cjs', '.pnp.data.json', ...lockFileNames],
  wants: ({ path }) =>
    path.endsWith('package.json')
      ? findPlacement(path) !== undefined
      : cachedZip.test(path) || resolution.test(path) || isLockFile(path),
  read({ path, content, ...file }: LayerFile) {
    if (cachedZip.test(path)) return readCachedZip(path, content);
    if (content.sizeBytes > maxFileBytes) return { items: [], gaps: [tooLarge(path, content.sizeBytes)] };
    if (resolution.test(path)) return toReading(readResolution(path, bytesOf(content)), { unit, path, ...file });
    if (isLockFile(path)) return readLockFile(path, bytesOf(content));
    const certainty = findPlacement(path) === 'installed' ? 'certain' : 'likely';
    return readManifest({ path, bytes: bytesOf(content), certainty });
  },
});

function tooLarge(path: string, sizeBytes: number): Gap {
  return { code: 'too-large', unit, path, detail: `it has ${sizeBytes} bytes and at most ${maxFileBytes} are read` };
}
