import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mendKustomization } from './mend-kustomization.ts';

const rows: readonly { name: string; text: string; value: unknown; at: readonly number[] }[] = [
  { name: 'one that is whole', text: '# a\nresources:\n- a\n---\n', value: { resources: ['a'] }, at: [] },
  {
    name: 'an end that is cut off',
    text: 'resources:\n- a\nimages:\n- name: b\n  newTag: "1\n',
    value: { resources: ['a'], images: null },
    at: [4],
  },
  { name: 'tabs', text: 'resources:\n- a\n-\tb\n- c\n\t- d\n', value: { resources: ['a', 'c'] }, at: [3, 5] },
  { name: 'a field in one line', text: 'namespace: [a\nresources:\n- b\n', value: { resources: ['b'] }, at: [1] },
  { name: 'a key that stands twice', text: 'resources:\n- a\nresources:\n- b\n', value: { resources: ['b'] }, at: [3] },
  { name: 'two documents', text: 'resources:\n- a\n---\nresources:\n- b\n', value: { resources: ['a'] }, at: [4] },
  { name: 'a list', text: '- a\n', value: {}, at: [1] },
  { name: 'nothing', text: '', value: {}, at: [1] },
];

for (const { name, text, value, at } of rows) {
  test(`what can be read of a kustomization: ${name}`, () => {
    const mended = mendKustomization(text);
    assert.deepEqual([mended.value, mended.faults.map(({ line }) => line)], [value, at]);
  });
}

test('any text is read, on lines that are as they were or empty, and what is lost is said', () => {
  const line = fc.constantFrom('resources:', '- a', '  - b', '\t- c', '-\td', 'images: "', 'x: {', '---', '  k: v', '', '# e');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const { text, value, faults } = mendKustomization(lines.join('\n'));
      assert.ok(text.split('\n').every((kept, index) => kept === '' || kept === lines[index]));
      assert.ok(Object.keys(value).length > 0 || faults.length > 0);
    }),
  );
});
