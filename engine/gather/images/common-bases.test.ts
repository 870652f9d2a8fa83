import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalize } from '../../formats/reference/reference.ts';
import { commonBases } from './common-bases.ts';
import { findBases } from './find-bases.ts';

const bases = commonBases();
const digest = /^sha256:[0-9a-f]{64}$/;

test('common bases: every entry is whole, and no two have the same layers', () => {
  assert.ok(bases.length >= 60);
  for (const { name, layers, ...base } of bases) {
    assert.equal(canonicalize(name), name);
    assert.match(base.digest ?? '', digest, name);
    assert.ok(layers.length > 0 && layers.every((layer) => digest.test(layer)), name);
    assert.equal(new Set(layers).size, layers.length, name);
  }
  assert.equal(new Set(bases.map(({ layers }) => layers.join())).size, bases.length);
});

test('common bases: an image that goes on from each is told by its layers as stored', () => {
  for (const base of bases) {
    const image = { digest: 'sha256:x', diffIds: [...base.layers.map((_, at) => `d${at}`), 'own'], annotations: {}, labels: {} };
    const found = findBases([{ ...image, layerDigests: [...base.layers, 'own'] }], bases).get(image.digest);
    assert.deepEqual(found && { name: found.name, layers: found.layers, list: found.list }, {
      name: base.name,
      layers: base.layers.length,
      list: 'plimsoll',
    });
  }
});

test('common bases: what goes on from another of them has it as its lowest layers', () => {
  const slim = bases.find(({ name }) => name.endsWith('debian:bookworm-20260918-slim'));
  const node = bases.find(({ name }) => name.endsWith('node:22-bookworm-slim'));
  assert.equal(node?.layers[0], slim?.layers[0]);
});
