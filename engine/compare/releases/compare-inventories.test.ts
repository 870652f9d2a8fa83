import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fault } from '../../model/fault.ts';
import { sampleRelease } from '../../test/sample-release.ts';
import { compareInventories } from './compare-inventories.ts';
import { type ComparedInventory, releaseToCompared, toCompared } from './compared-inventory.ts';
import { readInventoryDocument } from './read-inventory-document.ts';

const [a, b] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];

/** `reference [component] file path` */
function inventory(lines: readonly string[], digests: Readonly<Record<string, readonly string[]>> = {}): ComparedInventory {
  const images = new Map<string, string[][]>();
  for (const line of lines) {
    const [reference = '', ...rest] = line.split(' ');
    images.set(reference, [...(images.get(reference) ?? []), rest]);
  }
  const declared = [...images].map(([reference, places]) => ({
    reference,
    digest: reference.split('@')[1] ?? null,
    components: [...new Set(places.map(([component = '']) => component))],
    owners: [],
    occurrences: places.map(([, file = 'a.yaml', path = 'image'], index) => ({ file, line: index + 1, path, resource: null })),
  }));
  return { ...toCompared({ images: declared }, { product: 'P', version: '1' }), digests: new Map(Object.entries(digests)) };
}

/** Everything in one line: `+` added, `-` removed, and for each that moved what moved. */
function tell(old: ComparedInventory, now: ComparedInventory): string {
  const { added, removed, moved } = compareInventories(old, now);
  const moves = moved.map(({ reference, was: _, logicalName: __, ...aspects }) => {
    const tagged = aspects.digest?.underSameTag ? ['again'] : [];
    return `${reference.split('@')[0]} ${[...Object.keys(aspects), ...tagged].join(',')}`;
  });
  return [...added.map(({ reference }) => `+${reference}`), ...removed.map(({ reference }) => `-${reference}`), ...moves].join(
    ' ',
  );
}

const cases: readonly {
  readonly name: string;
  readonly old: ComparedInventory;
  readonly now: ComparedInventory;
  readonly out: string;
}[] = [
  { name: 'added', old: inventory([]), now: inventory(['q.io/a:1 x']), out: '+q.io/a:1' },
  { name: 'removed', old: inventory(['q.io/a:1 x']), now: inventory([]), out: '-q.io/a:1' },
  { name: 'a moved tag', old: inventory(['q.io/a:1 x']), now: inventory(['q.io/a:2 x']), out: 'q.io/a:2 tag' },
  { name: 'a moved component', old: inventory(['q.io/a:1 x']), now: inventory(['q.io/a:1 y']), out: 'q.io/a:1 components' },
  { name: 'a moved place', old: inventory(['q.io/a:1 x a.yaml']), now: inventory(['q.io/a:1 x b.yaml']), out: 'q.io/a:1 places' },
  {
    name: 'a place more',
    old: inventory(['q.io/a:1 x a']),
    now: inventory(['q.io/a:1 x a', 'q.io/a:1 x b']),
    out: 'q.io/a:1 places',
  },
  { name: 'a moved digest', old: inventory([`q.io/a@${a} x`]), now: inventory([`q.io/a@${b} x`]), out: 'q.io/a digest' },
  {
    name: 'the same tag with another digest',
    old: inventory([`q.io/a:1@${a} x`]),
    now: inventory([`q.io/a:1@${b} x`]),
    out: 'q.io/a:1 digest,again',
  },
  {
    name: 'the same, as two records know it',
    old: inventory(['q.io/a:1 x'], { 'q.io/a:1': [a] }),
    now: inventory(['q.io/a:1 x'], { 'q.io/a:1': [b] }),
    out: 'q.io/a:1 digest,again',
  },
  {
    name: 'a digest in common is the same image',
    old: inventory(['q.io/a:1 x'], { 'q.io/a:1': [a, b] }),
    now: inventory(['q.io/a:1 x'], { 'q.io/a:1': [b] }),
    out: '',
  },
  {
    name: 'a digest that nobody knew before is no other',
    old: inventory(['q.io/a:1 x']),
    now: inventory(['q.io/a:1 x'], { 'q.io/a:1': [b] }),
    out: '',
  },
  {
    name: 'pinned to what it was',
    old: inventory(['q.io/a:1 x'], { 'q.io/a:1': [a] }),
    now: inventory([`q.io/a:1@${a} x`]),
    out: 'q.io/a:1 digest',
  },
  {
    name: 'pinned to something else',
    old: inventory(['q.io/a:1 x'], { 'q.io/a:1': [a] }),
    now: inventory([`q.io/a:1@${b} x`]),
    out: 'q.io/a:1 digest,again',
  },
  {
    name: 'pulled from a mirror',
    old: inventory(['docker.io/a/b:1 x']),
    now: inventory(['r.example/docker.io/a/b:1 x']),
    out: 'r.example/docker.io/a/b:1 registry',
  },
  {
    name: 'of two tags, the one that moved',
    old: inventory(['q.io/a:1 x a', 'q.io/a:2 x b']),
    now: inventory(['q.io/a:1 x a', 'q.io/a:3 x b']),
    out: 'q.io/a:3 tag',
  },
  {
    name: 'both moved: each to the one in its place',
    old: inventory(['q.io/a:1 x f p', 'q.io/a:2 x f q']),
    now: inventory(['q.io/a:3 x f q', 'q.io/a:4 x f p']),
    out: 'q.io/a:3 tag q.io/a:4 tag',
  },
  {
    name: 'one becomes two',
    old: inventory(['q.io/a:1 x']),
    now: inventory(['q.io/a:2 x', 'q.io/a:3 x']),
    out: '+q.io/a:3 q.io/a:2 tag',
  },
];

