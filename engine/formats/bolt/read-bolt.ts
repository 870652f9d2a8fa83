import type { Content } from '../content.ts';

/** A bucket of a bolt database: values and further buckets by key. */
export interface BoltBucket {
  readonly values: ReadonlyMap<string, Uint8Array>;
  readonly buckets: ReadonlyMap<string, BoltBucket>;
}

/** What a database holds below some of its buckets. */
export interface BoltReading {
  readonly root: BoltBucket;
  /** What could not be read, a sentence each; the rest counts. */
  readonly troubles: readonly string[];
}

const headerBytes = 16;
const elementBytes = 16;
const magic = 0xed0cdaed;
const flags = { branch: 0x01, leaf: 0x02 };
/** A value that is a bucket. */
const bucketFlag = 0x01;
const maxDepth = 40;
const maxTroubles = 20;
/** Keys and values that are taken together; bytes. */
const maxHeldBytes = 64 * 1024 * 1024;

/** Which buckets are wanted: their keys from the root down. */
export type WantBucket = (path: readonly string[]) => boolean;

/**
 * Reads a bolt (bbolt) database: a B+ tree of pages whose values may be trees themselves.
 *
 * in      the file, which a running program may have open; buckets that are not wanted are passed over unread
 * out     keys as UTF-8; a page is read once, so that pages which point in circles end
 * cost    O(pages of wanted buckets)
 * faults  none, whatever the bytes
 * source  etcd-io/bbolt v1.3, db.go (meta), page.go, bucket.go
 */
export function readBolt(content: Content, want: WantBucket): BoltReading {
  const meta = findMeta(content);
  if (typeof meta === 'string') return { root: emptyBucket, troubles: [meta] };
  const reader: Reader = { content, pageBytes: meta.pageBytes, want, seen: new Set(), troubles: [], heldBytes: 0, elements: 0 };
  const root = newBucket();
  note(reader, readPage(reader, meta.root, { into: root, path: [], depth: 0 }));
  return { root, troubles: reader.troubles };
}

const emptyBucket: BoltBucket = { values: new Map(), buckets: new Map() };

interface GrowingBucket extends BoltBucket {
  readonly values: Map<string, Uint8Array>;
  readonly buckets: Map<string, BoltBucket>;
}

interface Reader {
  readonly content: Content;
  readonly pageBytes: number;
  readonly want: WantBucket;
  readonly seen: Set<number>;
  readonly troubles: string[];
  heldBytes: number;
  elements: number;
}

interface Place {
  readonly into: GrowingBucket;
  readonly path: readonly string[];
  readonly depth: number;
}

function newBucket(): GrowingBucket {
  return { values: new Map(), buckets: new Map() };
}

interface Meta {
  readonly pageBytes: number;
  readonly root: number;
  readonly transaction: bigint;
}

/** Two pages say where the tree begins; the newer one that is whole counts. */
function findMeta(content: Content): Meta | string {
  const first = readMeta(content, 0);
  const sizes = first ? [first.pageBytes] : [1024, 2048, 4096, 8192, 16_384, 32_768, 65_536];
  const second = sizes.map((size) => readMeta(content, size)).find((meta) => meta !== undefined);
  if (!first && !second) return 'it does not begin as a bolt database of version 2 does';
  if (!first || !second) return first ?? second ?? '';
  return first.transaction > second.transaction ? first : second;
}

function readMeta(content: Content, at: number): Meta | undefined {
  const bytes = content.slice(at + headerBytes, at + headerBytes + 64);
  if (bytes.length < 64) return undefined;
  const view = viewOf(bytes);
  const [marked, version, pageBytes] = [0, 4, 8].map((offset) => view.getUint32(offset, true));
  if (marked !== magic || version !== 2 || pageBytes === undefined) return undefined;
  if (pageBytes < 512 || pageBytes > 65_536 || (pageBytes & (pageBytes - 1)) !== 0) return undefined;
  if (fnv1a(bytes.subarray(0, 56)) !== view.getBigUint64(56, true)) return undefined;
  return { pageBytes, root: numberAt(view, 16), transaction: view.getBigUint64(48, true) };
}

