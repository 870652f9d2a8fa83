import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { FeedFile } from '../../gather/advisories/feed-file.ts';
import { Fault } from '../../model/fault.ts';
import { importAdvisories } from './import-advisories.ts';
import { findSnapshot, keepSnapshot, listSnapshots } from './kept-snapshots.ts';
import { openAdvisoryDatabase } from './open-advisory-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-kept-'));
after(() => rmSync(folder, { recursive: true }));
const database = join(folder, 'advisories.db');

const feed = (...days: readonly string[]): FeedFile => ({
  path: 'a',
  read: () => [
    {
      kind: 'documents',
      documents: days.map((day, index) => ({
        path: 'a',
        json: {
          id: `GO-${index}`,
          modified: `${day}T00:00:00Z`,
          affected: [{ package: { ecosystem: 'Go', name: 'gauge' }, versions: ['1'] }],
        },
      })),
    },
  ],
});

test('a snapshot that is kept is read by its date and by its id, and no later import changes it', async () => {
  const first = await importAdvisories({ database, files: [feed('2099-01-01')] });
  const kept = keepSnapshot(database);
  const second = await importAdvisories({ database, files: [feed('2099-01-01', '2099-02-01')] });
  assert.deepEqual(kept.id, first.snapshot?.id);
  assert.notEqual(first.snapshot?.id, second.snapshot?.id);
  assert.deepEqual(
    listSnapshots(database).map(({ asOf }) => asOf),
    ['2099-01-01T00:00:00Z'],
  );
  const count = (snapshot?: string) => {
    const source = openAdvisoryDatabase(database, snapshot === undefined ? {} : { snapshot });
    try {
      return source.find('Go', 'gauge').length;
    } finally {
      source.close();
    }
  };
  assert.deepEqual(
    [count(), count('2099-01-15'), count('2099-01-01'), count('2099-02-01'), count(kept.id), count(kept.id.slice(7, 15))],
    [2, 1, 1, 2, 1, 1],
  );
});

test('what is kept already stays as it is', () => {
  const { file } = keepSnapshot(database);
  const before = readFileSync(file);
  assert.equal(keepSnapshot(database).file, file);
  assert.deepEqual(readFileSync(file), before);
  writeFileSync(join(`${database}.kept`, 'other.db'), 'no database');
  assert.equal(listSnapshots(database).length, 2);
});

for (const wanted of ['2098-12-31', 'sha256:0123456789', 'abc', 'now'])
  test(`there is no snapshot ${wanted}`, () => {
    assert.throws(
      () => findSnapshot(database, wanted),
      (error) => error instanceof Fault && error.code === 'snapshot-missing' && existsSync(database),
    );
  });
