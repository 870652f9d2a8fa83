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

const flags = (text: string) => `path\tt/cmd\nmod\tt\t(devel)\t\nbuild\t-ldflags="${text}"\n`;
const linked: [name: string, modules: string, version: string][] = [
  ['a version that the linker was told', flags('-s -w -X main.version=v1.2.3'), 'v1.2.3'],
  ['one without a v', flags('-X=t/internal/build.Version=1.2.3-rc.1 -X main.date=2024-01-01'), 'v1.2.3-rc.1'],
  ['one in quotes', flags("-X 'main.Version=v1.2.3'"), 'v1.2.3'],
  ['one that Kubernetes’ packages hold', flags('-X k8s.io/component-base/version.gitVersion=v1.31.4'), 'v1.31.4'],
  ['the version of a library', flags('-X github.com/other/lib.Version=v1.2.3'), '(devel)'],
  ['a number that is no version of it', flags('-X main.schema=1.2.3'), '(devel)'],
  ['two versions', flags('-X main.version=v1.2.3 -X t/x.Version=v2.0.0'), '(devel)'],
  ['a word', flags('-X main.version=dev'), '(devel)'],
  ['a tagged module', 'mod\tt\tv1.0.0\nbuild\t-ldflags="-X main.version=v9.9.9"\n', 'v1.0.0'],
];
for (const [name, modules, version] of linked)
  test(`linked: ${name}`, () => assert.equal(read('go1.21.4', modules).items[0]?.version, version));

/** A program of Kubernetes is stripped of its settings by `-trimpath`; its version stands among its texts. */
function readTexts(module: string, texts: string): string | undefined {
  const program = writeGoProgram({ goVersion: 'go1.22.0', modules: `mod\t${module}\t(devel)\t\n`, sections: true, texts });
  return readBytes(program).items[0]?.version;
}
const texts: [name: string, module: string, texts: string, version: string][] = [
  ['a version of its own', 'k8s.io/kubernetes', 'v1.2\0v1.31.9\0v1.31.9\0', 'v1.31.9'],
  ['a vendor’s build', 'k8s.io/kubernetes', '\0v1.29.3-gke.1282000\0', 'v1.29.3-gke.1282000'],
  ['two versions', 'k8s.io/kubernetes', '\0v1.31.9\0v1.30.0\0', '(devel)'],
  ['a text within others', 'k8s.io/kubernetes', 'xv1.31.9y', '(devel)'],
  ['a project that is not known to do so', 'example.test/harbour', '\0v1.31.9\0', '(devel)'],
];
for (const [name, module, text, version] of texts) test(`texts: ${name}`, () => assert.equal(readTexts(module, text), version));

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

test('wants programs, whatever their name, and no libraries for Windows', () => {
  const wants = (head: string, at = path) =>
    go.wants({ path: at, sizeBytes: 100, mode: 0o755, head: Buffer.from(head, 'latin1') });
  const heads = ['\x7fELF\x02\x01', 'MZ', '\xcf\xfa\xed\xfe', '\xfe\xed\xfa\xcf', '\x7fEL', '#!/bin/sh', ''];
  assert.deepEqual(
    heads.map((head) => wants(head)),
    [true, true, true, true, false, false, false],
  );
  assert.ok(!wants('MZ', 'app/System.Text.Json.DLL'));
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
