import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scalarText } from './scalar-text.ts';

const cases: readonly (readonly [name: string, value: unknown, text: string])[] = [
  ['a string', 'a', 'a'],
  ['a number', 1.5, '1.5'],
  ['a boolean', false, 'false'],
  ['null', null, ''],
  ['nothing', undefined, ''],
  ['a list', ['a'], ''],
  ['a mapping', { a: 1 }, ''],
  ['a mapping that says what its text is', { toString: {} }, ''],
];
for (const [name, value, text] of cases) test(`scalar-text: ${name}`, () => assert.equal(scalarText(value), text));
