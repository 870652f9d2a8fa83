import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../content.ts';
import { readNdb } from './read-ndb.ts';
import { writeNdb } from './write-ndb.ts';

const blobs = [3, 7, 9].map((key) => ({ key, blob: new Uint8Array(key * 11).fill(key) }));
const whole = Buffer.from(writeNdb(blobs));

function read(bytes: Uint8Array, largestBytes = 10_000) {
  const rows = readNdb(contentOf(bytes), largestBytes);
  const found: { key: number; blob?: Uint8Array }[] = [];
  for (let next = rows.next(); ; next = rows.next()) {
    if (next.done) return { found, trouble: next.value };
    const { key, blob } = next.value;
    found.push({ key, ...(blob && { blob: Uint8Array.from(blob) }) });
  }
}

test('reads what was written', () => assert.deepEqual(read(whole), { found: blobs, trouble: undefined }));
test('an empty database has no rows and is whole', () => assert.deepEqual(read(writeNdb([])), { found: [], trouble: undefined }));
test('property: reading undoes writing', () => {
  const blob = fc.record(
    { key: fc.integer({ min: 1, max: 0xfffffffe }), blob: fc.uint8Array({ maxLength: 100 }) },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.array(blob, { maxLength: 254 }), (list) =>
      assert.deepEqual(read(writeNdb(list)), { found: list, trouble: undefined }),
    ),
  );
});

/** A copy with one 32-bit number changed. */
function changed(at: number, value: number): Uint8Array {
  const copy = Buffer.from(whole);
  copy.writeUInt32LE(value >>> 0, at);
  return copy;
}

const slot = 32 + 16;
const blob = whole.readUInt32LE(slot + 8) * 16;
const lost = [[3, 33], [7], [9, 99]];
const all = [
  [3, 33],
  [7, 77],
  [9, 99],
];
const liars: readonly { name: string; bytes: Uint8Array; rows: number[][]; says?: RegExp }[] = [
  { name: 'no bytes', bytes: new Uint8Array(), rows: [], says: /does not begin/ },
  { name: 'another version', bytes: changed(4, 1), rows: [], says: /version 1/ },
  { name: 'four billion pages', bytes: changed(12, -1), rows: [[3], [7], [9]], says: /ends in page 2/ },
  {
    name: 'a slot that is none',
    bytes: changed(slot, 0),
    rows: [
      [3, 33],
      [9, 99],
    ],
    says: /1 of its slots/,
  },
  { name: 'a blob inside the slots', bytes: changed(slot + 8, 1), rows: lost },
  { name: 'a blob out of the file', bytes: changed(slot + 8, 1_000_000), rows: lost },
  { name: 'a blob of four billion blocks', bytes: changed(slot + 12, -1), rows: [[3, 33]], says: /claim more bytes/ },
  { name: 'a blob of no block', bytes: changed(slot + 12, 0), rows: lost },
  { name: 'a blob of another number', bytes: changed(blob + 4, 8), rows: lost },
  { name: 'a blob without its mark', bytes: changed(blob, 0), rows: lost },
  { name: 'a blob that states another length', bytes: changed(blob + 12, 76), rows: lost },
  { name: 'a cut', bytes: whole.subarray(0, whole.length - 16), rows: [[3, 33], [7, 77], [9]] },
  {
    name: 'a free slot',
    bytes: changed(slot + 8, 0),
    rows: [
      [3, 33],
      [9, 99],
    ],
  },
  { name: 'a slot that repeats another one', bytes: changed(slot + 20, 7), rows: [[3, 33], [7, 77], [7]] },
  { name: 'another generation', bytes: changed(8, 99), rows: all },
];

for (const { name, bytes, rows, says } of liars) {
  test(`${name}: ${rows.length} rows`, () => {
    const { found, trouble } = read(bytes);
    assert.deepEqual(
      found.map((row) => [row.key, ...(row.blob ? [row.blob.length] : [])]),
      rows,
    );
    if (says) assert.match(trouble ?? '', says);
    else assert.equal(trouble, undefined);
  });
}

test('a blob over the limit is left out', () =>
  assert.deepEqual(
    read(whole, 50).found.map((row) => row.blob?.length),
    [33, undefined, undefined],
  ));

test('a million slots that share one blob end the reading', () => {
  const copy = Buffer.from(writeNdb(Array.from({ length: 254 }, (_, key) => ({ key: key + 1, blob: new Uint8Array(4) }))));
  for (let at = 32; at < 4096; at += 16) copy.writeUInt32LE(255, at + 12);
  assert.match(read(copy).trouble ?? '', /claim more bytes/);
});

test('property: any bytes give an answer', () => {
  const damaged = fc
    .tuple(fc.nat(whole.length - 1), fc.nat(255))
    .map(([at, value]) => whole.map((byte, index) => (index === at ? value : byte)));
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => void read(bytes)));
});
