import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import { parseJson, toJsonMap } from '../json-object.ts';

const unit = 'gather/packages/npm';

/** One `package.json`. */
export interface ManifestFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly certainty: Package['certainty'];
}

/**
 * The package of a `package.json`.
 *
 * in      JSON, UTF-8, with or without a byte order mark
 * out     one package when it states both a name and a version
 * gaps    json-unreadable, not-utf8, incomplete-record
 */
export function readManifest(file: ManifestFile): Reading<Package> {
  const manifest = toJsonMap(parseJson(new TextDecoder().decode(file.bytes))?.value);
  if (!manifest) return { items: [], gaps: [toGap(file, 'json-unreadable', 'is not a JSON object')] };
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
    certainty: file.certainty,
    path: file.path,
  };
  return { items: [item], gaps: [] };
}

/** `"MIT"`, and the older forms `{ "type": "MIT" }` and lists of either, which offered a choice. */
function licenseOf(value: unknown): string | undefined {
  const stated = (Array.isArray(value) ? value : [value]).map((one) => toJsonMap(one)?.get('type') ?? one);
  return [...new Set(stated.filter((one) => typeof one === 'string' && one !== ''))].join(' OR ') || undefined;
}

function toGap({ path }: ManifestFile, code: string, detail: string): Gap {
  return { code, unit, path, detail };
}
