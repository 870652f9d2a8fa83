import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../content.ts';
import { readHash } from './read-hash.ts';

const pageBytes = 512;
const fixture = (order: string) => readFileSync(join(import.meta.dirname, 'fixtures', `forty-keys-with-long-values.${order}.db`));
const whole = fixture('little-endian');
const pages = whole.length / pageBytes;
/** Keys are numbers of four bytes; under n stands n repeated, as often as this says. */
const lengthOf = (key: number) => (key * 37) % 1500;

function read(bytes: Uint8Array, largestBytes = 10_000) {
  const rows = readHash(contentOf(bytes), largestBytes);
  const values = new Map<number, Uint8Array | undefined>();
  let lost = 0;
  for (let next = rows.next(); ; next = rows.next()) {
    if (next.done) return { values, lost, trouble: next.value };
    const { key, littleEndian, value } = next.value;
    if (key.length === 4) values.set(new DataView(key.buffer, key.byteOffset, 4).getUint32(0, littleEndian), value);
    else lost += 1;
  }
}

for (const order of ['little-endian', 'big-endian']) {
  test(`reads what the library wrote: ${order}`, () => {
    const { values, lost, trouble } = read(fixture(order));
    assert.deepEqual(
      [...values.keys()].toSorted((a, b) => a - b),
      Array.from({ length: 40 }, (_, key) => key + 1),
    );
    for (const [key, value] of values) assert.deepEqual(value && Buffer.from(value), Buffer.alloc(lengthOf(key), key));
    assert.deepEqual([lost, trouble], [0, undefined]);
  });
}

test('a value over the limit is left out, and its key stays', () => {
  const { values, trouble } = read(whole, 400);
  assert.equal(values.size, 40);
  for (const [key, value] of values) assert.equal(value?.length, lengthOf(key) > 400 ? undefined : lengthOf(key));
  assert.equal(trouble, undefined);
});

const typeOf = (page: number) => whole[page * pageBytes + 25];
const pagesOf = (type: number) => Array.from({ length: pages }, (_, page) => page).filter((page) => typeOf(page) === type);
/** Those that another one follows. */
const overflow = pagesOf(7).filter((page) => whole.readUInt32LE(page * pageBytes + 16) !== 0);
const hash = pagesOf(13);
/** A copy with one 32-bit number changed. */
function changed(at: number, value: number): Uint8Array {
  const copy = Buffer.from(whole);
  copy.writeUInt32LE(value, at);
  return copy;
}
const inPage = (list: readonly number[], field: number) => (list[1] ?? 0) * pageBytes + field;

const liars: readonly { name: string; bytes: Uint8Array; says: RegExp | 'value lost' }[] = [
  { name: 'no bytes', bytes: new Uint8Array(), says: /shorter than the header/ },
  { name: 'zeros', bytes: new Uint8Array(4096), says: /does not begin/ },
  { name: 'a tree', bytes: changed(12, 0x00053162), says: /tree/ },
  { name: 'an old version', bytes: changed(16, 7), says: /version 7/ },
  { name: 'pages of three bytes', bytes: changed(20, 3), says: /3 bytes/ },
  { name: 'encryption', bytes: changed(24, 0x0801), says: /encrypted/ },
  { name: 'checksums', bytes: changed(24, 0x010800), says: /checksums/ },
  { name: 'four billion buckets', bytes: changed(72, 0xffffffff), says: /could not be read/ },
  { name: 'buckets elsewhere', bytes: changed(96, 0xfffffff0), says: /could not be read/ },
  { name: 'a cut', bytes: whole.subarray(0, whole.length - pageBytes), says: /./ },
  { name: 'half of it', bytes: whole.subarray(0, whole.length / 2), says: /could not be read/ },
  { name: 'a page of keys that leads to itself', bytes: changed(inPage(hash, 16), hash[1] ?? 0), says: /loop/ },
  { name: 'a page of keys that leads to a value', bytes: changed(inPage(hash, 16), overflow[0] ?? 0), says: /could not be read/ },
  { name: 'a page with another number', bytes: changed(inPage(hash, 8), 1_000_000), says: /could not be read/ },
  { name: 'a long value that leads to itself', bytes: changed(inPage(overflow, 16), overflow[1] ?? 0), says: 'value lost' },
  { name: 'a long value that leads out', bytes: changed(inPage(overflow, 16), 0xffffffff), says: 'value lost' },
  { name: 'a part longer than its page', bytes: changed(inPage(overflow, 20), 0xffff0001), says: 'value lost' },
];

for (const { name, bytes, says } of liars) {
  test(`is never silent: ${name}`, () => {
    const { values, trouble } = read(bytes);
    if (says === 'value lost') assert.ok([...values.values()].includes(undefined));
    else assert.match(trouble ?? '', says);
  });
}

test('keys whose places lie behind the end of their page cost themselves and the next, and no more', () => {
  const places = hash.flatMap((page) => [0, 1].map((entry) => page * pageBytes + 26 + 4 * entry));
  for (const at of places) {
    const bytes = Buffer.from(whole);
    bytes.writeUInt16LE(0xfff0, at);
    assert.ok(read(bytes).values.size >= 38);
  }
});

test('property: bytes that are changed anywhere give an answer, and none that is longer than the file', () => {
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      const { values } = read(bytes);
      const length = [...values.values()].reduce((sum, value) => sum + (value?.length ?? 0), 0);
      assert.ok(length <= bytes.length);
    }),
  );
});

test('property: any bytes give an answer', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => assert.ok(read(bytes).trouble)));
});
