import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createLayerCache } from '../adapters/layers/layer-cache.ts';
import { createLayerPool } from '../adapters/layers/layer-pool.ts';
import type { FoundImage } from '../gather/images/store.ts';
import { debianLayer } from '../test/sample-debian.ts';
import { sha256 } from '../test/sample-image.ts';
import { createLayerReadings } from './layer-readings.ts';

const pool = createLayerPool({ workers: 2 });
after(() => pool.close());

const blob = debianLayer({ gauge: '1.0' });
const mediaType = 'application/vnd.oci.image.layer.v1.tar';
const layer = { digest: sha256(blob), diffId: sha256(blob), mediaType, sizeBytes: blob.length };
const other = debianLayer({ buoy: '1.0' });
const otherLayer = { digest: sha256(other), diffId: sha256(other), mediaType, sizeBytes: other.length };

/** Images of a store that counts what it is asked for; one that is broken gives nothing. */
function makeWorld(context: { after(done: () => void): void }) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-readings-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const opened: string[] = [];
  const readings = createLayerReadings({
    pool,
    cache: createLayerCache(folder, '1'),
    open: (wanted, images) => ({
      kind: 'stream',
      async open() {
        for (const image of images) {
          opened.push(image.manifest.store);
          if (image.manifest.store !== 'broken') return [wanted.digest === layer.digest ? blob : other].values() as never;
        }
        throw new Error('the store is broken');
      },
    }),
  });
  return { ...readings, opened };
}

const imageIn = (store: string) => ({ kind: 'found', manifest: { store }, gaps: [] }) as unknown as FoundImage;

test('a layer that was asked for ahead is read once', async (context) => {
  const { ahead, read, opened } = makeWorld(context);
  const [one, two] = [imageIn('one'), imageIn('two')];
  ahead([{ layer, image: one }], undefined);
  const steps: number[] = [];
  const all = await read(
    [
      { layer: otherLayer, image: two },
      { layer, image: two },
    ],
    { onStep: (done) => steps.push(done) },
  );
  assert.deepEqual(opened.toSorted(), ['one', 'two']);
  assert.deepEqual([...all.keys()], [otherLayer.digest, layer.digest]);
  assert.equal(all.get(layer.digest)?.complete, true);
  assert.equal(steps.at(-1), 2);
});

test('a layer that could not be read is read from an image that was found since', async (context) => {
  const { ahead, read, opened } = makeWorld(context);
  const [broken, whole] = [imageIn('broken'), imageIn('whole')];
  ahead([{ layer, image: broken }], undefined);
  while (opened.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const again = [
    { layer, image: broken },
    { layer, image: whole },
  ];
  assert.equal((await read(again, {})).get(layer.digest)?.complete, true);
  assert.deepEqual(opened, ['broken', 'broken', 'whole']);
});

test('a layer that nobody else holds is not asked for twice', async (context) => {
  const { ahead, read, opened } = makeWorld(context);
  const image = imageIn('broken');
  ahead([{ layer, image }], undefined);
  assert.equal((await read([{ layer, image }], {})).get(layer.digest)?.complete, false);
  assert.deepEqual(opened, ['broken']);
});
