import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { writeGoProgram } from '../../../formats/go-build-info/write-go-program.ts';
import { assertGolden } from '../../../test/golden.ts';
import { go } from './go.ts';

const path = 'usr/bin/crane';
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);
const readBytes = (bytes: Uint8Array) => go.read({ path, content: contentOf(bytes) });
const read = (goVersion: string, modules: string) => readBytes(writeGoProgram({ goVersion, modules, sections: true }));
const main = 'path\tt\nmod\tt\tv1.0.0\t\n';

for (const form of ['inline', 'pointers'] as const)
  test(`golden: replacements and build settings, ${form}`, () => {
    const modules = readFileSync(fixture('replacements-and-build-settings.modules'), 'utf8');
    const program = writeGoProgram({ goVersion: 'go1.21.4 X:boringcrypto', modules, form });
    assertGolden(fixture('replacements-and-build-settings.expected.json'), readBytes(program));
  });

const cases: { name: string; modules: string; found: string[]; gaps?: string[] }[] = [
  { name: 'a tagged program', modules: main, found: ['t@v1.0.0'] },
  { name: 'a program without a main module', modules: 'path\tcommand-line-arguments\ndep\ta\tv1\n', found: ['a@v1'] },
  { name: 'a replaced main module', modules: 'mod\tt\tv1\n=>\tu\tv2\n', found: ['u@v2'] },
  { name: 'a folder in place of a module', modules: `${main}dep\ta\tv1\n=>\t./a\t\n`, found: ['t@v1.0.0', 'a@(devel) likely'] },
  { name: 'a module without a version', modules: 'mod\tt\t\n', found: ['t@(devel) likely'] },
  { name: 'no list of modules', modules: '', found: [], gaps: ['go-modules-unknown'] },
  { name: 'a line of an unknown kind', modules: `${main}what\ta\tv1\n`, found: ['t@v1.0.0'], gaps: ['unreadable-line'] },
  { name: 'a module without a path', modules: `${main}dep\n`, found: ['t@v1.0.0'], gaps: ['unreadable-line'] },
  { name: 'a replacement of nothing', modules: '=>\ta\tv1\n', found: ['a@v1'] },
];

for (const { name, modules, found, gaps = [] } of cases) {
  test(`reads ${name}`, () => {
    const reading = read('go1.21.4', modules);
    const said = reading.items.map((one) => `${one.name}@${one.version}${one.certainty === 'likely' ? ' likely' : ''}`);
    assert.deepEqual(said, [...found, 'stdlib@1.21.4']);
    assert.deepEqual(
      reading.gaps.map((one) => one.code),
      gaps,
    );
  });
}

const versions: [stated: string, version: string, certainty: string][] = [
  ['go1.21.4', '1.21.4', 'certain'],
  ['go1.20', '1.20', 'certain'],
  ['go1.22rc1', '1.22rc1', 'certain'],
  ['go1.21.4 X:boringcrypto', '1.21.4', 'certain'],
  ['go1.21.4 X:boringcrypto,loopvar', '1.21.4', 'certain'],
  ['go1.21.4 (Red Hat 1.21.4-1.el9)', '1.21.4', 'likely'],
  ['go1.19.1-harbour', '1.19.1', 'likely'],
  ['devel go1.22-abcdef0 Mon Jan 1 00:00:00 2024 +0000', 'devel go1.22-abcdef0 Mon Jan 1 00:00:00 2024 +0000', 'likely'],
  ['go1.21.4evil', 'go1.21.4evil', 'likely'],
];

for (const [stated, version, certainty] of versions) {
  test(`standard library of ${stated}`, () => {
    const library = read(stated, main).items.at(-1);
    assert.deepEqual([library?.name, library?.version, library?.certainty], ['stdlib', version, certainty]);
  });
}

test('an overwritten mark lowers certainty and leaves a gap', () => {
  const program = writeGoProgram({ goVersion: 'go1.21.4', modules: main, sections: true });
  program.fill(0, program.indexOf('\xff Go', 'latin1'), program.indexOf('buildinf:'));
  const { items, gaps } = readBytes(program);
  assert.deepEqual(
    items.map((one) => one.certainty),
    ['likely', 'likely'],
  );
  assert.deepEqual(
    gaps.map((one) => one.code),
    ['go-build-info-damaged'],
  );
});

test('wants ELF files, whatever their name', () => {
  const wants = (head: string) => go.wants({ path, sizeBytes: 100, mode: 0o755, head: Buffer.from(head, 'latin1') });
  assert.deepEqual(['\x7fELF\x02\x01', '\x7fEL', '#!/bin/sh', '', 'MZ'].map(wants), [true, false, false, false, false]);
});

test('property: changed bytes of a program give a reading whose every package is whole', () => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 });
  fc.assert(
    fc.property(changes, fc.string(), (edits, modules) => {
      const program = writeGoProgram({ goVersion: 'go1.21.4', modules: main + modules, sections: true });
      for (const [at, value] of edits) program[at % program.length] = value;
      const { items } = readBytes(program);
      assert.ok(items.every((one) => one.name && one.version && one.type === 'golang'));
    }),
  );
});
