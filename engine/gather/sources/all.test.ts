import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { sourceUnits } from './all.ts';

/** Folders beside the units that are no units. */
const others = ['ownership', 'references'];

test('every folder of the family is registered, under its own name', async () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).filter((name) => !others.includes(name));
  assert.deepEqual(sourceUnits.map(({ id }) => id).sort(), names.sort());
  for (const { id, load } of sourceUnits) {
    const unit = await load();
    assert.ok(Object.isFrozen(unit) && unit.id === id, id);
  }
});
