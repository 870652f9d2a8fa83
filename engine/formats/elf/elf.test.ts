import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../content.ts';
import { writeGoProgram } from '../go-build-info/write-go-program.ts';
import { bytesAt, readElf } from './elf.ts';

const program = (shape: { bits: 32 | 64; bigEndian: boolean }) =>
  writeGoProgram({ goVersion: 'go1.21.4', modules: 'mod\tt\tv1\n', sections: true, ...shape });

for (const bits of [32, 64] as const)
  for (const bigEndian of [false, true])
    test(`tables of ${bits} bits, ${bigEndian ? 'big' : 'little'} endian`, () => {
      const bytes = program({ bits, bigEndian });
      const elf = readElf(contentOf(bytes));
      assert.ok(elf);
      assert.deepEqual([elf.bits, elf.bigEndian], [bits, bigEndian]);
      assert.deepEqual(
        elf.sections.map((one) => one.name),
        ['', '.go.buildinfo', '.shstrtab'],
      );
      const [segment] = elf.segments;
      assert.deepEqual([segment?.kind, segment?.writable, segment?.address], ['load', true, 0x400000]);
      const [, section] = elf.sections;
      const inside = bytesAt(contentOf(bytes), elf, section?.address ?? 0, 6);
      assert.equal(Buffer.from(inside ?? []).toString('latin1'), '\xff Go b');
      assert.equal(bytesAt(contentOf(bytes), elf, 1, 6), undefined);
    });

test('a section table that lies outside the file reads as stripped', () => {
  const bytes = program({ bits: 64, bigEndian: false });
  bytes.writeBigUInt64LE(2n ** 63n, 40);
  assert.deepEqual(readElf(contentOf(bytes))?.sections, []);
});

test('a real program of this system has its usual sections', { skip: linuxOnly() }, () => {
  const names = readElf(contentOf(readFileSync(process.execPath)))?.sections.map((one) => one.name) ?? [];
  assert.ok(['.text', '.rodata', '.dynamic'].every((name) => names.includes(name)));
});

function linuxOnly(): string | false {
  return process.platform === 'linux' ? false : 'programs of this system are not ELF';
}

test('property: any changed bytes give tables or nothing', () => {
  const changes = fc.array(fc.tuple(fc.nat(63), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(changes, fc.boolean(), (edits, bigEndian) => {
      const bytes = program({ bits: 64, bigEndian });
      for (const [at, value] of edits) bytes[at] = value;
      const elf = readElf(contentOf(bytes));
      assert.ok(!elf || elf.segments.length < 65_536);
    }),
  );
});
