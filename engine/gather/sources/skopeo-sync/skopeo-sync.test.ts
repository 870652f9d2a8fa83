import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryWorld } from '../memory-world.ts';
import { skopeoSync } from './skopeo-sync.ts';

const read = (text: string) =>
  skopeoSync.read({ kind: 'skopeo-sync', at: 'index.yaml', component: 'c' }, memoryWorld({ files: { 'index.yaml': text } }));
const digest = `sha256:${'a'.repeat(64)}`;

const cases: readonly { name: string; text: string; found?: readonly string[]; gaps?: readonly string[] }[] = [
  { name: 'a tag', text: 'quay.io:\n  images:\n    a/b:\n      - v1\n', found: ['quay.io/a/b:v1@4'] },
  { name: 'a flow list', text: 'quay.io:\n  images: {b: [v1, v2]}\n', found: ['quay.io/b:v1@2', 'quay.io/b:v2@2'] },
  {
    name: 'a tag that looks like a number',
    text: 'q.io:\n  images:\n    b:\n    - 1.10\n    - 7\n',
    found: ['q.io/b:1.10@4', 'q.io/b:7@5'],
  },
  { name: 'a digest', text: `q.io:\n  images:\n    b: ["${digest}"]\n`, found: [`q.io/b@${digest}@3`] },
  {
    name: 'a registry with a path, and an image that nests its host',
    text: 'r.example/mirror:\n  images:\n    # third party\n    docker.io/library/nginx:\n    - 1.27 # pinned\n',
    found: ['r.example/mirror/docker.io/library/nginx:1.27@5'],
  },
  {
    name: 'sign-in and verification',
    text: 'q.io:\n  tls-verify: false\n  credentials: {username: x}\n  images: {b: [v1]}\n',
    found: ['q.io/b:v1@4'],
  },
  { name: 'all tags', text: 'q.io:\n  images:\n    a: []\n    b:\n', gaps: ['tags-unknown:3', 'tags-unknown:4'] },
  {
    name: 'patterns',
    text: 'q.io:\n  images-by-tag-regex:\n    b: ^1\n  images-by-semver:\n    c: ">= 1"\n',
    gaps: ['tags-unknown:3', 'tags-unknown:5'],
  },
  {
    name: 'a tag that is none',
    text: 'q.io:\n  images:\n    b: ["no tag", {}]\n',
    gaps: ['index-unreadable:3', 'reference-unreadable:3'],
  },
  { name: 'a list', text: '- a\n', gaps: ['index-unreadable:1'] },
  {
    name: 'a registry that is a text',
    text: 'q.io: yes\nr.io:\n  images: [a]\ns.io:\n  images: {a: b}\n',
    gaps: ['index-unreadable:1', 'index-unreadable:3', 'index-unreadable:5'],
  },
  {
    name: 'a registry twice',
    text: 'q.io:\n  images: {a: [v1]}\nq.io:\n  images: {b: [v1]}\n',
    found: ['q.io/b:v1@4'],
    gaps: ['yaml-duplicate-key:3'],
  },
  { name: 'no YAML', text: 'a: "b', gaps: ['yaml-unreadable:1'] },
  { name: 'nothing', text: '# none\n' },
  { name: 'a registry without images', text: 'q.io:\n' },
];

for (const { name, text, found = [], gaps = [] } of cases) {
  test(`reads ${name}`, async () => {
    const reading = await read(text);
    assert.deepEqual(
      reading.occurrences.map(({ reference, line }) => `${reference}@${line}`),
      found,
    );
    assert.deepEqual(reading.gaps.map(({ code, line }) => `${code}:${line}`).sort(), gaps);
    assert.ok(reading.occurrences.every(({ how, component, resource }) => how === 'index' && component === 'c' && !resource));
  });
}

test('the path leads to the tag', async () => {
  const { occurrences } = await read('quay.io:\n  images: {a/b: [v1]}\n');
  assert.equal(occurrences[0]?.path, '["quay.io"].images["a/b"][0]');
});

test('an index that is not there is a gap', async () => {
  const reading = await skopeoSync.read({ kind: 'skopeo-sync', at: 'gone.yaml' }, memoryWorld({ files: {} }));
  assert.deepEqual(
    reading.gaps.map(({ code }) => code),
    ['source-missing'],
  );
});

test('property: any text gives a reading, and every listed tag is an occurrence or a gap', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ maxLength: 80 }), async (text) => void (await read(text))));
  const tag = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('v1', '__proto__', '1.10'));
  const name = fc.constantFrom('a', 'b/c', '__proto__', 'constructor', 'A');
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, fc.array(tag, { minLength: 1, maxLength: 4 }), { noNullPrototype: true }),
      async (images) => {
        const { occurrences, gaps } = await read(JSON.stringify({ 'q.io': { images } }));
        assert.equal(occurrences.length + gaps.length, Object.values(images).flat().length);
      },
    ),
  );
});
