// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are those of Dockerfiles
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryWorld } from '../memory-world.ts';
import { dockerfile } from './dockerfile.ts';

const read = (text: string, at = 'Dockerfile') =>
  dockerfile.read({ kind: 'dockerfile', at }, memoryWorld({ files: { Dockerfile: text } }));
const digest = `sha256:${'a'.repeat(64)}`;

const cases: readonly { name: string; text: string; found?: readonly string[]; gaps?: readonly string[] }[] = [
  { name: 'a base', text: '# about\nFROM debian:12\n', found: ['debian:12@2'] },
  {
    name: 'lower case, a platform and a stage name',
    text: 'from --platform=$BUILDPLATFORM golang:1.22 as build\n',
    found: ['golang:1.22@1'],
  },
  { name: 'a digest', text: `FROM a/b:1@${digest}\n`, found: [`a/b:1@${digest}@1`] },
  {
    name: 'stages by name and number',
    text: 'FROM a:1 AS Build\nFROM build\nCOPY --from=0 /a /a\nCOPY --from=BUILD /a /a\n',
    found: ['a:1@1'],
  },
  { name: 'an image called as its stage', text: 'FROM node AS node\nFROM node\n', found: ['node@1'] },
  { name: 'scratch', text: 'FROM scratch\n' },
  { name: 'arguments with defaults', text: 'ARG TAG=1.2\nARG BASE="a/b"\nFROM ${BASE}:$TAG\n', found: ['a/b:1.2@1'] },
  { name: 'a tag in the text, a name from an argument', text: 'ARG BASE=a/b\nFROM $BASE:3\n', found: ['a/b:3@2'] },
  { name: 'an argument made from another', text: 'ARG V=3\nARG BASE=a:${V}\nFROM $BASE\n', found: ['a:3@1'] },
  {
    name: 'defaults where they are used',
    text: 'FROM ${BASE:-a:1}\nFROM ${OTHER-b:2}\nFROM c${DEBUG:+-debug}\n',
    found: ['a:1@1', 'b:2@2', 'c@3'],
  },
  { name: 'an argument set to nothing', text: 'ARG S=\nFROM a:1${S}\nFROM b${S:-:2}\n', found: ['a:1@2', 'b:2@3'] },
  {
    name: 'an argument without a default',
    text: 'ARG BASE\nFROM $BASE\nFROM ${BASE}:1\n',
    gaps: ['argument-unknown:2', 'argument-unknown:3'],
  },
  {
    name: 'an argument of a stage, which FROM does not see',
    text: 'FROM a:1\nARG T=2\nFROM b:$T\n',
    found: ['a:1@1'],
    gaps: ['argument-unknown:3'],
  },
  { name: 'patterns on arguments', text: 'ARG V=v1\nFROM a:${V#v}\n', gaps: ['argument-unknown:2'] },
  {
    name: 'copying from an image',
    text: 'FROM a:1\nCOPY --chown=1 --from=ghcr.io/x/y:2 /a --from=no /b\nADD --from=z /a /b\n',
    found: ['a:1@1', 'ghcr.io/x/y:2@2'],
  },
  {
    name: 'a stage argument taken over',
    text: 'ARG V=2\nFROM a:1\nARG V\nCOPY --from=x/y:$V /a /b\n',
    found: ['a:1@2', 'x/y:2@1'],
  },
  {
    name: 'a mount from an image',
    text: 'FROM a:1\nRUN --mount=type=cache,target=/c --mount=type=bind,from=uv:1,target=/uv uv --mount=from=no\n',
    found: ['a:1@1', 'uv:1@2'],
  },
  { name: 'continued lines with comments between', text: 'FROM \\\n  # why\n\n  a:1 \\  \n  AS x\nFROM x\n', found: ['a:1@4'] },
  { name: 'another escape', text: '# escape=`\nFROM `\n a:1\nRUN dir C:\\\nFROM b:1\n', found: ['a:1@3', 'b:1@5'] },
  { name: 'a directive that comes too late', text: '# about\n# escape=`\nFROM \\\n a:1\n', found: ['a:1@4'] },
  {
    name: 'a heredoc',
    text: 'FROM a:1\nRUN <<EOF cat <<-"X"\nFROM no:1\nEOF\n\tFROM no:2\n\tX\nFROM b:1\n',
    found: ['a:1@1', 'b:1@7'],
  },
  {
    name: 'a heredoc without an end',
    text: 'FROM a:1\nRUN <<EOF\nFROM b:1\n',
    found: ['a:1@1'],
    gaps: ['dockerfile-unreadable:2'],
  },
  {
    name: 'what is no heredoc',
    text: 'FROM a:1\nRUN x <<<EOF && echo $((1<<EOF))\nENV Y="<<EOF"\nFROM b:1\n',
    found: ['a:1@1', 'b:1@4'],
  },
  { name: 'what a child image does later', text: 'FROM a:1\nONBUILD COPY --from=b:1 /x /x\n', found: ['a:1@1', 'b:1@2'] },
  { name: 'Windows line ends', text: 'FROM a:1 \\\r\n AS x\r\nFROM b:2\r\n', found: ['a:1@1', 'b:2@3'] },
  { name: 'text that is no image', text: 'FROM A B\nFROM "q:1"\n', found: ['q:1@2'], gaps: ['reference-unreadable:1'] },
  { name: 'nothing', text: '', gaps: ['dockerfile-unreadable:undefined'] },
];

