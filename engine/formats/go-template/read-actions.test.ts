import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readActions } from './read-actions.ts';

const rows: readonly (readonly [name: string, text: string, codes: readonly string[]])[] = [
  ['none', 'kind: Pod', []],
  ['one', 'name: {{ .Values.name }}', ['.Values.name']],
  ['trimmed on both sides', '{{- if .a -}}x{{- end -}}', ['if .a', 'end']],
  ['a negative number is no trim marker', '{{ -1 }}{{-1}}', ['-1', '-1']],
  ['over lines', '{{- with\n  .a }}', ['with\n  .a']],
  ['braces in a text', '{{ printf "}}\\"}}" }}{{ `}}` }}', ['printf "}}\\"}}"', '`}}`']],
  ['braces in a comment', '{{- /* {{ a }} */ -}}{{ b }}', ['/* {{ a }} */', 'b']],
  ['never closed', '{{ a }}{{ b', ['a']],
];

for (const [name, text, codes] of rows)
  test(`actions of a template: ${name}`, () =>
    assert.deepEqual(
      [...readActions(text)].map(({ code }) => code),
      codes,
    ));

test('property: actions lie in the text one after the other', () => {
  const word = fc.constantFrom('{{', '}}', '{{-', '-}}', '"', '`', '/*', '*/', '\\', '\n', 'a', ' ');
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const text = words.join('');
      let end = 0;
      for (const action of readActions(text)) {
        assert.ok(action.start >= end && text.startsWith('{{', action.start) && text.slice(0, action.end).endsWith('}}'));
        end = action.end;
      }
    }),
  );
});
