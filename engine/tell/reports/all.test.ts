import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { renderers } from './all.ts';

/** Folders that are no format of `plimsoll report`. */
const others = [
  'affected',
  'csaf',
  'cyclonedx',
  'cyclonedx-vex',
  'decisions',
  'difference',
  'explanation',
  'gate',
  'hardening',
  'history',
  'inventory',
  'matches',
  'openvex',
  'plan',
  'reach',
  'reconciliation',
  'removal',
  'rights',
  'scans',
  'site',
  'spdx',
  'syft',
  'tenancy',
  'triage',
];
const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test('every folder is registered, and only folders are', () => {
  assert.deepEqual([...new Set(renderers.map(({ id }) => id)), ...others].toSorted(), folders.map(({ name }) => name).toSorted());
});

for (const entry of renderers) {
  test(`${entry.format} loads as what it is registered as`, async () => {
    assert.equal((await entry.load()).id, entry.id);
    assert.ok(entry.about.title.length > 0);
  });
}
