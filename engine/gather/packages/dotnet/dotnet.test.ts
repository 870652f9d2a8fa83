import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { anyJson } from '../../../test/any-json.ts';
import { assertGolden } from '../../../test/golden.ts';
import { dotnet } from './dotnet.ts';

const path = 'app/Harbor.deps.json';
const readBytes = (bytes: Uint8Array) => dotnet.read({ path, content: contentOf(bytes) });
const read = (text: string) => readBytes(new TextEncoder().encode(text));
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: a self-contained program with a project and packages', () => {
  assertGolden(
    fixture('self-contained-with-project.expected.json'),
    readBytes(readFileSync(fixture('self-contained-with-project.deps.json'))),
  );
});

const cases: { name: string; text: string; found?: string[]; gaps?: string[] }[] = [
  { name: 'a package of no target', text: '{"libraries":{"A/1.0":{"type":"package"}}}', found: ['A@1.0'] },
  {
    name: 'a package that ships nothing',
    text: '{"targets":{"t":{"A/1":{}}},"libraries":{"A/1":{"type":"package"}}}',
    found: ['A@1 likely'],
  },
  {
    name: 'a package that ships in one target',
    text: '{"targets":{"t":{"A/1":{}},"u":{"A/1":{"native":{"a":{}}}}},"libraries":{"A/1":{"type":"package"}}}',
    found: ['A@1'],
  },
  { name: 'a type in another case', text: '{"libraries":{"A/1":{"type":"Package"}}}', found: ['A@1'] },
  { name: 'a byte order mark', text: '\uFEFF{"libraries":{"A/1":{"type":"package"}}}', found: ['A@1'] },
  { name: 'a reference', text: '{"libraries":{"A/1":{"type":"reference"}}}' },
  { name: 'no libraries', text: '{"runtimeTarget":{}}' },
  {
    name: 'a library without a version',
    text: '{"libraries":{"A":{"type":"package"},"B/1":{"type":"package"}}}',
    found: ['B@1'],
    gaps: ['incomplete-record'],
  },
  { name: 'a library that is not described', text: '{"libraries":{"A/1":null}}', gaps: ['incomplete-record'] },
  { name: 'a name of the prototype', text: '{"libraries":{"__proto__/1":{"type":"package"}}}', found: ['__proto__@1'] },
  { name: 'broken JSON', text: '{"libraries":', gaps: ['json-unreadable'] },
  { name: 'a list', text: '[]', gaps: ['json-unreadable'] },
  { name: 'no bytes', text: '', gaps: ['json-unreadable'] },
  {
    name: 'a value a million deep',
    text: `{"x":${'['.repeat(1e6)}${']'.repeat(1e6)},"libraries":{"A/1":{"type":"package"}}}`,
    gaps: ['json-unreadable'],
  },
];

for (const { name, text, found = [], gaps = [] } of cases) {
  test(`reads ${name}`, () => {
    const reading = read(text);
    assert.deepEqual(
      reading.items.map((one) => `${one.name}@${one.version}${one.certainty === 'likely' ? ' likely' : ''}`),
      found,
    );
    assert.deepEqual(
      reading.gaps.map((one) => one.code),
      gaps,
    );
  });
}

test('wants deps.json files', () => {
  const wants = (at: string) => dotnet.wants({ path: at, sizeBytes: 1, mode: 0o644, head: new Uint8Array() });
  for (const good of [path, 'usr/share/dotnet/shared/Microsoft.NETCore.App/6.0.5/Microsoft.NETCore.App.deps.json', 'a.deps.json'])
    assert.ok(wants(good), good);
  for (const bad of ['app/.deps.json', 'app/deps.json', 'app/Harbor.runtimeconfig.json']) assert.ok(!wants(bad), bad);
});

test('property: any bytes, and any JSON, give a reading', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void readBytes(bytes)));
  const library = fc.oneof(fc.record({ type: fc.oneof(fc.constant('package'), anyJson()) }), anyJson());
  const document = fc.record({
    libraries: fc.oneof(fc.dictionary(fc.string(), library), anyJson()),
    targets: anyJson(),
  });
  fc.assert(
    fc.property(document, (value) => {
      assert.ok(read(JSON.stringify(value)).items.every((one) => one.name && one.version));
    }),
  );
});
