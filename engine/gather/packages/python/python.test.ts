import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { writeZip, type ZipMember } from '../../../formats/zip/write-zip.ts';
import { assertGolden } from '../../../test/golden.ts';
import { python } from './python.ts';

const path = 'usr/lib/python3/site-packages/crane-1.4.0.dist-info/METADATA';
const readBytes = (bytes: Uint8Array) => python.read({ path, content: contentOf(bytes) });
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: folded fields, and a body that looks like a header', () => {
  assertGolden(
    fixture('folded-license-and-description.expected.json'),
    readBytes(readFileSync(fixture('folded-license-and-description.METADATA'))),
  );
});

const cases: { name: string; text: string; found?: string; gap?: string }[] = [
  { name: 'name and version', text: 'Name: a\nVersion: 1\n', found: 'a@1' },
  { name: 'version first', text: 'Version: 1\nName: a\n', found: 'a@1' },
  { name: 'no line feed at the end', text: 'Name: a\nVersion: 1', found: 'a@1' },
  { name: 'Windows line ends', text: 'Name: a\r\nVersion: 1\r\n\r\nName: b\r\n', found: 'a@1' },
  { name: 'a byte order mark', text: '\xef\xbb\xbfName: a\nVersion: 1\n', found: 'a@1' },
  { name: 'keys in another case', text: 'NAME: a\nversion:1\n', found: 'a@1' },
  { name: 'a name to normalize', text: 'Name: Zope._-Interface\nVersion: 1\n', found: 'zope-interface@1' },
  { name: 'the first of two names', text: 'Name: a\nName: b\nVersion: 1\n', found: 'a@1' },
  { name: 'a version as stated', text: 'Name: a\nVersion: v1.0-RC.1+Local\n', found: 'a@v1.0-RC.1+Local' },
  { name: 'a value folded onto the next line', text: 'Name:\n  a\nVersion: 1\n', found: 'a@1' },
  { name: 'a line that is no field', text: 'From somebody\nName: a\n: x\nVersion: 1\n', found: 'a@1' },
  { name: 'other fields that are not UTF-8', text: 'Name: a\nAuthor: J\xfcrgen\nVersion: 1\n', found: 'a@1' },
  { name: 'a name that is not UTF-8', text: 'Name: \xfc\nVersion: 1\n', gap: 'not-utf8' },
  { name: 'a version that is not UTF-8', text: 'Name: a\nVersion: 1\xff\n', gap: 'not-utf8' },
  { name: 'no version', text: 'Name: a\n\nVersion: 1\n', gap: 'incomplete-record' },
  { name: 'an empty version', text: 'Name: a\nVersion: \n', gap: 'incomplete-record' },
  { name: 'a name that is none', text: 'Name: ../../a\nVersion: 1\n', gap: 'incomplete-record' },
  { name: 'no bytes', text: '', gap: 'incomplete-record' },
  { name: 'UTF-16', text: '\xff\xfeN\0a\0m\0e\0:\0 \0a\0\n\0', gap: 'incomplete-record' },
  { name: 'a name of the prototype', text: 'Name: constructor\nVersion: 1\n__proto__: x\n', found: 'constructor@1' },
];

for (const { name, text, found, gap } of cases) {
  test(`reads ${name}`, () => {
    const { items, gaps } = readBytes(latin1(text));
    assert.deepEqual(
      items.map((one) => `${one.name}@${one.version}`),
      found ? [found] : [],
    );
    assert.deepEqual(
      gaps.map((one) => one.code),
      gap ? [gap] : [],
    );
  });
}

const licenses: [stated: string, license: string | undefined][] = [
  ['License: MIT', 'MIT'],
  ['License-Expression: MIT OR Apache-2.0\nLicense: text', 'MIT OR Apache-2.0'],
  ['License: UNKNOWN', undefined],
  ['License: The license\n        goes on for pages', undefined],
  ['License: text\nClassifier: License :: OSI Approved :: MIT License', 'text'],
  ['Classifier: Topic :: Software\nClassifier: License :: OSI Approved :: MIT License', 'MIT'],
  ['License: UNKNOWN\nClassifier: License :: OSI Approved :: ISC License (ISCL)\nclassifier: x', 'ISC'],
  [
    'Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)',
    'MIT OR MPL-2.0',
  ],
  ['Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: BSD License', undefined],
  ['Classifier: License :: OSI Approved :: BSD License', undefined],
  ['Classifier: License :: OSI Approved', undefined],
];

for (const [stated, license] of licenses) {
  test(`license: ${JSON.stringify(stated)}`, () =>
    assert.equal(readBytes(latin1(`Name: a\nVersion: 1\n${stated}\n`)).items[0]?.license, license));
}

