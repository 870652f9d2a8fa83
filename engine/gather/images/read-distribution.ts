import { bytesOf, type Content } from '../../formats/content.ts';
import type { Distribution } from '../../model/distribution.ts';
import type { Reading } from '../../model/reading.ts';
import { readRelease } from './read-release.ts';

const unit = 'gather/images';

/** Where a distribution says what it is, the one that counts first. The last three are older than os-release, and say less. */
export const distributionPaths = [
  'etc/os-release',
  'usr/lib/os-release',
  'etc/alpine-release',
  'etc/redhat-release',
  'etc/debian_version',
] as const;

/** Largest os-release file that is read; bytes. Real ones stay under one kilobyte. */
export const distributionMaxBytes = 64 * 1024;

/**
 * Reads a file that says which distribution this is.
 *
 * in      os-release: `KEY=value` lines in shell quoting; one of the older files: a line with the release
 * out     one Distribution; none where an older file names none that is known, since it stands for os-release only where that is missing
 * gaps    distribution-unreadable: os-release that is not UTF-8 or has no usable ID
 * source  os-release(5), systemd 257; without ID the default would be `linux`, which is no distribution
 */
export function readDistribution(path: string, content: Content): Reading<Distribution> {
  if (path.endsWith('os-release')) return readOsRelease(path, content);
  const found = readRelease(path, (decode(bytesOf(content)) ?? '').trim());
  return { items: found ? [{ ...found, path }] : [], gaps: [] };
}

function readOsRelease(path: string, content: Content): Reading<Distribution> {
  const unreadable = (detail: string) => ({ items: [], gaps: [{ code: 'distribution-unreadable', unit, path, detail }] });
  const text = decode(bytesOf(content));
  if (text === undefined) return unreadable('it is not UTF-8 text');
  const fields = readFields(text);
  if (fields.size === 0 && text.trim() === '') return unreadable('it is empty');
  const id = fields.get('ID')?.toLowerCase();
  if (!id || !/^[a-z0-9._-]+$/.test(id)) return unreadable('it states no ID');
  const optional = (name: string, value: string | undefined) => (value ? { [name]: value } : {});
  const distribution: Distribution = {
    id,
    like: (fields.get('ID_LIKE') ?? '').split(/\s+/).filter((like) => like !== ''),
    ...optional('versionId', fields.get('VERSION_ID')),
    ...optional('codename', fields.get('VERSION_CODENAME')),
    ...optional('variant', fields.get('VARIANT_ID')),
    ...optional('title', fields.get('PRETTY_NAME')),
    path,
  };
  return { items: [distribution], gaps: [] };
}

function readFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, key, value] = /^\s*([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) fields.set(key, unquote(value.trim()));
  }
  return fields;
}

/** Shell quoting: single quotes are literal; double quotes and bare words know the backslash. */
function unquote(value: string): string {
  if (value.startsWith("'")) return value.slice(1, value.endsWith("'") && value.length > 1 ? -1 : undefined);
  const inner = value.startsWith('"') ? value.slice(1, value.endsWith('"') && value.length > 1 ? -1 : undefined) : value;
  return inner.replace(/\\(["$`\\' ])/g, '$1');
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
