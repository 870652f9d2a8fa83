import { Buffer } from 'node:buffer';
import { blockBytes } from './header-fields.ts';

/** One entry to write; what is left out is a plain file of root's. */
export interface TarInput {
  readonly path: string;
  /** Type flag; `0` by default, `5` for directories, `1` and `2` for links, and whatever a test needs. */
  readonly type?: string;
  readonly content?: Uint8Array | string;
  readonly target?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Bytes to put over the finished header, by offset, before its checksum is made. */
  readonly patch?: Readonly<Record<number, Uint8Array | string>>;
}

/**
 * A ustar archive, deterministic: all times are 0. Names over 100 bytes get a PAX header.
 *
 * in      entries in the order written
 * out     ends with two zero blocks
 * source  POSIX.1-2024 pax, "ustar Interchange Format"
 */
export function writeTar(entries: readonly TarInput[]): Uint8Array {
  return Buffer.concat([...entries.flatMap(writeEntry), Buffer.alloc(2 * blockBytes)]);
}

/** A PAX extended header to put before an entry; `type` `g` makes it a global one. */
export function paxHeader(records: readonly (readonly [string, string | Uint8Array])[], type = 'x'): TarInput {
  return { path: 'PaxHeaders/0', type, content: Buffer.concat(records.map(([key, value]) => paxRecord(key, value))) };
}

function writeEntry(entry: TarInput): Uint8Array[] {
  const name = Buffer.from(entry.path);
  const before = name.length > 100 ? writeEntry(paxHeader([['path', entry.path]])) : [];
  const content = Buffer.from(entry.content ?? '');
  const padding = Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes);
  return [...before, writeHeader(entry, name, content.length), content, padding];
}

function writeHeader(entry: TarInput, name: Uint8Array, sizeBytes: number): Uint8Array {
  const header = Buffer.alloc(blockBytes);
  header.set(name.subarray(0, 100), 0);
  const put = (text: string, at: number) => void header.write(text, at, 'latin1');
  put(octal(entry.mode ?? (entry.type === '5' ? 0o755 : 0o644), 7), 100);
  put(octal(entry.uid ?? 0, 7), 108);
  put(octal(entry.gid ?? 0, 7), 116);
  put(octal(sizeBytes, 11), 124);
  put(octal(0, 11), 136);
  put(' '.repeat(8), 148);
  put(entry.type ?? '0', 156);
  header.write(entry.target ?? '', 157, 100);
  put('ustar\u000000', 257);
  for (const [at, bytes] of Object.entries(entry.patch ?? {})) header.set(Buffer.from(bytes), Number(at));
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${octal(sum, 6)}\0 `, 148);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** The length counts its own digits. */
function paxRecord(key: string, value: string | Uint8Array): Uint8Array {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')]);
  let length = rest.length + 1;
  while (rest.length + String(length).length !== length) length++;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}