const paths: [path: string, wanted: boolean][] = [
  ['usr/lib/python3/dist-packages/PyYAML-6.0.dist-info/METADATA', true],
  ['usr/lib/python3/dist-packages/six-1.16.0.egg-info/PKG-INFO', true],
  ['usr/lib/python3/dist-packages/distro-1.0.egg-info', true],
  ['opt/lib/old_egg-1.0.egg/EGG-INFO/PKG-INFO', true],
  ['usr/lib/python3/site-packages/setuptools/_vendor/wheel-0.45.1.dist-info/METADATA', true],
  ['usr/lib/python3/dist-packages/PyYAML-6.0.dist-info/RECORD', false],
  ['src/crane-1.0/PKG-INFO', false],
  ['usr/lib/python3/site-packages/.egg-info', false],
  ['usr/lib/python3/site-packages/~rane-1.0.dist-info/METADATA', false],
  ['usr/lib/python3/site-packages/-rane-1.0.egg-info', false],
  ['opt/conda/lib/python3.11/site-packages/crane-1.0.dist-info/METADATA', true],
  ['opt/conda/pkgs/crane-1.0-py311h5eee18b_0/lib/python3.11/site-packages/crane-1.0.dist-info/METADATA', false],
  ['opt/conda/pkgs/crane-boom-1.0-pyhd8ed1ab_0/site-packages/crane_boom-1.0.dist-info/METADATA', false],
  ['opt/pkgs/site-packages/crane-1.0.dist-info/METADATA', true],
  ['root/.cache/uv/archive-v0/0oPPq6NnGiYb51cC/crane-1.0.dist-info/METADATA', false],
  ['root/.cache/uv/archive-v0/N-VrcVmUgCCsSfcL/crane/_vendor/rope-1.0.dist-info/METADATA', false],
  ['root/.cache/uv/archive-v0/N-VrcVmUgCCsSfcL/lib/python3.12/site-packages/crane-1.0.dist-info/METADATA', true],
  ['srv/archive-v0/crane/crane-1.0.dist-info/METADATA', true],
  ['opt/pkgs/crane/site-packages/crane-1.0.dist-info/METADATA', true],
];

for (const [at, wanted] of paths) {
  test(`${at}: ${wanted ? 'ours' : 'not ours'}`, () =>
    assert.equal(python.wants({ path: at, sizeBytes: 1, mode: 0o644, head: new Uint8Array() }), wanted));
}

const eggs: [name: string, members: ZipMember[], found: string][] = [
  [
    'an egg',
    [
      { name: 'EGG-INFO/PKG-INFO', bytes: 'Name: a\nVersion: 1\n' },
      { name: 'a.py', bytes: '' },
    ],
    'a@1 lib/a.egg!/EGG-INFO/PKG-INFO',
  ],
  ['an archive without metadata', [{ name: 'a.py', bytes: '' }], ''],
  ['metadata deeper inside', [{ name: 'x/EGG-INFO/PKG-INFO', bytes: 'Name: a\nVersion: 1\n' }], ''],
  ['metadata without a version', [{ name: 'EGG-INFO/PKG-INFO', bytes: 'Name: a\n' }], 'incomplete-record'],
  ['a bomb', [{ name: 'EGG-INFO/PKG-INFO', bytes: Buffer.alloc(8 * 1024 * 1024) }], 'too-large'],
];
const readEgg = (bytes: Uint8Array, path = 'lib/a.egg') => {
  const { items, gaps } = python.read({ path, content: contentOf(bytes) });
  return [...items.map((one) => `${one.name}@${one.version} ${one.path}`), ...gaps.map(({ code }) => code)].join(' ');
};
for (const [name, members, found] of eggs) test(`zip: ${name}`, () => assert.equal(readEgg(writeZip(members)), found));

test('zip: an application in one file has all distributions that it brings, behind the line that names the interpreter', () => {
  const members = [
    { name: 'site-packages/a-1.dist-info/METADATA', bytes: 'Name: a\nVersion: 1\n' },
    { name: '.deps/b-2-py3-none-any.whl/b-2.dist-info/METADATA', bytes: 'Name: b\nVersion: 2\n' },
    { name: 'site-packages/a-1.dist-info/RECORD', bytes: '' },
    { name: 'site-packages/~-0.dist-info/METADATA', bytes: 'Name: a\nVersion: 0\n' },
  ];
  const bytes = Buffer.concat([latin1('#!/usr/bin/env python3\n'), writeZip(members)]);
  assert.equal(
    readEgg(bytes, 'bin/tool.pyz'),
    'a@1 bin/tool.pyz!/site-packages/a-1.dist-info/METADATA b@2 bin/tool.pyz!/.deps/b-2-py3-none-any.whl/b-2.dist-info/METADATA',
  );
  for (const path of ['bin/tool.pyz', 'bin/tool.pex'])
    assert.ok(python.wants({ path, sizeBytes: 9, mode: 0o755, head: latin1('#!/usr/bin/env p') }));
});

test('zip: what is no archive is a gap where it is read, and is not asked for', () => {
  assert.equal(readEgg(latin1('x')), 'zip-unreadable');
  const wants = (head: string) => python.wants({ path: 'lib/a.egg', sizeBytes: 9, mode: 0o644, head: latin1(head) });
  assert.deepEqual(['PK\x03\x04', 'x', ''].map(wants), [true, false, false]);
});

test('zip: any changed bytes give at most one package', () => {
  const whole = writeZip(eggs[0]?.[1] ?? []);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }), (edits) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of edits) bytes[at % bytes.length] = value;
      void readEgg(bytes);
    }),
  );
});

test('what another distribution carries is only likely', () => {
  const at = 'lib/setuptools/_vendor/wheel-0.45.1.dist-info/METADATA';
  const { items } = python.read({ path: at, content: contentOf(latin1('Name: wheel\nVersion: 0.45.1\n')) });
  assert.deepEqual(
    items.map(({ certainty }) => certainty),
    ['likely'],
  );
});

test('a description of ten megabytes costs nothing', () => {
  assert.equal(readBytes(latin1(`Name: a\nVersion: 1\n\n${'x\n'.repeat(5_000_000)}`)).items.length, 1);
});

test('property: any bytes give one package or one gap', () => {
  const line = fc.oneof(fc.constantFrom('Name: a', 'Version: 1', ' folded', '', 'License: \xff'), fc.string());
  const text = fc.array(line, { maxLength: 8 }).map((lines) => new TextEncoder().encode(lines.join('\n')));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), text), (bytes) => {
      const { items, gaps } = readBytes(bytes);
      assert.equal(items.length + gaps.length, 1);
    }),
  );
});
