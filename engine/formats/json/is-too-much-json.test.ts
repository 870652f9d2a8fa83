import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTooMuchJson } from './is-too-much-json.ts';

const pad = ' '.repeat(1024 * 1024);
const deep = (opening: string, closing: string, depth: number) => opening.repeat(depth) + closing.repeat(depth);
const cases: readonly (readonly [name: string, text: string, is: boolean])[] = [
  ['lists', deep('[', ']', 2001), true],
  ['objects', deep('{"a":', '}', 2001), true],
  ['what is not closed', '['.repeat(2001), true],
  ['as deep as may be', deep('[', ']', 2000), false],
  ['many beside each other', '[],{},'.repeat(3000), false],
  ['brackets in texts', `"${'['.repeat(3000)}"`, false],
  ['brackets behind a quote in a text', `"\\"${'['.repeat(3000)}"`, false],
  ['brackets behind a text that ends in a backslash', `"\\\\",${'['.repeat(3000)}`, true],
  ['two million values', '0,'.repeat(2_000_001), true],
  ['half a million members', '"a":0 '.repeat(500_001), true],
  ['as many members as may be', '"a":0,'.repeat(500_000), false],
  ['commas and colons in texts', `"${',:'.repeat(2_000_001)}"`, false],
  ['texts between', '["a",'.repeat(3000), true],
];
for (const [name, text, is] of cases) test(`too much: ${name}: ${is}`, () => assert.equal(isTooMuchJson(pad + text), is));

test('a short text is never too much', () => assert.equal(isTooMuchJson('['.repeat(5000)), false));

test('members of one object are counted apart where they are limited', () => {
  const most = { depth: 10, values: 100, members: 100, width: 3 };
  const object = (members: number) => `{${'"a":1,'.repeat(members)}}`;
  assert.equal(isTooMuchJson(`${pad}[${object(3)},${object(3)}]`, most), false);
  assert.equal(isTooMuchJson(`${pad}[${object(3)},${object(4)}]`, most), true);
});
