import { Buffer } from 'node:buffer';

const pageBytes = 4096;
const blockBytes = 16;

/** One blob and the number it stands under. */
export interface NdbBlob {
  readonly key: number;
  readonly blob: Uint8Array;
}

/**
 * A database in rpm's own format, for tests and examples.
 *
 * in      at most 254 blobs: one page of slots
 * source  rpm 4.18, lib/backend/ndb/rpmpkg.c
 */
export function writeNdb(blobs: readonly NdbBlob[]): Uint8Array {
  const page = Buffer.alloc(pageBytes);
  for (let at = 0; at < pageBytes; at += blockBytes) page.write('Slot', at, 'latin1');
  page.fill(0, 0, 2 * blockBytes);
  page.write('RpmP', 0, 'latin1');
  page.writeUInt32LE(1, 12);
  page.writeUInt32LE(Math.max(0, ...blobs.map(({ key }) => key)) + 1, 16);
  const bodies = blobs.map(writeBlob);
  let block = pageBytes / blockBytes;
  for (const [index, { key }] of blobs.entries()) {
    const blocks = (bodies[index]?.length ?? 0) / blockBytes;
    for (const [word, value] of [key, block, blocks].entries())
      page.writeUInt32LE(value, (2 + index) * blockBytes + 4 + 4 * word);
    block += blocks;
  }
  return Buffer.concat([page, ...bodies]);
}

function writeBlob({ key, blob }: NdbBlob): Buffer {
  const body = Buffer.alloc(Math.ceil((16 + blob.length + 12) / blockBytes) * blockBytes);
  body.write('BlbS', 0, 'latin1');
  body.writeUInt32LE(key, 4);
  body.writeUInt32LE(blob.length, 12);
  body.set(blob, 16);
  body.writeUInt32LE(adler32(body.subarray(0, body.length - 12)), body.length - 12);
  body.writeUInt32LE(blob.length, body.length - 8);
  body.write('BlbE', body.length - 4, 'latin1');
  return body;
}

/** RFC 1950, section 8.2. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}
