import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { writeElf } from '../../../formats/elf/write-elf.ts';
import { dotnet } from './dotnet.ts';

const list = '{"libraries":{"Harbor.Crane/1.2.0":{"type":"package"}}}';
const mark = createHash('sha256').update('.net core bundle\n').digest();

interface Shape {
  readonly major?: number;
  readonly list?: string;
  /** What stands before the mark in place of the offset of the header. */
  readonly headerAt?: bigint;
  readonly sizeBytes?: bigint;
}

/** A host with a list and the header behind it, as the SDK publishes one. */
function writeProgram(shape: Shape = {}): Buffer {
  const body = Buffer.from(shape.list ?? list);
  const host = (headerAt: bigint) => {
    const place = Buffer.alloc(8);
    place.writeBigInt64LE(headerAt);
    return writeElf({ '.rodata': Buffer.alloc(1024 * 1024 - 200), '.data': Buffer.concat([place, mark]) });
  };
  const { length } = host(0n);
  const header = Buffer.alloc(12 + 1 + 4 + 40);
  header.writeUInt32LE(shape.major ?? 6, 0);
  header.writeUInt32LE(1, 8);
  header.write('\x04abcd', 12, 'latin1');
  header.writeBigInt64LE(BigInt(length), 17);
  header.writeBigInt64LE(shape.sizeBytes ?? BigInt(body.length), 25);
  return Buffer.concat([host(shape.headerAt ?? BigInt(length + body.length)), body, header]);
}

const read = (bytes: Uint8Array) => {
  const { items, gaps } = dotnet.read({ path: 'app/harbor', content: contentOf(bytes) });
  return [...items.map((one) => `${one.name}@${one.version} ${one.path}`), ...gaps.map(({ code }) => code)].join(' ');
};

const cases: readonly [says: string, bytes: Buffer, said: string][] = [
  ['its list', writeProgram(), 'Harbor.Crane@1.2.0 app/harbor'],
  ['no bundle', writeProgram({ headerAt: 0n }), ''],
  ['a header outside of the file', writeProgram({ headerAt: 1n << 40n }), 'incomplete-record'],
  ['a header before the file', writeProgram({ headerAt: -1n }), 'incomplete-record'],
  ['a list outside of the file', writeProgram({ sizeBytes: 1n << 40n }), 'incomplete-record'],
  ['no list', writeProgram({ sizeBytes: 0n }), 'incomplete-record'],
  ['a header that does not say where the list is', writeProgram({ major: 1 }), 'incomplete-record'],
  ['a list that is none', writeProgram({ list: '[]' }), 'json-unreadable'],
  ['another program', writeElf({ '.data': mark }), ''],
  ['another program with something behind it', Buffer.concat([writeElf({ '.data': Buffer.alloc(9) }), Buffer.alloc(99)]), ''],
  ['a file cut off', writeProgram().subarray(0, 40), ''],
];
for (const [says, bytes, said] of cases) test(`single-file program: ${says}`, () => assert.equal(read(bytes), said));

test('single-file program: it is wanted by its first bytes', () => {
  assert.ok(dotnet.wants({ path: 'app/harbor', sizeBytes: 99, mode: 0o755, head: writeProgram().subarray(0, 16) }));
});

test('single-file program: any changed bytes give a reading', () => {
  const whole = writeProgram();
  const behind = whole.length - 200;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(263), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }), (edits) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of edits) bytes[at < 64 ? at : behind + at - 64] = value;
      void read(bytes);
    }),
  );
});
