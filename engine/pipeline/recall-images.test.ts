import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sampleRelease } from '../test/sample-release.ts';
import { type ContentsCache, keepImages, keyOfImage, recallImages } from './recall-images.ts';

function memoryCache(): ContentsCache & { value: unknown } {
  return {
    value: undefined,
    async load() {
      return this.value;
    },
    async save(value) {
      this.value = JSON.parse(JSON.stringify(value));
    },
  };
}

const gap = { code: 'layer-unread', unit: 'gather/images', detail: 'broken' };

test('what was kept comes back, with its gaps, and equal packages are one object', async () => {
  const cache = memoryCache();
  const [image] = sampleRelease.images;
  assert.ok(image);
  await keepImages(cache, [
    { key: 'a', image, gaps: [gap] },
    { key: 'b', image: { ...image, reference: 'registry.example/other:1' }, gaps: [] },
  ]);
  const known = await recallImages(cache);
  assert.deepEqual(known.get('a'), { image, gaps: [gap] });
  assert.equal(known.get('a')?.image.packages[0], known.get('b')?.image.packages[0]);
});

test('a key is one for everything that an image follows from', () => {
  assert.equal(keyOfImage(['a', { b: 1 }]), keyOfImage(['a', { b: 1 }]));
  assert.notEqual(keyOfImage(['a', { b: 1 }]), keyOfImage(['a', { b: 2 }]));
});

test('no cache, and one that holds anything else, know no image', async () => {
  assert.equal((await recallImages(undefined)).size, 0);
  const broken = { images: [{ packages: [7] }], packages: [], keys: ['a'], gaps: [[]] };
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.anything(), fc.constant(broken)), async (value) => {
      assert.equal((await recallImages({ load: async () => value, save: async () => {} })).size, 0);
    }),
  );
});
