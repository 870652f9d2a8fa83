import { bytesOf } from '../../../formats/content.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { findPlacement } from './placement.ts';

const unit = 'gather/packages/npm';

/**
 * JavaScript packages, from the `package.json` that npm, yarn and pnpm leave beside the installed code.
 *
 * in      one `package.json`: JSON, UTF-8, with or without a byte order mark
 * out     one package when it states both a name and a version; `likely` outside `node_modules`, where it may be an application
 *         (yarn in the official Node images, the project that the image is for) or a mere copy
 * gaps    json-unreadable, not-utf8, incomplete-record; a marker file (`{"type": "module"}`) or a private part without a
 *         version is neither a package nor a gap
 * source  npm 11 documentation, configuring-npm/package-json; Node.js 24 documentation, modules, "Loading from node_modules folders"
 */
export const npm = Object.freeze<Cataloger>({
  id: 'npm',
  about: {
    title: 'JavaScript packages (npm)',
    source: 'https://docs.npmjs.com/cli/v11/configuring-npm/package-json',
    reads: [
      '`package.json` directly below `node_modules/NAME` and `node_modules/@SCOPE/NAME`, at any depth',
      '`package.json` outside `node_modules`: the application itself; its certainty is `likely`',
    ],
    limits: [
      'lock files: they list what was planned, development dependencies included, not what is installed',
      'code that a bundler copied into one file, and copies without a `package.json` or without a version in it',
      '`package.json` deeper inside an installed package, and below folders named for tests or fixtures',
      'Yarn Plug’n’Play archives (`.yarn/cache/*.zip`)',
    ],
  },
  maxBytes: 16 * 1024 * 1024,
  wants: (file) => file.path.endsWith('package.json') && findPlacement(file.path) !== undefined,
  read(file: LayerFile) {
    const text = new TextDecoder().decode(bytesOf(file.content));
    const manifest = parseObject(text);
    if (!manifest) return { items: [], gaps: [toGap(file, 'json-unreadable', 'is not a JSON object')] };
    return readManifest(file, manifest);
  },
});

function readManifest(file: LayerFile, manifest: ReadonlyMap<string, unknown>): Reading<Package> {
  const name = manifest.get('name') ?? '';
  const version = manifest.get('version') ?? '';
  if (name === '' || version === '') return { items: [], gaps: [] };
  if (typeof name !== 'string' || typeof version !== 'string' || !name.trim() || !version.trim())
    return { items: [], gaps: [toGap(file, 'incomplete-record', 'name or version is not a text')] };
  if (`${name}${version}`.includes('\uFFFD'))
    return { items: [], gaps: [toGap(file, 'not-utf8', 'name or version is not UTF-8')] };
  const license = licenseOf(manifest.get('license') ?? manifest.get('licenses'));
  const item: Package = {
    type: 'npm',
    name: name.trim(),
    version: version.trim(),
    scheme: 'semver',
    ...(license && { license }),
    certainty: findPlacement(file.path) === 'installed' ? 'certain' : 'likely',
    path: file.path,
  };
  return { items: [item], gaps: [] };
}

/** `"MIT"`, and the older forms `{ "type": "MIT" }` and lists of either, which offered a choice. */
function licenseOf(value: unknown): string | undefined {
  const stated = (Array.isArray(value) ? value : [value]).map((one) => toMap(one)?.get('type') ?? one);
  return [...new Set(stated.filter((one) => typeof one === 'string' && one !== ''))].join(' OR ') || undefined;
}

function parseObject(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    return toMap(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A JSON object as a map, so that no key of a file reaches a prototype; undefined for any other value. */
function toMap(value: unknown): ReadonlyMap<string, unknown> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? new Map(Object.entries(value)) : undefined;
}

function toGap(file: LayerFile, code: string, detail: string): Gap {
  return { code, unit, path: file.path, detail };
}
