import type { Content } from '../content.ts';
import type { HashHeader } from './hash-header.ts';

/** One page after the first. */
export interface HashPage {
  readonly view: DataView;
  readonly littleEndian: boolean;
  /** The bytes that the page holds of a large value; undefined for a page of keys and values. */
  readonly overflow: Uint8Array | undefined;
}

/** A key or a value, as it stands on its page. */
export type Item =
  | { readonly kind: 'here'; readonly bytes: Uint8Array }
  | { readonly kind: 'overflow'; readonly page: number; readonly sizeBytes: number }
  | { readonly kind: 'unreadable' };

const pageHeaderBytes = 26;
const types = { hashUnsorted: 2, overflow: 7, hash: 13 };
const itemTypes = { keyOrData: 1, offPage: 3 };
const offPageBytes = 12;

/**
 * Reads one page and checks that it is the page it should be.
 *
 * out     undefined when it is cut off, has another number, or holds neither keys and values nor a part of a large value
 * source  Berkeley DB 5.3, src/dbinc/db_page.h, `PAGE`, `HKEYDATA`, `HOFFPAGE`
 */
export function readPage(content: Content, { littleEndian, pageBytes }: HashHeader, number: number): HashPage | undefined {
  const start = number * pageBytes;
  if (start + pageBytes > content.sizeBytes) return undefined;
  // What a content hands out may be overwritten by the next page that is asked for.
  const bytes = Uint8Array.from(content.slice(start, start + pageBytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < pageBytes || view.getUint32(8, littleEndian) !== number) return undefined;
  const type = bytes[25];
  if (type === types.hash || type === types.hashUnsorted) return { view, littleEndian, overflow: undefined };
  if (type !== types.overflow) return undefined;
  const end = pageHeaderBytes + view.getUint16(22, littleEndian);
  return end > pageBytes ? undefined : { view, littleEndian, overflow: bytes.subarray(pageHeaderBytes, end) };
}

/** The page that goes on where this one ends; 0 for none. */
export function nextOf({ view, littleEndian }: HashPage): number {
  return view.getUint32(16, littleEndian);
}

/**
 * Keys and values in turn, from the end of the page to its index: each one ends where the one before it begins, so that behind
 * one whose place is wrong nobody knows where the next one ends.
 */
export function itemsOf({ view, littleEndian }: HashPage): Item[] {
  const stated = view.getUint16(20, littleEndian);
  const count = Math.min(stated, Math.floor((view.byteLength - pageHeaderBytes) / 2));
  const lowest = pageHeaderBytes + 2 * count;
  const items: Item[] = [];
  let end = view.byteLength;
  let isEndKnown = true;
  for (let index = 0; index < count; index++) {
    const start = view.getUint16(pageHeaderBytes + 2 * index, littleEndian);
    const isPlaced = start >= lowest && start < end;
    items.push(isPlaced && isEndKnown ? readItem(view, { start, end, littleEndian }) : { kind: 'unreadable' });
    if (isPlaced) end = start;
    isEndKnown = isPlaced;
  }
  return items;
}

function readItem(view: DataView, { start, end, littleEndian }: { start: number; end: number; littleEndian: boolean }): Item {
  const type = view.getUint8(start);
  if (type === itemTypes.keyOrData)
    return { kind: 'here', bytes: new Uint8Array(view.buffer, view.byteOffset + start + 1, end - start - 1) };
  if (type !== itemTypes.offPage || end - start !== offPageBytes) return { kind: 'unreadable' };
  const word = (at: number) => view.getUint32(start + at, littleEndian);
  return { kind: 'overflow', page: word(4), sizeBytes: word(8) };
}
