import { join } from 'node:path';
import { test } from 'node:test';
import { assertGolden } from '../../../test/golden.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { inventoryForms, renderInventory } from './inventory.ts';

const inventory = {
  ...sampleRelease.inventory,
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
