import { Buffer } from 'node:buffer';

const headerBytes = 64;
const rowBytes = 64;

/**
 * A 64-bit ELF file of nothing but named sections, for tests and examples. It does not run.
 *
 * source  System V ABI, generic part, edition 4.1, chapter 4
 */
export function writeElf(sections: Readonly<Record<string, Uint8Array>>): Buffer {
  const parts = [...Object.entries(sections).map(([name, bytes]) => ({ name, bytes })), { name: '.shstrtab', bytes: undefined }];
  const names = Buffer.from(`\0${parts.map(({ name }) => `${name}\0`).join('')}`, 'latin1');
  const bodies = parts.map(({ bytes }) => bytes ?? names);
  const header = Buffer.alloc(headerBytes);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeBigUInt64LE(BigInt(headerBytes + bodies.reduce((sum, body) => sum + body.length, 0)), 40);
  for (const [at, value] of [
    [52, headerBytes],
    [58, rowBytes],
    [60, parts.length + 1],
    [62, parts.length],
  ] as const)
    header.writeUInt16LE(value, at);
  let offset = headerBytes;
  const rows = parts.map(({ name }, index) => {
    const row = Buffer.alloc(rowBytes);
    const sizeBytes = bodies[index]?.length ?? 0;
    row.writeUInt32LE(names.indexOf(`\0${name}\0`) + 1, 0);
    row.writeUInt32LE(1, 4);
    row.writeBigUInt64LE(BigInt(offset), 24);
    row.writeBigUInt64LE(BigInt(sizeBytes), 32);
    offset += sizeBytes;
    return row;
  });
  return Buffer.concat([header, ...bodies, Buffer.alloc(rowBytes), ...rows]);
}