for (const { name, text, found = [], gaps = [] } of cases) {
  test(`reads ${name}`, async () => {
    const reading = await read(text);
    assert.deepEqual(
      reading.occurrences.map(({ declared, line }) => `${declared}@${line}`),
      found,
    );
    assert.deepEqual(
      reading.gaps.map(({ code, line }) => `${code}:${line}`),
      gaps,
    );
  });
}

test('what --from names in one word may be a build context', async () => {
  const { occurrences } = await read('FROM a\nCOPY --from=assets /a /a\n');
  assert.deepEqual(
    occurrences.map(({ certainty }) => certainty),
    ['certain', 'likely'],
  );
});

test('a folder means its Dockerfiles; what is not there is a gap', async () => {
  const files = {
    'b/Dockerfile': 'FROM a',
    'b/x/Dockerfile.dev': 'FROM b',
    'b/y.Dockerfile': 'FROM c',
    'b/Dockerfile.dockerignore': 'x',
    'b/z.txt': 'x',
  };
  const found = async (at: string) => {
    const { occurrences, gaps } = await dockerfile.read({ kind: 'dockerfile', at }, memoryWorld({ files }));
    return [...occurrences.map(({ file }) => file), ...gaps.map(({ code }) => code)];
  };
  assert.deepEqual(await found('b'), ['b/Dockerfile', 'b/x/Dockerfile.dev', 'b/y.Dockerfile']);
  assert.deepEqual(await found('b/**/Dockerfile'), ['b/Dockerfile']);
  assert.deepEqual(await found('gone'), ['source-missing']);
  assert.deepEqual(await found('*/none'), ['source-empty']);
});

test('property: any text gives a reading, with lines that the file has', async () => {
  const word = fc.constantFrom(
    'FROM',
    'ARG',
    'COPY',
    'RUN',
    ' ',
    '\n',
    '\\\n',
    '# escape=`\n',
    '<<EOF',
    'EOF',
    '--from=',
    '$',
    '${A',
    ':-',
    '}',
    'a:1',
    'A=b',
    '"',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(word, fc.string({ maxLength: 3 })), { maxLength: 30 }), async (words) => {
      const text = words.join('');
      const { occurrences, gaps } = await read(text);
      const count = text.split('\n').length;
      assert.ok([...occurrences, ...gaps].every(({ line = 1 }) => line >= 1 && line <= count));
    }),
  );
});

test('a hostile file costs no more than its length', async () => {
  const started = performance.now();
  for (const part of ['${', '$A', '<<EOF ', '--from=', '"', 'ARG A="', '\\\n']) await read(`FROM ${part.repeat(100_000)}`);
  await read(`RUN --mount=${'--a '.repeat(100_000)}`);
  assert.ok(performance.now() - started < 3000);
});
