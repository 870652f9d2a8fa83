import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { anyJson } from '../../../test/any-json.ts';
import { assertGolden } from '../../../test/golden.ts';
import { composer } from './composer.ts';

const path = 'srv/app/vendor/composer/installed.json';
const readBytes = (bytes: Uint8Array) => composer.read({ path, content: contentOf(bytes) });
const read = (text: string) => readBytes(new TextEncoder().encode(text));
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: what Composer 2 installed, development included', () => {
  assertGolden(
    fixture('composer-2-with-development.expected.json'),
    readBytes(readFileSync(fixture('composer-2-with-development.installed.json'))),
  );
});

const a = '{"name":"v/a","version":"1.0"}';
const cases: { name: string; text: string; found?: string[]; gaps?: string[] }[] = [
  { name: 'the list of Composer 1', text: `[${a}]`, found: ['v/a@1.0'] },
  { name: 'the object of Composer 2', text: `{"packages":[${a}],"dev":false}`, found: ['v/a@1.0'] },
  { name: 'an empty list', text: '[]' },
  { name: 'a byte order mark', text: `\uFEFF[${a}]`, found: ['v/a@1.0'] },
  { name: 'a license as text', text: '[{"name":"v/a","version":"1","license":"MIT"}]', found: ['v/a@1 MIT'] },
  { name: 'a license that is none', text: '[{"name":"v/a","version":"1","license":{"x":1}}]', found: ['v/a@1'] },
  { name: 'a package without a version', text: `[{"name":"v/b"},${a}]`, found: ['v/a@1.0'], gaps: ['incomplete-record'] },
  { name: 'a package without a vendor', text: '[{"name":"a","version":"1"}]', gaps: ['incomplete-record'] },
  { name: 'packages that are none', text: '[null,7,"x",[]]', gaps: Array(4).fill('incomplete-record') },
  { name: 'an object of something else', text: '{"require":{}}', gaps: ['json-unreadable'] },
  { name: 'broken JSON', text: '[{', gaps: ['json-unreadable'] },
  { name: 'no bytes', text: '', gaps: ['json-unreadable'] },
];

for (const { name, text, found = [], gaps = [] } of cases) {
  test(`reads ${name}`, () => {
    const reading = read(text);
    assert.deepEqual(
      reading.items.map((one) => `${one.name}@${one.version}${one.license ? ` ${one.license}` : ''}`),
      found,
    );
    assert.deepEqual(
      reading.gaps.map((one) => one.code),
      gaps,
    );
  });
}

test('wants the list of a vendor folder of any name', () => {
  const wants = (at: string) => composer.wants({ path: at, sizeBytes: 1, mode: 0o644, head: new Uint8Array() });
  for (const good of [path, 'srv/app/libraries/composer/installed.json', 'composer/installed.json']) assert.ok(wants(good), good);
  for (const bad of ['srv/app/vendor/composer/installed.php', 'srv/app/composer.json', 'srv/decomposer/installed.json'])
    assert.ok(!wants(bad), bad);
});

test('property: any bytes, and any JSON, give a reading', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void readBytes(bytes)));
  const entry = fc.record({ name: anyJson(), version: anyJson(), license: anyJson() }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.array(fc.oneof(entry, anyJson()), { maxLength: 5 }), (list) => {
      const { items, gaps } = read(JSON.stringify(list));
      assert.equal(items.length + gaps.length, list.length);
    }),
  );
});
