import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { BaseImage, BaseList } from '../../model/image.ts';
import { type BaseSubject, findBases, type KnownBase } from './find-bases.ts';

const image = (digest: string, chain: string, base?: string, where: 'annotations' | 'labels' = 'annotations'): BaseSubject => ({
  digest,
  diffIds: [...chain],
  annotations: {},
  labels: {},
  ...(base ? { [where]: { 'org.opencontainers.image.base.digest': base } } : {}),
});

const layersOf = (images: readonly BaseSubject[]) => {
  const bases = findBases(images);
  return Object.fromEntries(images.map(({ digest }) => [digest, bases.get(digest)?.layers ?? 0]));
};

const rows: readonly (readonly [name: string, images: readonly BaseSubject[], expected: Readonly<Record<string, number>>])[] = [
  ['an image alone', [image('x', 'abc')], { x: 0 }],
  ['two that go on from a shared base', [image('x', 'abc'), image('y', 'abd')], { x: 2, y: 2 }],
  ['one that is wholly below another', [image('x', 'ab'), image('y', 'abcd')], { x: 0, y: 2 }],
  ['the longest of several', [image('x', 'abcd'), image('y', 'abce'), image('z', 'af')], { x: 3, y: 3, z: 1 }],
  ['nothing in common', [image('x', 'ab'), image('y', 'cd')], { x: 0, y: 0 }],
  ['the same layers twice under two digests', [image('x', 'ab'), image('y', 'ab')], { x: 0, y: 0 }],
  ['an annotation names the base', [image('x', 'a'), image('y', 'abc', 'x'), image('z', 'abd')], { x: 0, y: 1, z: 2 }],
  ['a label names the base', [image('x', 'a'), image('y', 'abc', 'x', 'labels'), image('z', 'abd')], { x: 0, y: 1, z: 2 }],
  ['a base that is not below does not count', [image('x', 'q'), image('y', 'ab', 'x')], { x: 0, y: 0 }],
  ['a base that the release does not have', [image('y', 'ab', 'x')], { y: 0 }],
];
for (const [name, images, expected] of rows) {
  test(`base: ${name}`, () => assert.deepEqual(layersOf(images), expected));
}

test('base: the digest of an index names its image', () => {
  const base = { ...image('x', 'a'), indexDigest: 'i' };
  assert.equal(findBases([base, image('y', 'abc', 'i'), image('z', 'abd')]).get('y')?.layers, 1);
});

test('property: order does not matter, and the base is a proper part', () => {
  const chain = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 });
  fc.assert(
    fc.property(fc.array(chain, { maxLength: 6 }), (chains) => {
      const images = chains.map((layers, index) => image(String(index), layers));
      const bases = findBases(images);
      assert.deepEqual(new Map([...findBases(images.toReversed())].sort()), new Map([...bases].sort()));
      for (const { digest, diffIds } of images) assert.ok((bases.get(digest)?.layers ?? 0) <= Math.max(0, diffIds.length - 1));
    }),
  );
});

const debian = 'docker.io/library/debian:12';
const named = (digest: string, chain: string, reference: string): BaseSubject => ({
  ...image(digest, chain),
  references: [reference],
});
const says = (chain: string, name: string, digest?: string): BaseSubject => ({
  ...image('x', chain),
  annotations: {
    'org.opencontainers.image.base.name': name,
    ...(digest && { 'org.opencontainers.image.base.digest': digest }),
  },
});
const known = (name: string, layers: string, list?: BaseList): KnownBase => ({
  name,
  layers: [...layers],
  ...(list && { list }),
});
const brief = ({ name, digest, layers, how, list }: Omit<BaseImage, 'rivals'>) =>
  `${name} ${digest} ${layers} ${list === 'plimsoll' ? 'ours' : how}`;

