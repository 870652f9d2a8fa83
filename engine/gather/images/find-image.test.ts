import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImageManifest } from '../../model/image.ts';
import { findImage } from './find-image.ts';
import { createMemoryStore } from './memory-store.ts';
import type { ImageStore } from './store.ts';

const reference = 'r.example/a:1';
const request = { reference, platform: 'linux/amd64' };
const image: ImageManifest = {
  reference,
  digest: `sha256:${'a'.repeat(64)}`,
  platform: 'linux/amd64',
  layers: [{ digest: 'sha256:l', diffId: 'sha256:d', mediaType: '', sizeBytes: 3 }],
  configuration: { user: '', entrypoint: [], command: [], workingDirectory: '', volumes: [], exposedPorts: [], labels: {} },
  annotations: {},
  store: '',
};
const failure = { code: 'unauthorized', unit: 'test', detail: 'it refuses' };
const empty = createMemoryStore({ id: 'empty' });
const having = createMemoryStore({ id: 'having', images: [image], blobs: new Map([['sha256:l', Uint8Array.of(1, 2, 3)]]) });
const failing = createMemoryStore({ id: 'failing', failures: new Map([[reference, [failure]]]) });
const throwing: ImageStore = { id: 'throwing', find: () => Promise.reject(new Error('a bug')), close: async () => {} };

const cases: readonly (readonly [name: string, stores: readonly ImageStore[], kind: string, gaps: readonly string[]])[] = [
  ['in the first', [having, failing], 'having', []],
  ['in the second, the first does not have it', [empty, having], 'having', []],
  ['in the second, the first failed', [failing, having], 'having', ['unauthorized']],
  ['in the second, the first broke', [throwing, having], 'having', ['store-unreadable']],
  ['in none', [empty, failing], 'failed', ['unauthorized', 'image-unread']],
  ['no stores', [], 'failed', ['image-unread']],
];

for (const [name, stores, kind, gaps] of cases) {
  test(`finds an image ${name}`, async () => {
    const found = await findImage(stores, request);
    assert.deepEqual(
      [found.kind === 'found' ? found.manifest.store : found.kind, found.gaps.map(({ code }) => code)],
      [kind, gaps],
    );
  });
}

test('the last gap names each store and why', async () => {
  const { gaps } = await findImage([empty, failing], request);
  assert.equal(gaps.at(-1)?.detail, 'r.example/a:1 could not be read: empty does not have it; failing failed (it refuses)');
});

test('a scan that is stopped does not go on to the next store', async () => {
  const stop = new AbortController();
  stop.abort(new Error('stopped'));
  await assert.rejects(findImage([throwing, having], { ...request, signal: stop.signal }), /stopped/);
});

test('the twin in memory gives layers in chunks', async () => {
  const found = await having.find(request);
  assert.ok(found.kind === 'found' && image.layers[0]);
  const chunks: number[] = [];
  for await (const chunk of await found.open(image.layers[0])) chunks.push(...chunk);
  assert.deepEqual(chunks, [1, 2, 3]);
});
