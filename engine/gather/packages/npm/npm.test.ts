import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { writeZip, type ZipMember } from '../../../formats/zip/write-zip.ts';
import { assertGolden } from '../../../test/golden.ts';
import { npm } from './npm.ts';

const path = 'app/node_modules/crane/package.json';
const readBytes = (bytes: Uint8Array, at = path) => npm.read({ path: at, content: contentOf(bytes) });
const read = (text: string, at = path) => readBytes(new TextEncoder().encode(text), at);
const wants = (at: string) => npm.wants({ path: at, sizeBytes: 1, mode: 0o644, head: new Uint8Array() });
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: a scoped package with both old forms of license', () => {
  assertGolden(
    fixture('scoped-with-old-license-forms.expected.json'),
    readBytes(
      readFileSync(fixture('scoped-with-old-license-forms.package.json')),
      'app/node_modules/@harbour/crane/package.json',
    ),
  );
});

const cases: { name: string; text: string; found?: string; gap?: string }[] = [
  { name: 'name and version', text: '{"name":"a","version":"1.0.0"}', found: 'a@1.0.0' },
  { name: 'a byte order mark', text: '\uFEFF{"name":"a","version":"1.0.0"}', found: 'a@1.0.0' },
  { name: 'an alias: the name stated, not the folder', text: '{"name":"other","version":"1.0.0"}', found: 'other@1.0.0' },
  { name: 'white space around', text: '{"name":" a ","version":" 1.0.0 "}', found: 'a@1.0.0' },
  { name: 'a later value of one key', text: '{"name":"a","version":"1.0.0","version":"2.0.0"}', found: 'a@2.0.0' },
  { name: 'a marker of module type', text: '{"type":"module"}' },
  { name: 'a private part without version', text: '{"name":"a/esm","private":true}' },
  { name: 'no name', text: '{"version":"1.0.0"}' },
  { name: 'an empty version', text: '{"name":"a","version":""}' },
  { name: 'name and version of a prototype', text: '{"__proto__":{"name":"a","version":"1.0.0"}}' },
  { name: 'a number for a version', text: '{"name":"a","version":1}', gap: 'incomplete-record' },
  { name: 'an object for a name', text: '{"name":{},"version":"1"}', gap: 'incomplete-record' },
  { name: 'broken JSON', text: '{"name":"a",', gap: 'json-unreadable' },
  { name: 'no bytes', text: '', gap: 'json-unreadable' },
  { name: 'a list', text: '[]', gap: 'json-unreadable' },
  { name: 'null', text: 'null', gap: 'json-unreadable' },
  { name: 'a list a million deep', text: '['.repeat(1_000_000), gap: 'json-unreadable' },
  { name: 'a value a million deep', text: `{"name":"a","version":"1","x":${'['.repeat(1e6)}${']'.repeat(1e6)}}`, found: 'a@1' },
];

