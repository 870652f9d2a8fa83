import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { classDigest } from './class-digest.ts';
import { writeClass } from './write-class.ts';

const plain = classDigest(writeClass(['Code', 'lookup', 'Error looking up [{}].', '()V']));
const same: readonly (readonly [name: string, texts: readonly string[]])[] = [
  ['other packages', ['Code', 'lookup', 'Error looking up [{}].', '()V', 'org/harbour/Lookup', '(Lx/y/Event;)V', 'x.y.Event']],
  ['another order', ['()V', 'Error looking up [{}].', 'lookup', 'Code']],
  ['a text twice', ['()V', 'Error looking up [{}].', 'lookup', 'Code', 'Code']],
];
for (const [name, texts] of same) test(`${name}: the same digest`, () => assert.equal(classDigest(writeClass(texts)), plain));

const others: readonly (readonly [name: string, texts: readonly string[]])[] = [
  ['a method more', ['Code', 'lookup', 'Error looking up [{}].', '()V', 'close']],
  ['a method less', ['Code', 'Error looking up [{}].', '()V']],
  ['a text that ends in a dot', ['Code', 'lookup', 'Error looking up [{}]', '()V']],
];
for (const [name, texts] of others) test(`${name}: another digest`, () => assert.notEqual(classDigest(writeClass(texts)), plain));

const whole = writeClass(['Code', 'lookup']);
const broken: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['no bytes', Buffer.alloc(0)],
  ['another magic', Buffer.from('PK')],
  ['a pool that is cut off', whole.subarray(0, 24)],
  ['a constant of an unknown kind', Buffer.from(whole).fill(99, 19, 20)],
];
for (const [name, bytes] of broken) test(`${name}: no class`, () => assert.equal(classDigest(bytes), undefined));

test('a text made to be slow is read at once', () => {
  classDigest(writeClass([`${'a.'.repeat(30_000)}!`, 'a'.repeat(65_000)]));
});

test('property: any bytes, and any changed bytes, give a digest or none', () => {
  const isDigest = (digest: string | undefined) => digest === undefined || /^[0-9a-f]{16}$/.test(digest);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => isDigest(classDigest(Buffer.from(bytes)))));
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 255 }), (at, value) => {
      const bytes = Buffer.from(whole);
      bytes[at % bytes.length] = value;
      return isDigest(classDigest(bytes));
    }),
  );
});
