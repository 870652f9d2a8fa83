import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../content.ts';
import { readGoBuildInfo } from './go-build-info.ts';
import { type GoProgram, writeGoProgram } from './write-go-program.ts';

const modules = 'path\texample.test/tide\nmod\texample.test/tide\tv1.0.0\t\n';
const info = { goVersion: 'go1.21.4', modules, damaged: false };
const read = (bytes: Uint8Array) => readGoBuildInfo(contentOf(bytes));
const program = (shape: Partial<GoProgram> = {}) => writeGoProgram({ goVersion: 'go1.21.4', modules, ...shape });
/** Our writer's fixed layout. */
const infoOffset = 256;

for (const form of ['inline', 'pointers'] as const)
  for (const bits of [32, 64] as const)
    for (const bigEndian of [false, true])
      for (const sections of [false, true])
        test(`${form}, ${bits} bits, ${bigEndian ? 'big' : 'little'} endian, ${sections ? 'with' : 'without'} sections`, () => {
          assert.deepEqual(read(program({ form, bits, bigEndian, sections })), { kind: 'found', info });
        });

test('a program built without modules has an empty list', () => {
  assert.deepEqual(read(program({ modules: '' })), { kind: 'found', info: { ...info, modules: '' } });
});

test('a list longer than one byte of length', () => {
  const long = `${modules}${'dep\texample.test/a\tv1.0.0\t\n'.repeat(2_000)}`;
  assert.deepEqual(read(program({ modules: long })), { kind: 'found', info: { ...info, modules: long } });
});

/** A copy with some bytes replaced. */
function edited(bytes: Buffer, at: number, by: string): Buffer {
  const copy = Buffer.from(bytes);
  copy.write(by, at, 'latin1');
  return copy;
}

const cases: { name: string; bytes: () => Buffer; said: string }[] = [
  { name: 'no ELF', bytes: () => Buffer.from('#!/bin/sh\n'), said: 'elf-unreadable' },
  { name: 'a header cut off', bytes: () => program().subarray(0, 40), said: 'elf-unreadable' },
  {
    name: 'segments outside the file',
    bytes: () => edited(program(), 32, '\xff\xff\xff\xff\xff\xff\xff\x7f'),
    said: 'elf-unreadable',
  },
  { name: 'another language', bytes: () => edited(program(), infoOffset, 'xx'), said: 'absent' },
  { name: 'texts cut off', bytes: () => program().subarray(0, infoOffset + 34), said: 'go-build-info-unreadable' },
  { name: 'a version that is none', bytes: () => program({ goVersion: 'rust' }), said: 'go-build-info-unreadable' },
  {
    name: 'a pointer to nowhere',
    bytes: () => edited(program({ form: 'pointers' }), infoOffset + 16, '\xff\xff\xff\x7f'),
    said: 'go-build-info-unreadable',
  },
  {
    name: 'an unknown pointer width',
    bytes: () => edited(program({ form: 'pointers' }), infoOffset + 14, '\x05'),
    said: 'go-build-info-unreadable',
  },
  {
    name: 'a section of Go, its information destroyed',
    bytes: () => edited(program({ form: 'pointers', sections: true }), infoOffset, 'xx'),
    said: 'go-build-info-missing',
  },
  { name: 'packed with UPX', bytes: () => edited(edited(program(), infoOffset, 'xx'), 180, 'UPX!'), said: 'program-packed' },
];

for (const { name, bytes, said } of cases) {
  test(`says what it is: ${name}`, () => {
    const result = read(bytes());
    assert.equal(result.kind === 'unreadable' ? result.code : result.kind, said);
  });
}

for (const head of ['MZ\x90\0', '\xcf\xfa\xed\xfe', '\xfe\xed\xfa\xcf']) {
  const foreign = edited(program(), 0, head);
  test(`a program for another system (${JSON.stringify(head)})`, () => {
    assert.deepEqual(read(foreign), { kind: 'found', info });
    const mention = Buffer.alloc(64);
    mention.write('\xff Go buildinf:', 32, 'latin1');
    mention.write(head, 'latin1');
    assert.deepEqual(read(Buffer.concat([mention, foreign])), { kind: 'found', info }, 'behind a text with the magic');
    const alone = read(mention);
    assert.equal(alone.kind === 'unreadable' && alone.code, 'go-build-info-unreadable');
    assert.deepEqual(read(edited(foreign, infoOffset, 'xx')), { kind: 'absent' });
  });
}

test('an overwritten magic is read through the section, and said to be damaged', () => {
  const result = read(edited(program({ sections: true }), infoOffset, 'no mark here'));
  assert.deepEqual(result, { kind: 'found', info: { ...info, damaged: true } });
});

test('the magic is found across the border of two windows, and only where it is aligned', () => {
  const bytes = program();
  const start = bytes.subarray(infoOffset);
  const before = Buffer.alloc(1024 * 1024 - 8 - infoOffset);
  Buffer.from('\xff Go buildinf:', 'latin1').copy(before, 3);
  const long = Buffer.concat([bytes.subarray(0, infoOffset), before, Buffer.alloc(8), start]);
  long.writeBigUInt64LE(BigInt(long.length), 64 + 32);
  assert.deepEqual(read(long), { kind: 'found', info });
});

test('nothing large is held: reading asks for slices', () => {
  const bytes = program({ sections: true });
  const asked: number[] = [];
  const content = {
    sizeBytes: 4 * 1024 ** 3,
    slice(start: number, end: number) {
      asked.push(end - start);
      return bytes.subarray(start, end);
    },
  };
  assert.equal(readGoBuildInfo(content).kind, 'found');
  assert.ok(Math.max(...asked) <= 1024 * 1024);
});

test('property: any bytes behind the magic of ELF, and any changed bytes, give a result', () => {
  const elf = Buffer.of(0x7f, 0x45, 0x4c, 0x46);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void read(Buffer.concat([elf, bytes]))));
  const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 });
  const shape = fc.record({
    form: fc.constantFrom('inline' as const, 'pointers' as const),
    bits: fc.constantFrom(32 as const, 64 as const),
    bigEndian: fc.boolean(),
    sections: fc.boolean(),
  });
  fc.assert(
    fc.property(shape, changes, (how, edits) => {
      const bytes = program(how);
      for (const [at, value] of edits) bytes[at % bytes.length] = value;
      read(bytes);
    }),
  );
});
