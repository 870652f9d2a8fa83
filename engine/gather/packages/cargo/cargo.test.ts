import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { writeElf } from '../../../formats/elf/write-elf.ts';
import { anyJson } from '../../../test/any-json.ts';
import { assertGolden } from '../../../test/golden.ts';
import { cargo } from './cargo.ts';

const path = 'usr/bin/lighthouse';
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);
const readBytes = (bytes: Uint8Array) => cargo.read({ path, content: contentOf(bytes) });
const program = (list: string | Uint8Array) => writeElf({ '.text': Buffer.from('code'), '.dep-v0': deflateSync(list) });

test('golden: crates of every source and kind', () => {
  assertGolden(
    fixture('every-source-and-kind.expected.json'),
    readBytes(program(readFileSync(fixture('every-source-and-kind.json')))),
  );
});

const a = '{"name":"a","version":"1.0.0","source":"crates.io"}';
const bomb = () => deflateSync(Buffer.alloc(64 * 1024 * 1024, ' '));
const cases: { name: string; bytes: () => Uint8Array; found?: string[]; gaps?: string[] }[] = [
  { name: 'one crate', bytes: () => program(`{"packages":[${a}]}`), found: ['a@1.0.0'] },
  { name: 'no crate', bytes: () => program('{"packages":[]}') },
  {
    name: 'a crate without a version',
    bytes: () => program(`{"packages":[{"name":"b"},${a}]}`),
    found: ['a@1.0.0'],
    gaps: ['incomplete-record'],
  },
  {
    name: 'crates that are none',
    bytes: () => program(`{"packages":[null,7,[],${a}]}`),
    found: ['a@1.0.0'],
    gaps: Array(3).fill('incomplete-record'),
  },
  {
    name: 'a name of the prototype',
    bytes: () => program('{"packages":[{"__proto__":{"name":"a"},"version":"1"}]}'),
    gaps: ['incomplete-record'],
  },
  { name: 'no list', bytes: () => program('{}'), gaps: ['crates-unreadable'] },
  { name: 'broken JSON', bytes: () => program('{"packages":['), gaps: ['crates-unreadable'] },
  { name: 'bytes that are not packed', bytes: () => writeElf({ '.dep-v0': Buffer.from('{}') }), gaps: ['crates-unreadable'] },
  { name: 'a list that unpacks to 64 MB', bytes: () => writeElf({ '.dep-v0': bomb() }), gaps: ['crates-unreadable'] },
  {
    name: 'a program of rustc without a list',
    bytes: () => writeElf({ '.comment': Buffer.from('GCC: 12\0rustc version 1.70.0\0') }),
    gaps: ['crates-unknown'],
  },
  { name: 'a program of another compiler', bytes: () => writeElf({ '.comment': Buffer.from('GCC: 12\0') }) },
  { name: 'a file that only begins as a program', bytes: () => Buffer.from('\x7fELF') },
];

for (const { name, bytes, found = [], gaps = [] } of cases) {
  test(`reads ${name}`, () => {
    const reading = readBytes(bytes());
    assert.deepEqual(
      reading.items.map((one) => `${one.name}@${one.version}`),
      found,
    );
    assert.deepEqual(
      reading.gaps.map((one) => one.code),
      gaps,
    );
  });
}

test('a section that is cut off is a gap', () => {
  const whole = program(`{"packages":[${a}]}`);
  whole.writeBigUInt64LE(1n << 40n, whole.length - 64 - 64 + 24);
  assert.deepEqual(
    readBytes(whole).gaps.map((one) => one.code),
    ['crates-unreadable'],
  );
});

test('wants ELF files by their first bytes', () => {
  const wants = (head: string) => cargo.wants({ path, sizeBytes: 9, mode: 0o755, head: Buffer.from(head, 'latin1') });
  assert.deepEqual([wants('\x7fELF\x02'), wants('#!/bin/sh'), wants('')], [true, false, false]);
});

test('property: any bytes, and any list, give a reading', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readBytes(bytes)));
  const crate = fc.record({ name: anyJson(), version: anyJson(), kind: anyJson() }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.array(fc.oneof(crate, anyJson()), { maxLength: 5 }), (packages) => {
      const { items, gaps } = readBytes(program(JSON.stringify({ packages })));
      assert.equal(items.length + gaps.length, packages.length);
    }),
  );
});
