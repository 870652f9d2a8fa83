import { Buffer } from 'node:buffer';
import type { Content } from '../content.ts';
import { findFlaw, type HashHeader, pageOfBucket, readHashHeader } from './hash-header.ts';
import { type HashPage, type Item, itemsOf, nextOf, readPage } from './hash-page.ts';

/** One key with its value; `value` is undefined where its bytes are missing, too large, or not where the page says. */
export interface HashRow {
  readonly key: Uint8Array;
  readonly value?: Uint8Array;
  /** Byte order of the database; numbers that a program stores are mostly in the same. */
  readonly littleEndian: boolean;
}

/**
 * Keys and values of a Berkeley DB hash database, of either byte order.
 *
 * Every bucket is followed as the library follows it, so that pages which were given up are not read. No page is read twice: a chain that
 * returns to one is a loop, and what it belongs to is reported instead.
 *
 * in      the whole file, read by ranges; without duplicates, encryption and checksums
 * out     rows bucket by bucket; what went wrong as a sentence at the end, undefined when everything was read
 * cost    O(size); two pages and one value at a time
 * source  Berkeley DB 5.3, src/dbinc/db_page.h; rpm 4.18, lib/backend/bdb_ro.c
 */
export function* readHash(content: Content, largestBytes: number): Generator<HashRow, string | undefined> {
  const header = readHashHeader(content);
  if (typeof header === 'string') return header;
  const reader: Reader = { content, header, largestBytes, seen: new Set() };
  const buckets = Math.min(header.lastBucket, header.lastPage) + 1;
  let lost = 0;
  for (let bucket = 0; bucket < buckets; bucket++) lost += yield* readBucket(reader, pageOfBucket(header, bucket));
  if (lost > 0) return `${lost} of its pages could not be read: they are missing, no hash pages, or stand in a loop`;
  return findFlaw(header, content.sizeBytes);
}

interface Reader {
  readonly content: Content;
  readonly header: HashHeader;
  readonly largestBytes: number;
  /** Numbers of the pages that were read. */
  readonly seen: Set<number>;
}

/** How many pages were lost: the rest of a chain counts as one. */
function* readBucket(reader: Reader, first: number): Generator<HashRow, number> {
  for (let number = first; ; ) {
    const page = takePage(reader, number);
    if (!page || page.overflow) return 1;
    yield* readRows(reader, page);
    number = nextOf(page);
    if (number === 0) return 0;
  }
}

function* readRows(reader: Reader, page: HashPage): Generator<HashRow> {
  const items = itemsOf(page);
  for (let index = 0; index < items.length; index += 2) {
    const [key, value] = [items[index], items[index + 1]].map((item) => item && readItem(reader, item));
    yield { key: key ?? new Uint8Array(0), ...(key && value && { value }), littleEndian: page.littleEndian };
  }
}

function readItem(reader: Reader, item: Item): Uint8Array | undefined {
  if (item.kind === 'here') return item.bytes;
  return item.kind === 'overflow' && item.sizeBytes <= reader.largestBytes ? readChain(reader, item) : undefined;
}

/** A value too large for its page stands in a chain of pages of its own. Memory is taken as they come, not on the item's word. */
function readChain(reader: Reader, { page: first, sizeBytes }: { page: number; sizeBytes: number }): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let number = first; length < sizeBytes; ) {
    const page = takePage(reader, number);
    if (!page?.overflow || page.overflow.length === 0) return undefined;
    parts.push(page.overflow);
    length += page.overflow.length;
    number = nextOf(page);
  }
  return length === sizeBytes ? Buffer.concat(parts) : undefined;
}

function takePage({ content, header, seen }: Reader, number: number): HashPage | undefined {
  if (number === 0 || number > header.lastPage || seen.has(number)) return undefined;
  seen.add(number);
  return readPage(content, header, number);
}
