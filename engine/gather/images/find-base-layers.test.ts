import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type BaseSubject, findBaseLayers } from './find-base-layers.ts';

const image = (digest: string, chain: string, base?: string, where: 'annotations' | 'labels' = 'annotations'): BaseSubject => ({
  digest,
  diffIds: [...chain],
  annotations: {},
  labels: {},
  ...(base ? { [where]: { 'org.opencontainers.image.base.digest': base } } : {}),
});

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
  test(`base: ${name}`, () => assert.deepEqual(Object.fromEntries(findBaseLayers(images)), expected));
}

test('base: the digest of an index names its image', () => {
  const base = { ...image('x', 'a'), indexDigest: 'i' };
  assert.equal(findBaseLayers([base, image('y', 'abc', 'i'), image('z', 'abd')]).get('y'), 1);
});

test('property: order does not matter, and the base is a proper part', () => {
  const chain = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 });
  fc.assert(
    fc.property(fc.array(chain, { maxLength: 6 }), (chains) => {
      const images = chains.map((layers, index) => image(String(index), layers));
      const bases = findBaseLayers(images);
      assert.deepEqual(new Map([...findBaseLayers(images.toReversed())].sort()), new Map([...bases].sort()));
      for (const { digest, diffIds } of images)
        assert.ok((bases.get(digest) ?? -1) >= 0 && (bases.get(digest) ?? 0) <= Math.max(0, diffIds.length - 1));
    }),
  );
});
