import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { appendToYamlList } from './append-to-yaml-list.ts';

const cases: readonly { readonly name: string; readonly text: string; readonly result: string | undefined }[] = [
  { name: 'a key that is not there', text: 'a: 1\n', result: 'a: 1\npatches:\n- path: x\n' },
  { name: 'a last line without an end', text: 'a: 1', result: 'a: 1\npatches:\n- path: x\n' },
  { name: 'a list', text: 'patches:\n- path: a\n# of b\nb: 1\n', result: 'patches:\n- path: a\n- path: x\n# of b\nb: 1\n' },
  {
    name: 'an indented list with a comment behind',
    text: 'patches:\n  - path: a # why\n\nb: 1\n',
    result: 'patches:\n  - path: a # why\n  - path: x\n\nb: 1\n',
  },
  { name: 'a list that ends the text', text: 'patches:\n- path: a', result: 'patches:\n- path: a\n- path: x\n' },
  {
    name: 'a block of text as the last item',
    text: 'patches:\n- patch: |-\n    a: 1\nb: 2\n',
    result: 'patches:\n- patch: |-\n    a: 1\n- path: x\nb: 2\n',
  },
  { name: 'a list in brackets', text: 'patches: [{path: a}] # b\n', result: 'patches: [{path: a}, {"path":"x"}] # b\n' },
  { name: 'an empty list', text: 'patches: []\n', result: 'patches: [{"path":"x"}]\n' },
  { name: 'a key that says nothing', text: 'patches: # none\nb: 1\n', result: 'patches: # none\n- path: x\nb: 1\n' },
  {
    name: 'line ends of Windows',
    text: 'a: 1\r\npatches:\r\n- path: a\r\n',
    result: 'a: 1\r\npatches:\r\n- path: a\r\n- path: x\r\n',
  },
  { name: 'something else under the key', text: 'patches: {a: 1}\n', result: undefined },
  { name: 'a text that is no mapping', text: '- a\n', result: undefined },
  { name: 'a mapping in braces', text: '{a: 1}\n', result: undefined },
  { name: 'two documents', text: 'a: 1\n---\nb: 1\n', result: undefined },
  { name: 'no YAML', text: 'a: [\n', result: undefined },
];

for (const { name, text, result } of cases)
  test(`append: ${name}`, () => assert.equal(appendToYamlList(text, 'patches', [{ path: 'x' }]), result));

test('property: any text is refused, or says what it said and the item; every line that was there is there', () => {
  const line = fc.constantFrom(
    'patches:',
    '- path: a',
    '  - path: b',
    'a: 1',
    '# c',
    '',
    'patches: []',
    '- |',
    '   x',
    '...',
    '---',
    'b:',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 7 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
      const text = lines.join(end);
      const result = appendToYamlList(text, 'patches', [{ path: 'x' }]);
      if (result === undefined) return;
      const before = parseYaml(text).value as { patches?: unknown[] | null };
      assert.deepEqual(parseYaml(result).value, { ...before, patches: [...(before.patches ?? []), { path: 'x' }] });
      assert.equal(result.includes('\r\n') ? result.replaceAll('\r\n', '').includes('\n') : false, false);
    }),
    { numRuns: 2000 },
  );
});
