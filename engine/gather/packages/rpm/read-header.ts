/** The tags of a package header that are read. */
export const tags = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  license: 1014,
  architecture: 1022,
  size: 1009,
  sourceRpm: 1044,
  module: 5096,
} as const;

/** Values by tag, of the wanted tags that the header has. */
export type RpmHeader = ReadonlyMap<number, string | number>;

const types = { int32: 4, string: 6, stringArray: 8, i18nString: 9 };
const entryBytes = 16;
const longestStringBytes = 64 * 1024;
const wanted: ReadonlySet<number> = new Set(Object.values(tags));
const utf8 = new TextDecoder('utf-8');

/**
 * A package header as the rpm database keeps it: two big-endian counts, an index of 16 bytes an entry, then the values.
 *
 * out     the wanted values; undefined when the counts do not fit the bytes, or a wanted value lies outside of them.
 *         Of lists the first value; bytes that are not UTF-8 become replacement characters
 * cost    O(entries)
 * source  rpm 4.18, docs/manual/format_header.md; include/rpm/rpmtag.h
 */
export function readHeader(bytes: Uint8Array): RpmHeader | undefined {
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries = view.getUint32(0);
  const valuesAt = 8 + entries * entryBytes;
  if (valuesAt + view.getUint32(4) !== bytes.length) return undefined;
  const header = new Map<number, string | number>();
  for (let at = 8; at < valuesAt; at += entryBytes) {
    const tag = view.getUint32(at);
    if (!wanted.has(tag) || header.has(tag)) continue;
    const value = readValue(bytes.subarray(valuesAt), { type: view.getUint32(at + 4), offset: view.getUint32(at + 8) });
    if (value === undefined) return undefined;
    header.set(tag, value);
  }
  return header;
}

function readValue(values: Uint8Array, { type, offset }: { type: number; offset: number }): string | number | undefined {
  if (type === types.int32) {
    if (offset + 4 > values.length) return undefined;
    return new DataView(values.buffer, values.byteOffset, values.length).getUint32(offset);
  }
  if (type !== types.string && type !== types.stringArray && type !== types.i18nString) return undefined;
  const length = values.subarray(offset, offset + longestStringBytes).indexOf(0);
  return length < 0 ? undefined : utf8.decode(values.subarray(offset, offset + length));
}
