import { decodeName } from './header-fields.ts';

/** What PAX and GNU extended headers say of the entry that follows them. */
export interface ExtendedHeader {
  path?: string;
  target?: string;
  sizeBytes?: number;
  uid?: number;
  gid?: number;
  /** The extended attribute `security.capability`. */
  capability?: Uint8Array;
  /** Values of `GNU.sparse.*` in the order written; offsets and lengths of format 0.0 repeat. */
  sparse?: (readonly [key: string, value: string])[];
}

/** As Go, GNU tar and star write it, whose values are bytes. */
const capabilityKeys = new Set(['SCHILY.xattr.security.capability', 'RHT.security.capability']);

/**
 * Reads the records of a PAX extended header into `into`; a later record overrides an earlier one.
 *
 * in      `length key=value\n` records
 * out     false when a record breaks the form: what stands before it is kept
 * source  POSIX.1-2024 pax, "pax Extended Header"; an empty value leaves the header's own, as Go archive/tar does
 */
export function readPaxRecords(bytes: Uint8Array, into: ExtendedHeader): boolean {
  let at = 0;
  while (at < bytes.length) {
    const record = findRecord(bytes, at);
    if (!record) return false;
    const key = decodeName(bytes, record.keyStart, record.keyEnd);
    at = record.end;
    if (capabilityKeys.has(key)) into.capability = bytes.slice(record.keyEnd + 1, record.end - 1);
    else if (!applyRecord(key, decodeName(bytes, record.keyEnd + 1, record.end - 1), into)) return false;
  }
  return true;
}

interface RecordBounds {
  readonly keyStart: number;
  readonly keyEnd: number;
  /** After the line feed. */
  readonly end: number;
}

function findRecord(bytes: Uint8Array, at: number): RecordBounds | undefined {
  let length = 0;
  let index = at;
  for (; index < bytes.length && bytes[index] !== 32; index++) {
    const digit = (bytes[index] as number) - 48;
    if (digit < 0 || digit > 9 || index - at > 9) return undefined;
    length = length * 10 + digit;
  }
  const end = at + length;
  const keyStart = index + 1;
  if (end > bytes.length || end <= keyStart || bytes[end - 1] !== 10) return undefined;
  const keyEnd = bytes.indexOf(61, keyStart);
  return keyEnd > keyStart && keyEnd < end - 1 ? { keyStart, keyEnd, end } : undefined;
}

function applyRecord(key: string, value: string, into: ExtendedHeader): boolean {
  if (key.startsWith('GNU.sparse.')) {
    into.sparse ??= [];
    into.sparse.push([key.slice('GNU.sparse.'.length), value]);
    return true;
  }
  if (value === '') return true;
  if (key === 'path') into.path = value;
  else if (key === 'linkpath') into.target = value;
  else if (key === 'size') {
    const sizeBytes = readDecimal(value);
    if (sizeBytes === undefined) return false;
    into.sizeBytes = sizeBytes;
  } else if (key === 'uid') into.uid = readDecimal(value) ?? 0;
  else if (key === 'gid') into.gid = readDecimal(value) ?? 0;
  return true;
}

/** A decimal number that can be held exactly; undefined for anything else. */
export function readDecimal(text: string): number | undefined {
  if (!/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
