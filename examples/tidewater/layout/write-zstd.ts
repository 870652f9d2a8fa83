const magic = Buffer.of(0x28, 0xb5, 0x2f, 0xfd);
/** One segment, content size in eight bytes, no checksum, no dictionary. */
const frameHeader = 0xe0;
const maxBlockBytes = 128 * 1024;

/**
 * Wraps bytes into a Zstandard frame of raw blocks: valid and uncompressed, so that every library and machine writes the same.
 *
 * source  RFC 8878, sections 3.1.1 and 3.1.1.2
 */
export function writeZstd(bytes: Uint8Array): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(bytes.length));
  const parts = [magic, Buffer.of(frameHeader), size];
  for (let at = 0; at === 0 || at < bytes.length; at += maxBlockBytes) {
    const block = bytes.subarray(at, at + maxBlockBytes);
    const isLast = at + maxBlockBytes >= bytes.length;
    const header = Buffer.alloc(4);
    header.writeUInt32LE(block.length * 8 + (isLast ? 1 : 0));
    parts.push(header.subarray(0, 3), Buffer.from(block));
  }
  return Buffer.concat(parts);
}
