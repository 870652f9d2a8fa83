import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Inventory, LedgerRow } from '../../../model/inventory.ts';
import type { InventoryDifference } from '../../../model/inventory-difference.ts';
import { assertGolden } from '../../../test/golden.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { renderDifference } from './difference.ts';
import { renderInventory } from './inventory.ts';
import { inventoryForms } from './inventory-data.ts';

const none: LedgerRow = { expected: 0, read: 0, rejected: 0, failed: 0, rejectedFor: [], failedFor: [] };
const [gauge, lost] = sampleRelease.inventory.images;
assert.ok(gauge && lost);
const inventory: Inventory = {
  images: [
    {
      ...gauge,
      owners: ['ann', 'bo', 'cy', 'di'],
      plane: 'control-plane',
      party: 'own',
      componentsFrom: 'configuration',
      ownership: [{ owner: 'ann', from: 'owners-file', file: 'OWNERS', line: 2 }],
      identity: { logicalName: 'registry.example/tide/gauge', by: 'reference', pin: 'tag' },
    },
    lost,
    {
      ...lost,
      reference: 'registry.example/tide/stray:main',
      components: [],
      owners: [],
      identity: {
        logicalName: 'registry.example/tide/stray',
        by: 'reference',
        pin: 'mutable-tag',
        reason: '`main` is moved on purpose.',
      },
    },
  ],
  sameImages: [{ identity: 'docker.io/a/b:1', references: ['docker.io/a/b:1', 'r.example/docker.io/a/b:1'] }],
  coverage: {
    sources: { ...none, expected: 2, read: 1, failed: 1, failedFor: [{ reason: 'render-failed', count: 1 }] },
    resources: none,
    references: { ...none, expected: 4, read: 3, rejected: 1, rejectedFor: [{ reason: 'A host and a port.', count: 1 }] },
    images: { ...none, expected: 3, read: 3 },
  },
  charts: [{ name: 'beacon', version: '1.2.3', source: 'charts', namespace: 'tide', file: 'plimsoll.yaml', line: 7 }],
  rejected: [{ text: 'tide.svc:8080', reason: 'a host and a port', file: 'deploy/gauge.yaml', line: 9 }],
  gaps: [{ code: 'render-failed', unit: 'gather/sources/helm', path: 'charts/beacon', detail: 'no template "x"' }],
};

for (const form of inventoryForms) {
  test(`golden: an inventory as ${form}`, () => {
    assertGolden(
      join(import.meta.dirname, `fixtures/everything.${form === 'json' ? 'json' : `${form}.txt`}`),
      renderInventory(inventory, { product: 'Harbor', version: '1.0' }, form),
    );
  });
}

const place = { file: 'a.yaml', line: 4, path: 'spec.image', resource: null };
const image = {
  reference: 'q.io/new:1',
  digest: null,
  components: [],
  owners: ['wg-a'],
  logicalName: 'q.io/new',
  occurrences: [place],
};
const difference: InventoryDifference = {
  old: 4,
  new: 4,
  same: 1,
  added: [image],
  removed: [{ ...image, reference: 'q.io/gone:1', logicalName: 'q.io/gone', owners: [] }],
  moved: [
    {
      reference: 'q.io/a:2',
      was: 'q.io/a:1',
      logicalName: 'q.io/a',
      tag: { from: '1', to: '2' },
      components: { from: ['x'], to: [] },
    },
    {
      reference: 'q.io/b:1',
      was: 'q.io/b:1',
      logicalName: 'q.io/b',
      digest: { from: `sha256:${'a'.repeat(64)}`, to: `sha256:${'b'.repeat(64)}`, underSameTag: true },
      places: { from: [], to: [place] },
    },
  ],
};
const subject = { old: { product: 'Harbor', version: '1.0' }, new: { product: 'Harbor', version: '1.1' }, gaps: 1 };

for (const form of inventoryForms) {
  test(`golden: a difference as ${form}`, () => {
    assertGolden(
      join(import.meta.dirname, `fixtures/difference.${form === 'json' ? 'json' : `${form}.txt`}`),
      renderDifference(difference, subject, form),
    );
  });
}