for (const { name, text, found, gap } of cases) {
  test(`reads ${name}`, () => {
    const { items, gaps } = read(text);
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
  ['"license":"MIT"', 'MIT'],
  ['"license":{"type":"ISC","url":"https://x.example"}', 'ISC'],
  ['"licenses":[{"type":"MIT"},{"type":"GPL-2.0"}]', 'MIT OR GPL-2.0'],
  ['"license":["MIT","MIT"]', 'MIT'],
  ['"license":null', undefined],
  ['"license":{"type":7}', undefined],
  ['"license":[[["MIT"]]]', undefined],
];

for (const [stated, license] of licenses) {
  test(`license: ${JSON.stringify(stated)}`, () =>
    assert.equal(read(`{"name":"a","version":"1",${stated}}`).items[0]?.license, license));
}

test('bytes that are not UTF-8 matter only in the name and the version', () => {
  const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  assert.equal(readBytes(latin1('{"name":"a","version":"1","author":"J\xfcrgen"}')).items.length, 1);
  assert.deepEqual(
    readBytes(latin1('{"name":"\xfc","version":"1"}')).gaps.map((one) => one.code),
    ['not-utf8'],
  );
});

const placements: [path: string, certainty: 'certain' | 'likely' | undefined][] = [
  ['node_modules/a/package.json', 'certain'],
  ['usr/lib/node_modules/npm/node_modules/@npmcli/fs/package.json', 'certain'],
  ['app/node_modules/.pnpm/a@1.0.0/node_modules/a/package.json', 'certain'],
  ['app/node_modules/.store/a-npm-1.0.0-0123456789/package/package.json', 'certain'],
  ['app/node_modules/.store/a-npm-1.0.0-0123456789/package/lib/package.json', undefined],
  ['app/node_modules/.store/a@1.0.0/node_modules/a/package.json', 'certain'],
  ['srv/test/app/node_modules/a/package.json', 'certain'],
  ['app/node_modules/test/package.json', 'certain'],
  ['app/package.json', 'likely'],
  ['opt/yarn-v1.22.19/package.json', 'likely'],
  ['package.json', 'likely'],
  ['app/node_modules/a/lib/package.json', undefined],
  ['app/node_modules/@scope/package.json', undefined],
  ['app/node_modules/package.json', undefined],
  ['app/node_modules/.bin/package.json', undefined],
  ['app/node_modules/a/test/fixtures/node_modules/b/package.json', undefined],
  ['srv/tool/fixtures/x/package.json', undefined],
  ['app/node_modules/a/package.json.bak', undefined],
  ['app/node_modules/a/my-package.json', undefined],
  ['app/package-lock.json', undefined],
];

for (const [at, certainty] of placements) {
  test(`${at}: ${certainty ?? 'not ours'}`, () => {
    assert.equal(wants(at), certainty !== undefined);
    if (certainty) assert.equal(read('{"name":"a","version":"1"}', at).items[0]?.certainty, certainty);
  });
}

const cache = 'app/.yarn/cache/crane-npm-1.2.0-0123456789-abcdef.zip';
const manifest = (name: string, version: string) => JSON.stringify({ name, version });
const archives: [name: string, members: ZipMember[], found: string][] = [
  [
    'an archive of Yarn',
    [
      { name: 'node_modules/crane/package.json', bytes: manifest('crane', '1.2.0') },
      { name: 'node_modules/crane/lib/package.json', bytes: manifest('part', '1.0.0') },
    ],
    `crane@1.2.0 ${cache}!/node_modules/crane/package.json`,
  ],
  [
    'one with a package that it bundles',
    [
      { name: 'node_modules/@harbour/crane/package.json', bytes: manifest('@harbour/crane', '1.2.0') },
      { name: 'node_modules/@harbour/crane/node_modules/rope/package.json', bytes: manifest('rope', '3.0.0') },
    ],
    `@harbour/crane@1.2.0 ${cache}!/node_modules/@harbour/crane/package.json rope@3.0.0 ${cache}!/node_modules/@harbour/crane/node_modules/rope/package.json`,
  ],
  ['one without a package', [{ name: 'a.js', bytes: 'x' }], ''],
  ['one with a broken manifest', [{ name: 'node_modules/a/package.json', bytes: '{' }], 'json-unreadable'],
];
for (const [name, members, found] of archives)
  test(`zip: ${name}`, () => {
    const { items, gaps } = readBytes(writeZip(members), cache);
    assert.equal(
      [...items.map((one) => `${one.name}@${one.version} ${one.path}`), ...gaps.map(({ code }) => code)].join(' '),
      found,
    );
    assert.ok(items.every(({ certainty }) => certainty === 'certain'));
  });

test('zip: Yarn’s cache of a project is ours, other archives are not', () => {
  assert.ok(wants(cache) && wants('.yarn/cache/a.zip'));
  assert.ok(!wants('root/.yarn/berry/cache/a.zip') && !wants('app/a.zip'));
});

test('zip: any changed bytes give a reading', () => {
  const whole = writeZip(archives[1]?.[1] ?? []);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }), (edits) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of edits) bytes[at % bytes.length] = value;
      assert.ok(readBytes(bytes, cache).items.every((one) => one.name && one.version));
    }),
  );
});

test('a manifest of twenty megabytes is a gap', () => {
  assert.deepEqual(
    readBytes(Buffer.alloc(20 * 1024 * 1024, ' ')).gaps.map(({ code }) => code),
    ['too-large'],
  );
});

test('a path made to be slow is decided at once', () => {
  wants(`${'node_modules/@a/test/'.repeat(200_000)}package.json`);
});

test('property: any bytes, and any JSON, give a reading', () => {
  const whole = (bytes: Uint8Array) => {
    const { items, gaps } = readBytes(bytes);
    assert.ok(items.length + gaps.length <= 1);
    assert.ok(items.every((one) => one.name && one.version));
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), whole));
  const field = fc.oneof(fc.string(), fc.jsonValue());
  const manifest = fc.record({ name: field, version: field, license: fc.jsonValue() }, { requiredKeys: [] });
  fc.assert(fc.property(manifest, (value) => whole(new TextEncoder().encode(JSON.stringify(value)))));
});
