import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { anyJson } from '../../../test/any-json.ts';
import { assertGolden } from '../../../test/golden.ts';
import { conda } from './conda.ts';

const path = 'opt/conda/conda-meta/harbor-1.26.0-py311h64a7726_0.json';
const readBytes = (bytes: Uint8Array) => conda.read({ path, content: contentOf(bytes) });
const read = (text: string) => readBytes(new TextEncoder().encode(text));
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: one package', () => {
  assertGolden(fixture('one-package.expected.json'), readBytes(readFileSync(fixture('one-package.json'))));
});

const cases: { name: string; text: string; found?: string; gap?: string }[] = [
  { name: 'name and version', text: '{"name":"a","version":"1"}', found: 'a@1' },
  { name: 'no version', text: '{"name":"a"}', gap: 'incomplete-record' },
  { name: 'a number for a version', text: '{"name":"a","version":1}', gap: 'incomplete-record' },
  { name: 'name and version of a prototype', text: '{"__proto__":{"name":"a","version":"1"}}', gap: 'incomplete-record' },
  { name: 'a list', text: '[]', gap: 'json-unreadable' },
  { name: 'half of it', text: '{"name":"a","version"', gap: 'json-unreadable' },
  { name: 'no bytes', text: '', gap: 'json-unreadable' },
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

test('wants records and no other files', () => {
  const wants = (at: string) => conda.wants({ path: at, sizeBytes: 1, mode: 0o644, head: new Uint8Array() });
  for (const good of [path, 'opt/conda/envs/x/conda-meta/a-b-1.0-0.json']) assert.ok(wants(good), good);
  for (const bad of ['opt/conda/conda-meta/history', 'opt/conda/conda-meta/state.json', 'opt/conda/pkgs/a-1-0/info/index.json'])
    assert.ok(!wants(bad), bad);
});

test('a path made to be slow is decided at once', () => {
  conda.wants({ path: `conda-meta/${'-'.repeat(1e6)}.jso`, sizeBytes: 1, mode: 0o644, head: new Uint8Array() });
  conda.wants({ path: `conda-meta/${'-'.repeat(1e6)}.json`, sizeBytes: 1, mode: 0o644, head: new Uint8Array() });
});

test('property: any bytes, and any JSON, give one package or one gap', () => {
  const one = (reading: ReturnType<typeof read>) => assert.equal(reading.items.length + reading.gaps.length, 1);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => one(readBytes(bytes))));
  const record = fc.record({ name: anyJson(), version: anyJson(), subdir: anyJson() }, { requiredKeys: [] });
  fc.assert(fc.property(fc.oneof(record, anyJson()), (value) => one(read(JSON.stringify(value)))));
});
