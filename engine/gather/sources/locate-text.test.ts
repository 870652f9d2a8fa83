import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseEvidencePath } from '../../formats/json/parse-evidence-path.ts';
import { keepTexts, lineHolding, locateInFile } from './locate-text.ts';
import { memoryFiles } from './memory-files.ts';

const lines: readonly { name: string; text: string; wanted: string; line: number | undefined }[] = [
  { name: 'a word', text: 'x\nimage: a:1\n', wanted: 'a:1', line: 2 },
  { name: 'no part of a longer reference', text: 'image: docker.io/a:1\nimage: a:1.2\nimage: a:1', wanted: 'a:1', line: 3 },
  { name: 'code before a comment', text: '# a:1\nimage: a:1', wanted: 'a:1', line: 2 },
  { name: 'a comment when there is nothing else', text: '# a:1\n', wanted: 'a:1', line: 1 },
  { name: 'a word before a colon', text: '"a/b": 1', wanted: 'a/b', line: 1 },
  { name: 'the end of a sentence', text: 'use a:1.\n', wanted: 'a:1', line: 1 },
  { name: 'nothing for nothing', text: 'a', wanted: '', line: undefined },
];

for (const { name, text, wanted, line } of lines) {
  test(`finds ${name}`, () => assert.equal(lineHolding(text, wanted), line));
}

test('evidence paths are read as they are written', () => {
  assert.deepEqual(parseEvidencePath('data["a.b"].#yaml.list[2].image'), [
    ['data', 'a.b'],
    ['list', 2, 'image'],
  ]);
  assert.deepEqual(parseEvidencePath('data.values.#json.global.{hub,tag}'), [['data', 'values'], ['global']]);
});

const file =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  first: x:1\n  k: |\n    # head\n    a: {image: x:1}\n    b:\n    - image: x:1\n';
const paths: readonly [string, number][] = [
  ['data.first', 6],
  ['data.k.#yaml.a.image', 9],
  ['data.k.#yaml.b[0].image', 11],
  ['data.gone', 6],
];

for (const [path, line] of paths) {
  test(`one text in several places is told apart by its path: ${path}`, () => {
    const identity = { apiVersion: 'v1', kind: 'ConfigMap', namespace: null, name: 'c' };
    assert.equal(locateInFile(keepTexts(memoryFiles({ f: file })), 'f', { text: 'x:1', path, identity }), line);
  });
}

test('property: any text and path are searched without a throw, and a found line holds the text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), fc.string({ minLength: 1, maxLength: 5 }), (text, wanted) => {
      const line = lineHolding(text, wanted);
      if (line !== undefined) assert.ok(text.split('\n')[line - 1]?.includes(wanted));
      parseEvidencePath(text);
    }),
  );
});