const tales: readonly (readonly [
  name: string,
  images: readonly BaseSubject[],
  known: readonly KnownBase[],
  base: string | undefined,
  rivals: readonly string[],
])[] = [
  ['nothing tells it', [image('x', 'abc')], [], undefined, []],
  ['shared, and nobody is it alone', [image('x', 'abc'), image('y', 'abd')], [], 'null null 2 shared', []],
  ['another image of the release', [image('x', 'abc'), named('b', 'ab', debian)], [], `${debian} b 2 shared`, []],
  [
    'two images of the release with the same layers',
    [image('x', 'abc'), named('b', 'ab', 'r/b:1'), named('a', 'ab', 'r/a:1')],
    [],
    'r/a:1 a 2 shared',
    ['r/b:1 b 2 shared'],
  ],
  ['known', [image('x', 'abc')], [known(debian, 'ab'), known('r/other:1', 'b')], `${debian} null 2 known`, []],
  [
    'known by its layers as stored',
    [{ ...image('x', 'abc'), layerDigests: [...'pqr'] }],
    [known(debian, 'p')],
    `${debian} null 1 known`,
    [],
  ],
  ['an image is not its own base', [image('x', 'ab')], [known(debian, 'ab')], undefined, []],
  [
    'a longer chain of the release before a known one',
    [image('x', 'abc'), named('b', 'ab', 'r/b:1')],
    [known(debian, 'a')],
    'r/b:1 b 2 shared',
    [`${debian} null 1 known`],
  ],
  [
    'a known one before an equal chain of the release',
    [image('x', 'abc'), named('b', 'ab', 'r/b:1')],
    [known(debian, 'ab')],
    `${debian} null 2 known`,
    ['r/b:1 b 2 shared'],
  ],
  [
    "the project's list before ours",
    [image('x', 'abc')],
    [known('r/a:1', 'ab', 'plimsoll'), known(debian, 'ab')],
    `${debian} null 2 known`,
    ['r/a:1 null 2 ours'],
  ],
  [
    'our longer chain before theirs',
    [image('x', 'abc')],
    [known('r/a:1', 'ab', 'plimsoll'), known(debian, 'a')],
    'r/a:1 null 2 ours',
    [],
  ],
  [
    'an image of the release before an equal one of our list',
    [image('x', 'abc'), named('b', 'ab', 'r/b:1')],
    [known(debian, 'ab', 'plimsoll')],
    'r/b:1 b 2 shared',
    [`${debian} null 2 ours`],
  ],
  [
    'our list before layers without a name',
    [image('x', 'abc'), image('y', 'abd')],
    [known(debian, 'ab', 'plimsoll')],
    `${debian} null 2 ours`,
    [],
  ],
  [
    'an annotation before them all',
    [says('abc', 'debian:12', 'b'), named('b', 'a', 'r/b:1')],
    [known('r/k:1', 'ab')],
    `${debian} b 1 annotation`,
    ['r/k:1 null 2 known'],
  ],
  ['an annotation by name alone', [says('abc', 'debian:12'), named('b', 'a', debian)], [], `${debian} b 1 annotation`, []],
  [
    'an annotation that leads out of the release',
    [says('abc', 'debian:12', 'sha256:e'), image('y', 'abd')],
    [],
    `${debian} sha256:e 2 annotation`,
    [],
  ],
  [
    'several that name one base have it in common',
    [says('abc', 'debian:12'), { ...says('ab', 'debian:12'), digest: 'y' }, { ...says('ad', 'debian:12'), digest: 'z' }],
    [],
    `${debian} null 1 annotation`,
    [],
  ],
  ['an annotation of a known base', [says('abc', 'debian:12')], [known(debian, 'a')], `${debian} null 1 annotation`, []],
  [
    'an annotation whose layers are not below',
    [says('abc', 'debian:12', 'b'), named('b', 'q', debian)],
    [],
    `${debian} b 0 annotation`,
    [],
  ],
];

for (const [name, images, bases, expected, rivals] of tales) {
  test(`base: ${name}`, () => {
    const base = findBases(images, bases).get('x');
    assert.deepEqual([base && brief(base), base?.rivals.map(brief) ?? []], [expected, rivals]);
  });
}
