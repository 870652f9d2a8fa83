import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { EntryKind, LayerReading } from '../../model/layer.ts';
import { collectEntries } from './entry-list.ts';
import { entriesOf, type LayerEntry } from './entry-table.ts';

const empty: Omit<LayerReading, 'paths' | 'facts'> = {
  digest: '',
  diffId: '',
  compressedBytes: 0,
  uncompressedBytes: 0,
  whiteouts: [],
  opaque: [],
  found: [],
  distributions: [],
  gaps: [],
  complete: true,
};

function tableOf(entries: readonly LayerEntry[]) {
  const collected = collectEntries();
  for (const entry of entries) collected.set(entry);
  const { paths, entries: packed } = collected.end();
  const layer: LayerReading = { ...empty, paths, facts: { entries: packed, owned: [], credentials: [] } };
  // As it comes back from the cache.
  return { layer, table: entriesOf(JSON.parse(JSON.stringify(layer)) as LayerReading) };
}

const anyEntry = fc
  .record({
    path: fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 4 }),
    kind: fc.constantFrom<EntryKind>('file', 'directory', 'symlink', 'hardlink', 'other'),
    mode: fc.constantFrom(0o644, 0o755, 0o4755),
    uid: fc.nat(2),
    gid: fc.nat(2),
    sizeBytes: fc.nat(1000),
    target: fc.string({ maxLength: 3 }),
  })
  .map(
    (entry): LayerEntry => ({
      ...entry,
      sizeBytes: entry.kind === 'file' ? entry.sizeBytes : 0,
      target: entry.kind === 'symlink' || entry.kind === 'hardlink' ? entry.target : '',
    }),
  );

test('property: what was collected is found again, the last of each path', () => {
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 20 }), (entries) => {
      const last = new Map(entries.map((entry) => [entry.path, entry]));
      const { layer, table } = tableOf(entries);
      for (const [path, entry] of last) assert.deepEqual(table?.find(path), entry);
      assert.equal(table?.find('nowhere'), undefined);
      const files = [...last.values()].filter(({ kind }) => kind !== 'directory');
      assert.deepEqual(layer.paths, files.map(({ path }) => path).sort());
      assert.equal(
        table?.sizeOf(0, layer.paths.length),
        files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      );
      const setuid = table?.select(({ mode }) => mode === 0o4755, 100).map(({ path }) => path);
      assert.deepEqual(
        setuid?.sort(),
        [...last.values()]
          .filter(({ mode }) => mode === 0o4755)
          .map(({ path }) => path)
          .sort(),
      );
    }),
  );
});

test('entries: what is alike is kept once', () => {
  const entries = Array.from(
    { length: 1000 },
    (_, index): LayerEntry => ({
      path: `f${index}`,
      kind: 'file',
      mode: 0o644,
      uid: 0,
      gid: 0,
      sizeBytes: 1,
      target: '',
    }),
  );
  const { classes, runs } = tableOf(entries).layer.facts?.entries ?? { classes: [], runs: [] };
  assert.deepEqual([classes.length, runs], [1, [0, 1000]]);
});

test('property: runs that lie are no trouble', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (runs, sizes) => {
      const entries = { directories: ['d'], classes: [], runs, sizes, targets: [], capabilities: [] };
      const table = entriesOf({ ...empty, paths: ['a', 'b'], facts: { entries, owned: [], credentials: [] } });
      assert.deepEqual([table?.find('a'), table?.select(() => true, 9)], [undefined, []]);
    }),
  );
});
