import { Buffer } from 'node:buffer';

/**
 * The beginning of a Java class file with texts in its constant pool, a number between them; for tests. No machine loads it.
 *
 * source  The Java Virtual Machine Specification, Java SE 24, section 4.4
 */
export function writeClass(texts: readonly string[]): Buffer {
  const header = Buffer.from('cafebabe00000041', 'hex');
  const count = Buffer.alloc(2);
  count.writeUInt16BE(texts.length + 3);
  const long = Buffer.from('050000000000000007', 'hex');
  const constants = texts.map((text) => {
    const bytes = Buffer.from(text);
    const tag = Buffer.of(1, bytes.length >> 8, bytes.length & 0xff);
    return Buffer.concat([tag, bytes]);
  });
  return Buffer.concat([header, count, long, ...constants, Buffer.alloc(14)]);
}
