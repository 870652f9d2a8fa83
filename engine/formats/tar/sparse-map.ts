import { readDecimal } from './extended-header.ts';
import { readNumber } from './header-fields.ts';

/** Where the stored bytes of a sparse file belong; everything between is zeros. */
export interface SparseMap {
  /** Offset and length in turn, in order. */
  readonly regions: readonly number[];
  /** Of the file with its holes. */
  readonly sizeBytes: number;
}

/** What `GNU.sparse.*` records say: a whole map, or that the map stands before the data (format 1.0). */
export interface PaxSparse {
  readonly name?: string;
  readonly sizeBytes: number;
  /** Undefined for format 1.0. */
  readonly regions?: readonly number[];
}

/**
 * Reads the sparse records of a PAX header, formats 0.0, 0.1 and 1.0.
 *
 * out     undefined when they contradict themselves
 * source  GNU tar manual, "Storing Sparse Files"
 */
export function readPaxSparse(records: readonly (readonly [string, string])[]): PaxSparse | undefined {
  const last = new Map(records);
  const sizeBytes = readDecimal(last.get('realsize') ?? last.get('size') ?? '');
  if (sizeBytes === undefined) return undefined;
  const name = last.get('name');
  const head = { sizeBytes, ...(name ? { name } : {}) };
  if (last.get('major') === '1' && last.get('minor') === '0') return head;
  const pairs =
    last.get('map')?.split(',') ?? records.filter(([key]) => key === 'offset' || key === 'numbytes').map(([, value]) => value);
  const regions = readDecimals(pairs);
  return regions && { ...head, regions };
}

/** Decimal texts as numbers; undefined when one of them is no number. An empty list may be written as one empty text. */
function readDecimals(texts: readonly string[]): number[] | undefined {
  if (texts.length === 1 && texts[0] === '') return [];
  const numbers = texts.map(readDecimal);
  return numbers.every((number) => number !== undefined) ? numbers : undefined;
}

/**
 * Reads the regions of an old GNU sparse header or of one of its extension blocks.
 *
 * in      `count` pairs of 12-byte numbers at `at`; regions are appended to `into`
 * out     false when one of them is no number
 */
export function readOldRegions(bytes: Uint8Array, at: number, count: number, into: number[]): boolean {
  for (let index = 0; index < count; index++) {
    const start = at + index * 24;
    if (bytes[start] === 0) break;
    const offset = readNumber(bytes, start, 12);
    const length = readNumber(bytes, start + 12, 12);
    if (offset === undefined || length === undefined) return false;
    into.push(offset, length);
  }
  return true;
}

/** Whether regions are in order, within the file, and need exactly the bytes that are stored. */
export function isSound(map: SparseMap, storedBytes: number): boolean {
  let end = 0;
  let sum = 0;
  for (let index = 0; index < map.regions.length; index += 2) {
    const offset = map.regions[index] ?? -1;
    const length = map.regions[index + 1];
    if (length === undefined || offset < end) return false;
    end = offset + length;
    sum += length;
    if (end > map.sizeBytes) return false;
  }
  return sum === storedBytes;
}

/**
 * Takes the map that stands before the data in format 1.0, a line a number, filled up to a whole block.
 *
 * out     `take` eats whole blocks and returns true when the map is whole; undefined when it is broken
 */
export function createMapReader(limit: number): { readonly regions: number[]; take(block: Uint8Array): boolean | undefined } {
  const regions: number[] = [];
  let expected: number | undefined;
  let digits = '';
  return {
    regions,
    take(block) {
      for (const byte of block) {
        if (byte === 10) {
          const number = readDecimal(digits);
          digits = '';
          if (number === undefined || (expected === undefined && number > limit)) return undefined;
          if (expected === undefined) expected = number * 2;
          else regions.push(number);
          if (regions.length === expected) return true;
        } else if (digits.length > 16) return undefined;
        else digits += String.fromCharCode(byte);
      }
      return false;
    },
  };
}
