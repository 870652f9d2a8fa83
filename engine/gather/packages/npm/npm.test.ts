import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { writeZip, type ZipMember } from '../../../formats/zip/write-zip.ts';
import { anyJson } from '../../../test/any-json.ts';
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
  {
    name: 'a value a million deep',
    text: `{"name":"a","version":"1","x":${'['.repeat(1e6)}${']'.repeat(1e6)}}`,
    gap: 'json-unreadable',
  },
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

const resolved = (...entries: readonly unknown[]) => JSON.stringify({ packageRegistryData: entries }, null, 2);
const outside = '../../root/.yarn/berry/cache/x.zip/node_modules/x/';
const resolutions: [name: string, entry: unknown, found: string][] = [
  ['a package', ['crane', [['npm:1.2.0', { packageLocation: outside }]]], 'crane@1.2.0'],
  ['one with a scope', ['@harbour/crane', [['npm:1.2.0', { packageLocation: outside }]]], '@harbour/crane@1.2.0'],
  ['one under another name', ['winch', [['npm:@harbour/crane@1.2.0', { packageLocation: outside }]]], '@harbour/crane@1.2.0'],
  [
    'one for those that it works with',
    [
      'crane',
      [
        [
          'virtual:0a#npm:1.2.0',
          { packageLocation: './.yarn/__virtual__/crane-virtual-0a/3/root/.yarn/berry/cache/x.zip/node_modules/x/' },
        ],
      ],
    ],
    'crane@1.2.0',
  ],
  [
    'a patched one',
    ['crane', [['patch:crane@npm%3A1.2.0#~builtin::version=1.2.0&hash=0a', { packageLocation: outside }]]],
    'crane@1.2.0',
  ],
  ['one that comes from elsewhere', ['crane', [['https://a.test/x.tgz', { packageLocation: outside }]]], 'incomplete-record'],
  ['one in the project’s cache', ['crane', [['npm:1.2.0', { packageLocation: './.yarn/cache/x.zip/node_modules/x/' }]]], ''],
  ['the project', ['app', [['workspace:.', { packageLocation: './' }]]], ''],
  ['one that is unpacked', ['crane', [['npm:1.2.0', { packageLocation: './.yarn/unplugged/x/node_modules/x/' }]]], ''],
  ['what is no package', 7, ''],
];
const script = (data: string) => {
  const quoted = data.replace(/['\\]/g, '\\$&').replace(/\n/g, '\\\n');
  return `#!/usr/bin/env node\nconst RAW_RUNTIME_STATE =\n'${quoted}';\nconst x = 'y';\n`;
};
const found = ({ items, gaps }: ReturnType<typeof readBytes>) =>
  [...items.map((one) => `${one.name}@${one.version}`), ...gaps.map(({ code }) => code)].join(' ');
for (const [name, entry, says] of resolutions)
  test(`Plug'n'Play: ${name}`, () => {
    assert.equal(found(read(resolved(entry), 'app/.pnp.data.json')), says);
    assert.equal(found(read(script(resolved(entry)), 'app/.pnp.cjs')), says);
  });

test("Plug'n'Play: what cannot be read is told, and what has its data elsewhere is none", () => {
  assert.ok(wants('.pnp.cjs') && wants('app/.pnp.data.json') && !wants('app/.pnp.loader.mjs'));
  assert.equal(found(read(script('{'), 'app/.pnp.cjs')), 'json-unreadable');
  assert.equal(found(read("const RAW_RUNTIME_STATE =\n'{", 'app/.pnp.cjs')), 'json-unreadable');
  assert.equal(found(read('return hydrateRuntimeState({});', 'app/.pnp.cjs')), '');
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

test('what Plug’n’Play resolves to, made to be slow, is decided soon', () => {
  const long = { packageLocation: outside };
  for (const text of [
    resolved(['a', [['#npm:'.repeat(400_000), long]]]),
    resolved(['a', [['patch:'.padEnd(1e6, '::&version='), long]]]),
  ])
    assert.equal(found(read(text, '.pnp.data.json')), 'incomplete-record');
  assert.equal(found(read('['.repeat(15e6), '.pnp.data.json')), 'json-unreadable');
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
  const field = fc.oneof(fc.string(), anyJson());
  const manifest = fc.record({ name: field, version: field, license: anyJson() }, { requiredKeys: [] });
  fc.assert(fc.property(manifest, (value) => whole(new TextEncoder().encode(JSON.stringify(value)))));
});