/** source  Fowler, Noll, Vo: FNV-1a, 64 bits */
function fnv1a(bytes: Uint8Array): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}

/** Like the two below it: what could not be read, as a sentence. */
function readPage(reader: Reader, page: number, place: Place): string | undefined {
  if (reader.seen.has(page)) return `page ${page} is part of the tree twice`;
  if (place.depth > maxDepth) return `page ${page} lies deeper than any tree is`;
  reader.seen.add(page);
  const start = page * reader.pageBytes;
  const header = reader.content.slice(start, start + headerBytes);
  if (header.length < headerBytes) return `page ${page} is not in the file`;
  const overflow = viewOf(header).getUint32(12, true);
  const bytes = reader.content.slice(start, start + (overflow + 1) * reader.pageBytes);
  return readNode(reader, bytes, { ...place, name: `page ${page}` });
}

/** A page, or one that lies inside a value. */
function readNode(reader: Reader, bytes: Uint8Array, place: Place & { readonly name: string }): string | undefined {
  if (bytes.length < headerBytes) return `${place.name} is cut off`;
  const view = viewOf(bytes);
  const [kind, count] = [view.getUint16(8, true), view.getUint16(10, true)];
  if (kind !== flags.branch && kind !== flags.leaf) return `${place.name} is no part of a tree`;
  for (let index = 0; index < count; index++) {
    const at = headerBytes + index * elementBytes;
    if (at + elementBytes > bytes.length) return `${place.name} is cut off`;
    // Entries that lie over each other are more than the file has room for.
    if (++reader.elements > reader.content.sizeBytes / elementBytes) return 'it claims more entries than fit into it';
    if (kind === flags.leaf) note(reader, readElement(reader, bytes, at, place));
    else note(reader, readPage(reader, numberAt(view, at + 8), { ...place, depth: place.depth + 1 }));
    if (reader.heldBytes > maxHeldBytes) return `it holds more than ${maxHeldBytes} bytes`;
  }
  return undefined;
}

function readElement(
  reader: Reader,
  bytes: Uint8Array,
  at: number,
  place: Place & { readonly name: string },
): string | undefined {
  const view = viewOf(bytes);
  const [flag, position, keyBytes, valueBytes] = [0, 4, 8, 12].map((offset) => view.getUint32(at + offset, true));
  const start = at + (position ?? 0);
  const middle = start + (keyBytes ?? 0);
  const end = middle + (valueBytes ?? 0);
  if (end > bytes.length) return `an entry of ${place.name} leads out of it`;
  const key = new TextDecoder().decode(bytes.subarray(start, middle));
  const value = bytes.subarray(middle, end);
  if (((flag ?? 0) & bucketFlag) === 0) {
    reader.heldBytes += end - start;
    place.into.values.set(key, Uint8Array.from(value));
    return undefined;
  }
  const path = [...place.path, key];
  if (reader.want(path)) place.into.buckets.set(key, readBucket(reader, value, { path, depth: place.depth + 1 }));
  return undefined;
}

/** A small bucket lies in its value whole; a large one has pages of its own. */
function readBucket(reader: Reader, value: Uint8Array, place: Omit<Place, 'into'>): BoltBucket {
  const into = newBucket();
  const name = `bucket ${place.path.join('/')}`;
  const page = value.length < headerBytes ? 0 : numberAt(viewOf(value), 0);
  if (page > 0) note(reader, readPage(reader, page, { ...place, into }));
  else if (place.depth > maxDepth) note(reader, `${name} lies deeper than any is`);
  else note(reader, readNode(reader, value.subarray(headerBytes), { ...place, into, name }));
  return into;
}

function note(reader: Reader, trouble: string | undefined): void {
  if (trouble !== undefined && reader.troubles.length < maxTroubles) reader.troubles.push(trouble);
}

/** Page numbers beyond what a number holds lead out of any file. */
function numberAt(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  return value > 0xffff_ffff_ffffn ? 0xffff_ffff_ffff : Number(value);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
