import type { Content } from '../content.ts';

/** One slot in use; `blob` is undefined where its bytes are missing, too large, or not what the slot says. */
export interface NdbRow {
  /** Number of the package, as rpm counts them. */
  readonly key: number;
  /** Do not keep it: it may be gone when the next row is asked for. */
  readonly blob?: Uint8Array;
}

const pageBytes = 4096;
/** Slots and blobs are both counted in blocks of this size. */
const blockBytes = 16;
const headBytes = 16;
const tailBytes = 12;
/** The header takes the place of the first two slots. */
const firstSlot = 2;
const magics = { database: 0x506d7052, slot: 0x746f6c53, head: 0x53626c42, tail: 0x45626c42 };

/**
 * The blobs of rpm's own database format, `Packages.db`: pages of slots, and the blobs they point to.
 *
 * Checksums are not compared, as rpm itself does not when it reads; sizes, numbers and marks are. Slots that together claim more bytes
 * than the file has lie, and end the reading.
 *
 * in      the whole file, read by ranges
 * out     rows in the order of their slots; what went wrong as a sentence at the end, undefined when everything was read
 * cost    O(size); one page and one blob at a time
 * source  rpm 4.18, lib/backend/ndb/rpmpkg.c
 */
export function* readNdb(content: Content, largestBytes: number): Generator<NdbRow, string | undefined> {
  const header = viewOf(content, 0, firstSlot * blockBytes);
  if (!header || header.getUint32(0, true) !== magics.database) return 'it does not begin as an ndb database does';
  const version = header.getUint32(4, true);
  if (version !== 0) return `it is of version ${version}, and only version 0 is known`;
  const pages = header.getUint32(12, true);
  let claimedBytes = 0;
  let strange = 0;
  for (let page = 0; page < pages; page++) {
    const slots = viewOf(content, page * pageBytes, pageBytes);
    if (!slots) return `it states ${pages} pages of slots and ends in page ${page + 1}; what was in the rest is lost`;
    for (let at = page === 0 ? firstSlot * blockBytes : 0; at < pageBytes; at += blockBytes) {
      const slot = readSlot(slots, at);
      if (!slot) strange += 1;
      if (!slot || slot.block === 0) continue;
      claimedBytes += Math.max(1, slot.blocks) * blockBytes;
      if (claimedBytes > content.sizeBytes) return 'its slots claim more bytes than the file has';
      const blob = slot.block * blockBytes >= pages * pageBytes ? readBlob(content, slot, largestBytes) : undefined;
      yield { key: slot.key, ...(blob && { blob }) };
    }
  }
  return strange > 0 ? `${strange} of its slots are not slots` : undefined;
}

interface Slot {
  readonly key: number;
  /** Where the blob begins; 0 for a free slot. */
  readonly block: number;
  readonly blocks: number;
}

function readSlot(page: DataView, at: number): Slot | undefined {
  if (page.getUint32(at, true) !== magics.slot) return undefined;
  return { key: page.getUint32(at + 4, true), block: page.getUint32(at + 8, true), blocks: page.getUint32(at + 12, true) };
}

/** Head and tail both state the length, and the head repeats the number. */
function readBlob(content: Content, { key, block, blocks }: Slot, largestBytes: number): Uint8Array | undefined {
  const start = block * blockBytes;
  const end = start + blocks * blockBytes;
  const head = viewOf(content, start, headBytes);
  if (!head || head.getUint32(0, true) !== magics.head || head.getUint32(4, true) !== key) return undefined;
  const sizeBytes = head.getUint32(12, true);
  if (sizeBytes > largestBytes || start + headBytes + sizeBytes + tailBytes > end) return undefined;
  const tail = viewOf(content, end - tailBytes, tailBytes);
  if (!tail || tail.getUint32(4, true) !== sizeBytes || tail.getUint32(8, true) !== magics.tail) return undefined;
  return content.slice(start + headBytes, start + headBytes + sizeBytes);
}

function viewOf(content: Content, start: number, sizeBytes: number): DataView | undefined {
  if (start + sizeBytes > content.sizeBytes) return undefined;
  const bytes = content.slice(start, start + sizeBytes);
  return bytes.length === sizeBytes ? new DataView(bytes.buffer, bytes.byteOffset, sizeBytes) : undefined;
}
