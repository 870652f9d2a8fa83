import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonValue } from '../../../model/json.ts';
import { writeValuePath } from './plain-values.ts';
import { parseSet, writeSet } from './set-values.ts';

const rows: readonly [name: string, text: string, expected: readonly [path: string, value: JsonValue][]][] = [
  ['a text', 'image.tag=v1.2', [['image.tag', 'v1.2']]],
  ['several', 'a=1,b.c=true', [['a', 1], ['b.c', true]]], // biome-ignore format: one row a line
  ['an index', 'list[2].name=x', [['list[2].name', 'x']]],
  ['a list', 'names={a,b}', [['names', ['a', 'b']]]],
  ['an empty list', 'names={}', [['names', []]]],
  ['a number that is none', 'tag=007', [['tag', '007']]],
  ['a version stays text', 'tag=1.10', [['tag', '1.10']]],
  ['null', 'a=null', [['a', null]]],
  ['what is escaped', 'a\\.b=c\\,d', [['a\\.b', 'c,d']]],
  ['a value with an equals sign', 'args=--x=y', [['args', '--x=y']]],
  ['no value', 'a', []],
  ['an index beyond all charts', 'a[9999999]=1', []],
];

for (const [name, text, expected] of rows)
  test(`--set: ${name}`, () =>
    assert.deepEqual(
      parseSet(text).map(({ path, value }) => [writeValuePath(path), value]),
      expected,
    ));

test('any text is read, and what is written is read again', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseSet(text)));
  const key = fc.string({ unit: fc.constantFrom('a', 'B', '0', '-', '.', ',', '=', '[', ']', '\\'), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(key, { minLength: 1, maxLength: 4 }),
      fc.string({ unit: fc.constantFrom('x', '{', '}', ',', '\\', '=') }),
      (path, value) => {
        const written = writeSet(writeValuePath(path), `v${value}`) ?? '';
        assert.deepEqual(parseSet(written), [{ path, value: `v${value}` }]);
      },
    ),
  );
});
