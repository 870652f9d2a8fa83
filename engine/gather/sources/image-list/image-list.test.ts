import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryWorld } from '../memory-world.ts';
import { imageList } from './image-list.ts';

const read = (text: string) =>
  imageList.read({ kind: 'image-list', at: 'images.txt' }, memoryWorld({ files: { 'images.txt': text } }));

const cases: readonly { name: string; text: string; found: readonly string[]; gaps: readonly string[] }[] = [
  { name: 'a line', text: 'nginx:1.27', found: ['docker.io/library/nginx:1.27@1'], gaps: [] },
  {
    name: 'blank lines and comments',
    text: '\n# all\nnginx # the server\n',
    found: ['docker.io/library/nginx:latest@3'],
    gaps: [],
  },
  { name: 'Windows line ends', text: 'a:1\r\nb:2\r\n', found: ['docker.io/library/a:1@1', 'docker.io/library/b:2@2'], gaps: [] },
  { name: 'a byte order mark', text: '\uFEFFa:1\n', found: ['docker.io/library/a:1@1'], gaps: [] },
  {
    name: 'a line that is no reference',
    text: 'a:1\nNot An Image\n',
    found: ['docker.io/library/a:1@1'],
    gaps: ['reference-unreadable:2'],
  },
  { name: 'nothing', text: '', found: [], gaps: [] },
];

for (const { name, text, found, gaps } of cases) {
  test(`reads ${name}`, async () => {
    const reading = await read(text);
    assert.deepEqual(
      reading.occurrences.map(({ reference, line }) => `${reference}@${line}`),
      found,
    );
    assert.deepEqual(
      reading.gaps.map(({ code, line }) => `${code}:${line}`),
      gaps,
    );
  });
}

test('a list that is not there is a gap', async () => {
  const reading = await imageList.read({ kind: 'image-list', at: 'gone.txt' }, memoryWorld({ files: {} }));
  assert.deepEqual(
    reading.gaps.map(({ code }) => code),
    ['source-missing'],
  );
});

test('property: every line that says something is an occurrence or a gap', async () => {
  const line = fc.oneof(fc.constantFrom('nginx', 'a/b:1', 'A B', '::'), fc.stringMatching(/^[!-~]{1,20}$/));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 10 }), async (lines) => {
      const { occurrences, gaps } = await read(lines.join('\n'));
      assert.equal(occurrences.length + gaps.length, lines.filter((text) => !text.startsWith('#')).length);
    }),
  );
});
