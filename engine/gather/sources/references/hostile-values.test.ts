import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import { findReferences } from './find-references.ts';
import { map, resource, resources, summary } from './sample-resources.ts';

test('depth is bounded and said', () => {
  let deep: JsonValue = { image: 'a:1' };
  for (let level = 0; level < 5000; level++) deep = { a: deep };
  assert.deepEqual(
    findReferences([resource({ kind: 'Thing', apiVersion: 'x.y/v1', spec: deep })]).gaps.map(({ code }) => code),
    ['nested-too-deep'],
  );
});

test('documents in documents are bounded and said', () => {
  let text = '{"image":"a:1"}';
  for (let level = 0; level < 12; level++) text = JSON.stringify({ a: text });
  assert.deepEqual(summary(map({ c: text })).gaps, ['nested-too-deep']);
});

test('a text that is too long is said', () => {
  assert.deepEqual(
    findReferences([resource({ apiVersion: 'v1', kind: 'ConfigMap', data: { c: 'x\n'.repeat(3_000_000) } })]).gaps.map(
      ({ code }) => code,
    ),
    ['nested-too-large'],
  );
});

test('keys of prototypes are keys', () => {
  const value: unknown = JSON.parse(
    '{"apiVersion":"x.y/v1","kind":"Thing","spec":{"__proto__":{"image":"a/b:1"},"constructor":{"image":"c/d:1"}}}',
  );
  assert.equal(findReferences([resource(value as JsonObject)]).found.length, 2);
});

test('property: any value gives a reading, the same each time', () => {
  const word = fc.constantFrom(
    'image',
    'a/b:1',
    'repository',
    'tag',
    'env',
    'name',
    'value',
    'containers',
    '{{ .A }}',
    '$X',
    '__proto__',
    'data',
    'args',
  );
  const scalar = fc.oneof(word, fc.string(), fc.integer(), fc.constant(null));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      scalar,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(word, fc.string()), tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.constantFrom('ConfigMap', 'Secret', 'Deployment'), tree, tree, (kind, data, spec) => {
      const value = { apiVersion: 'v1', kind, metadata: { name: 'm' }, data, spec } as JsonObject;
      const one = findReferences([resource(value)]);
      assert.deepEqual(findReferences([resource(value)]), one);
      for (const { reference, path } of one.found) assert.ok(reference.includes('/') && path !== '');
    }),
    { numRuns: 500 },
  );
});

test('base64 that ends in spaces costs little', () => {
  const data = { a: `${' '.repeat(1_000_000)}!`, b: `a${' '.repeat(1_000_000)}` };
  assert.deepEqual(findReferences([resource({ apiVersion: 'v1', kind: 'Secret', data })]).found, []);
});

test('hostile texts cost little', () => {
  for (const part of ['a ', '"a', '{{', 'a=', '(a', "'", 'a/', '--image ', 'image: ', '\\\n', '[x]\n', '\n', ' ', 'a:'])
    findReferences(
      resources(map({ 'a.txt': part.repeat(50_000), 'b.py': part.repeat(50_000), c: `image: {{ ${part.repeat(50_000)}` })),
    );
});
