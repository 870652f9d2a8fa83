import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesOf, contentOf } from '../content.ts';
import { openEntry } from './open-entry.ts';
import { writeZip, type ZipForm } from './write-zip.ts';
import { zipEntries } from './zip-directory.ts';

const maxBytes = 1024 * 1024;

/** Every file as `name=text`, every trouble as `!code`. */
function readAll(bytes: Uint8Array): string[] {
  const content = contentOf(bytes);
  return [...zipEntries(content)].map((entry) => {
    if (entry.kind === 'flaw') return `!${entry.code}`;
    const opened = openEntry(content, entry, { maxBytes });
    return opened.kind === 'flaw' ? `!${opened.code}` : `${entry.name}=${Buffer.from(bytesOf(opened.content))}`;
  });
}

const members = [
  { name: 'a.txt', bytes: 'alpha' },
  { name: 'b/c.txt', bytes: 'beta', stored: true },
];
const whole = ['a.txt=alpha', 'b/c.txt=beta'];

const forms: { name: string; form: ZipForm }[] = [
  { name: 'plain', form: {} },
  { name: 'sizes behind the data', form: { descriptors: true } },
  { name: 'zip64', form: { zip64: true } },
  { name: 'a start script before it', form: { prefix: '#!/bin/sh\nexec java -jar "$0"\n' } },
  { name: 'zip64 with a start script before it', form: { zip64: true, prefix: '#!/bin/sh\n' } },
  { name: 'a comment', form: { comment: 'made by hand' } },
  { name: 'a comment that holds the signature of the end record', form: { comment: 'PK\x05\x06 and more' } },
];

for (const { name, form } of forms) {
  test(`reads an archive with ${name}`, () => assert.deepEqual(readAll(writeZip(members, form)), whole));
}

test('an archive without files', () => assert.deepEqual(readAll(writeZip([])), []));

/** The list of files of an archive with one file, said so many times over. */
function repeated(bytes: Buffer, times: number): Buffer {
  const start = bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const list = bytes.subarray(start, -22);
  const end = Buffer.from(bytes.subarray(-22));
  end.writeUInt16LE(times & 0xffff, 10);
  end.writeUInt32LE(times * list.length, 12);
  return Buffer.concat([bytes.subarray(0, start), ...Array.from({ length: times }, () => list), end]);
}

test('a count kept modulo 65536 loses no file', () => {
  const many = repeated(writeZip([{ name: 'a', bytes: '', stored: true }]), 65_537);
  assert.equal([...zipEntries(contentOf(many))].length, 65_537);
});

test('a count that does not agree with the list is a flaw behind it', () => {
  const bytes = writeZip(members);
  bytes.writeUInt16LE(7, bytes.length - 12);
  assert.deepEqual(readAll(bytes), [...whole, '!zip-unreadable']);
});

/** Patches one field of the central directory entry of a one-file archive. */
function patched(bytes: Buffer, at: number, value: number, width: 2 | 4 = 4): Buffer {
  const start = bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + at;
  if (width === 2) bytes.writeUInt16LE(value, start);
  else bytes.writeUInt32LE(value, start);
  return bytes;
}
const one = () => writeZip([{ name: 'a', bytes: 'alpha'.repeat(100) }]);

const broken: { name: string; bytes: () => Buffer; said: string[] }[] = [
  { name: 'no bytes', bytes: () => Buffer.alloc(0), said: ['!zip-unreadable'] },
  { name: 'text', bytes: () => Buffer.from('<html>'), said: ['!zip-unreadable'] },
  { name: 'end cut off', bytes: () => one().subarray(0, -10), said: ['!zip-unreadable'] },
  { name: 'beginning cut off', bytes: () => one().subarray(20), said: ['!zip-unreadable'] },
  { name: 'a list of nothing', bytes: () => repeated(one(), 0), said: ['!zip-unreadable'] },
  { name: 'encrypted', bytes: () => patched(one(), 8, 1, 2), said: ['!encrypted'] },
  { name: 'unknown compression', bytes: () => patched(one(), 10, 93, 2), said: ['!compression-unknown'] },
  { name: 'wrong checksum', bytes: () => patched(one(), 16, 1), said: ['!zip-unreadable'] },
  { name: 'longer than it says', bytes: () => patched(one(), 24, 3), said: ['!zip-unreadable'] },
  { name: 'shorter than it says', bytes: () => patched(one(), 24, 600), said: ['!zip-unreadable'] },
  { name: 'more than the limit', bytes: () => patched(one(), 24, maxBytes + 1), said: ['!too-large'] },
  { name: 'local header elsewhere', bytes: () => patched(one(), 42, 7), said: ['!zip-unreadable'] },
  { name: 'more data than the archive', bytes: () => patched(one(), 20, 1 << 30), said: ['!zip-unreadable'] },
];

for (const { name, bytes, said } of broken) {
  test(`says what is wrong: ${name}`, () => assert.deepEqual(readAll(bytes()), said));
}

test('a bomb is refused by its ratio, unread', () => {
  const bomb = writeZip([{ name: 'a', bytes: Buffer.alloc(8 * 1024 * 1024) }]);
  const [entry] = zipEntries(contentOf(bomb));
  assert.ok(entry?.kind === 'entry');
  const opened = openEntry(contentOf(bomb), entry, { maxBytes: 1024 ** 3 });
  assert.equal(opened.kind === 'flaw' && opened.code, 'too-large');
});

test('files that share their data are refused', () => {
  const bytes = writeZip([{ name: 'a', bytes: Buffer.alloc(50_000, 'ab'), stored: true }]);
  assert.equal(readAll(repeated(bytes, 20)).at(-1), '!zip-unreadable');
});

test('property: what is written is read', () => {
  const member = fc.record({ name: fc.stringMatching(/^[a-z/]{1,12}$/), bytes: fc.string(), stored: fc.boolean() });
  const form = fc.record({
    descriptors: fc.boolean(),
    zip64: fc.boolean(),
    prefix: fc.string(),
    comment: fc.string({ maxLength: 20 }),
  });
  fc.assert(
    fc.property(fc.array(member, { maxLength: 6 }), form, (files, how) => {
      assert.deepEqual(
        readAll(writeZip(files, how)),
        files.map(({ name, bytes }) => `${name}=${Buffer.from(bytes)}`),
      );
    }),
  );
});

test('property: any bytes, and any changed bytes, give entries or flaws', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readAll(bytes)));
  const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(changes, fc.boolean(), (edits, zip64) => {
      const bytes = writeZip(members, { zip64 });
      for (const [at, value] of edits) bytes[at % bytes.length] = value;
      readAll(bytes);
    }),
  );
});