for (const { name, old, now, out } of cases) test(`against: ${name}`, () => assert.equal(tell(old, now), out));

test('a line that moves in its file is no move', () => {
  const old = inventory(['q.io/a:1 x']);
  const down = old.images.map((image) => ({ ...image, occurrences: image.occurrences.map((place) => ({ ...place, line: 90 })) }));
  assert.equal(tell(old, { ...old, images: down }), '');
});

const line = fc
  .tuple(
    fc.constantFrom('q.io/a', 'q.io/b', 'r.example/q.io/a', 'docker.io/library/c'),
    fc.constantFrom(':1', ':2', ':3', `@${a}`, `:1@${b}`),
    fc.constantFrom('x', 'y'),
    fc.constantFrom('f', 'g'),
    fc.constantFrom('p', 'q'),
  )
  .map(([name, tag, component, file, path]) => `${name}${tag} ${component} ${file} ${path}`);
const some = fc.array(line, { maxLength: 12 }).map((lines) => inventory(lines));

test('property: against itself nothing differs', () => {
  fc.assert(
    fc.property(some, (one) => {
      const { same, added, removed, moved } = compareInventories(one, { ...one, images: one.images.toReversed() });
      assert.deepEqual([same, added, removed, moved], [one.images.length, [], [], []]);
    }),
  );
});

test('property: the parts sum to both sides, and backwards it is the mirror image', () => {
  fc.assert(
    fc.property(some, some, (old, now) => {
      const there = compareInventories(old, now);
      const back = compareInventories(now, old);
      assert.equal(there.same + there.moved.length + there.removed.length, old.images.length);
      assert.equal(there.same + there.moved.length + there.added.length, now.images.length);
      assert.deepEqual([there.added.length, there.removed.length], [back.removed.length, back.added.length]);
    }),
  );
});

test('a record knows the digests that its images were read by', () => {
  const { digests } = releaseToCompared(sampleRelease);
  const [image] = sampleRelease.images;
  assert.ok(image?.digest);
  assert.ok(digests?.get(image.reference)?.includes(image.digest));
});

const notDocuments: readonly (readonly [name: string, text: string])[] = [
  ['no JSON', '{'],
  ['another document', '{"schema":"plimsoll.report/v1"}'],
  ['an image without a reference', '{"schema":"plimsoll.images/v1","product":"a","version":"1","images":[{}]}'],
];
for (const [name, text] of notDocuments) {
  test(`refuses ${name}`, () =>
    assert.throws(
      () => readInventoryDocument(text, 'old.json'),
      (error) => error instanceof Fault && error.code === 'record-invalid' && error.message.startsWith('old.json is neither'),
    ));
}
