import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitCommands } from './split-commands.ts';

const show = (text: string) =>
  splitCommands(text).map(({ line, words, outputs, end }) =>
    `${line}: ${words.map((word) => word ?? '$').join(' ')}${outputs.map((file) => ` >${file ?? '$'}`).join('')} ${end}`.trim(),
  );

const rows: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  ['words', 'touch /a  b', ['1: touch /a b']],
  ['lines', '#!/bin/sh\n\nset -e\nexec app', ['3: set -e ;', '4: exec app']],
  ['lists', 'a && b || c; d | e & f', ['1: a &&', '1: b ||', '1: c ;', '1: d |', '1: e &', '1: f']],
  ['comments', 'a # b; c\n# d\ne#f', ['1: a ;', '3: e#f']],
  ['quotes', `a 'b c' "d e" f\\ g 'h'"i"`, ['1: a b c d e f g hi']],
  ['quotes over lines', `a 'b\nc'\nd`, ['1: a b\nc ;', '3: d']],
  ['variables', 'a $b "$c" $'.concat('{d} d$e'), ['1: a $ $ $ $']],
  ['substitutions', 'a $(b; c (d)) `e; f` "$(g "h")" i', ['1: a $ $ $ i']],
  ['redirections', 'a > b 2>&1 <c >>$d', ['1: a >b >$']],
  ['a document', 'cat > /a <<EOF\nrm -rf /\nEOF\nb', ['1: cat >/a ;', '4: b']],
  ['continued', 'a \\\n  b\nc', ['1: a b ;', '3: c']],
  ['branches', 'if [ -f a ]; then\n b; fi', ['1: if [ -f a ] ;', '1: then ;', '2: b ;', '2: fi']],
];

for (const [name, text, expected] of rows) test(`shell: ${name}`, () => assert.deepEqual(show(text), expected));

test('shell: any text gives commands, in the order of their lines', () => {
  const text = fc.array(
    fc.constantFrom('a', ' ', '\n', "'", '"', '$', '(', ')', '{', '}', '`', '<<', '>', '&', ';', '\\', '#', '|'),
  );
  fc.assert(
    fc.property(text, (parts) => {
      const lines = splitCommands(parts.join('')).map(({ line }) => line);
      assert.deepEqual(
        lines,
        lines.toSorted((a, b) => a - b),
      );
    }),
  );
});

for (const blank of ['\u00a0', '\f', '\v', '\u2028'])
  test(`shell: ${JSON.stringify(blank)} parts no words, and reading it ends`, () =>
    assert.deepEqual(
      splitCommands(`a ${blank} b`).map(({ words }) => words),
      [['a', blank, 'b']],
    ));
