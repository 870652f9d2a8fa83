import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createGlob } from './match-glob.ts';

const rows: readonly (readonly [pattern: string, text: string, fits: boolean])[] = [
  ['usr/bin/a', 'usr/bin/a', true],
  ['usr/bin/a', 'usr/bin/ab', false],
  ['usr/*/a', 'usr/bin/a', true],
  ['usr/*/a', 'usr/local/bin/a', false],
  ['usr/**/a', 'usr/local/bin/a', true],
  ['usr/**/a', 'usr/a', true],
  ['**/a', 'a', true],
  ['usr/**', 'usr/local/bin/a', true],
  ['lib?', 'libc', true],
  ['lib?', 'lib/', false],
  ['*', '', true],
  ['a.c', 'abc', false],
  ['registry.example/tide/*', 'registry.example/tide/gauge', true],
  ['registry.example/tide/*', 'registry.example/tide/deep/gauge', false],
];

for (const [pattern, text, fits] of rows)
  test(`${pattern} ${fits ? 'fits' : 'does not fit'} ${text}`, () => assert.equal(createGlob(pattern)(text), fits));

test('a hostile pattern costs no more than its length', () => {
  assert.equal(createGlob(`${'*a'.repeat(200)}b`)('a'.repeat(2000)), false);
});

test('a text fits itself, and ** fits everything', () => {
  fc.assert(fc.property(fc.stringMatching(/^[a-z/.]{0,30}$/), (text) => createGlob(text)(text) && createGlob('**')(text)));
});
