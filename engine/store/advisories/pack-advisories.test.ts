import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import type { FeedFile } from '../../gather/advisories/feed-file.ts';
import { importAdvisories } from './import-advisories.ts';
import { openAdvisoryDatabase } from './open-advisory-database.ts';
import { packAdvisories } from './pack-advisories.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-pack-'));
after(() => rmSync(folder, { recursive: true }));
let count = 0;
const fresh = () => {
  count += 1;
  return join(folder, `${count}.db`);
};

const file = (...documents: readonly unknown[]): FeedFile => ({
  path: 'a',
  read: () => [{ kind: 'documents', documents: documents.map((json) => ({ path: 'a', json, dateAt: '2099-03-01T00:00:00Z' })) }],
});
const unpacked = (pack: string): FeedFile => {
  const place = fresh();
  writeFileSync(place, zstdDecompressSync(readFileSync(pack)));
  return { path: 'pack', read: () => [{ kind: 'database', place }] };
};
const record = (id: string, day: string, rest: object = {}) => ({
  id,
  modified: `${day}T00:00:00Z`,
  aliases: ['CVE-2099-1001'],
  affected: [{ package: { ecosystem: 'Debian:12', name: `of-${id}` }, versions: ['1'] }],
  ...rest,
});
const catalog = { catalogVersion: '1', vulnerabilities: [{ cveID: 'CVE-2099-1001', dateAdded: '2099-03-01' }] };
const metadata = {
  cve: 'CVE-2099-1001',
  published: '2099-01-01',
  cvss: [{ src: 'cna:VulDB', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
};
const tracker = (...packages: readonly string[]) =>
  Object.fromEntries(
    packages.map((name) => [name, { [`CVE-2099-${name.length}001`]: { releases: { bookworm: { status: 'open' } } } }]),
  );
const all = [record('DSA-2', '2099-01-02'), record('DSA-1', '2099-01-01'), catalog, metadata, tracker('gauge', 'mast')];

async function importAll(documents: readonly unknown[]): Promise<string> {
  const database = fresh();
  await importAdvisories({ database, files: documents.map((document) => file(document)) });
  return database;
}

test('the same content packs into the same bytes, whatever the order of imports', async () => {
  const packs = [];
  for (const documents of [all, all.toReversed(), [record('DSA-1', '2098-01-01'), ...all]]) {
    const output = fresh();
    packs.push(await packAdvisories(await importAll(documents), output));
    assert.equal(readFileSync(output).length, packs.at(-1)?.sizeBytes);
  }
  assert.equal(new Set(packs.map(({ sha256 }) => sha256)).size, 1);
});

test('a pack that is imported answers as what was packed, and tells what it changes', async () => {
  const [from, pack] = [await importAll(all), fresh()];
  const { snapshot } = await packAdvisories(from, pack);
  const database = await importAll([record('DSA-1', '2098-01-01'), record('DSA-3', '2099-01-01')]);
  const dry = await importAdvisories({ database, files: [unpacked(pack)], dryRun: true });
  const before = readFileSync(database);
  const done = await importAdvisories({ database, files: [unpacked(pack)] });
  assert.notDeepEqual(readFileSync(database), before);
  assert.deepEqual(dry.changes, done.changes);
  assert.deepEqual(done.changes, {
    'cve metadata': { added: 1, changed: 0, withdrawn: 0, removed: 0 },
    debian: { added: 3, changed: 1, withdrawn: 0, removed: 0 },
    'known exploited': { added: 1, changed: 0, withdrawn: 0, removed: 0 },
  });
  const again = await importAdvisories({ database, files: [unpacked(pack)] });
  assert.deepEqual([again.changes, again.snapshot], [{}, done.snapshot]);
  const empty = fresh();
  assert.deepEqual((await importAdvisories({ database: empty, files: [unpacked(pack)] })).snapshot, snapshot);
  const [one, other] = [openAdvisoryDatabase(from), openAdvisoryDatabase(empty)];
  assert.deepEqual(other.find('Debian', 'of-DSA-1'), one.find('Debian', 'of-DSA-1'));
  assert.deepEqual(other.findMetadata('CVE-2099-1001'), one.findMetadata('CVE-2099-1001'));
  for (const source of [one, other]) source.close();
});

test('a withdrawal is told apart', async () => {
  const database = await importAll([record('DSA-1', '2099-01-01')]);
  const { changes } = await importAdvisories({
    database,
    files: [file(record('DSA-1', '2099-01-05', { withdrawn: '2099-01-05T00:00:00Z' }))],
  });
  assert.deepEqual(changes, { debian: { added: 0, changed: 0, withdrawn: 1, removed: 0 } });
});

test('a later edition of a tracker removes what it does not name; an earlier one changes nothing', async () => {
  const database = await importAll([tracker('gauge', 'mast')]);
  const edition = (dateAt: string, ...packages: readonly string[]): FeedFile => ({
    path: 'json',
    read: () => [{ kind: 'documents', documents: [{ path: 'json', json: tracker(...packages), dateAt }] }],
  });
  const later = await importAdvisories({ database, files: [edition('2099-04-01T00:00:00Z', 'gauge')] });
  assert.deepEqual(later.changes, { debian: { added: 0, changed: 0, withdrawn: 0, removed: 1 } });
  const earlier = await importAdvisories({ database, files: [edition('2099-03-15T00:00:00Z', 'gauge', 'mast')] });
  assert.deepEqual([earlier.changes, earlier.gaps.map(({ code }) => code)], [{}, ['document-superseded']]);
  const source = openAdvisoryDatabase(database);
  assert.deepEqual(
    ['gauge', 'mast'].map((name) => source.find('Debian', name).length),
    [1, 0],
  );
  source.close();
});

const hostile: readonly { name: string; change: (database: DatabaseSync) => void; says: readonly string[] }[] = [
  {
    name: 'has a trigger',
    change: (open) => open.exec('CREATE TRIGGER t AFTER INSERT ON alias BEGIN DELETE FROM alias; END'),
    says: ['pack-unreadable'],
  },
  { name: 'has a view', change: (open) => open.exec('CREATE VIEW v AS SELECT 1'), says: ['pack-unreadable'] },
  { name: 'is of another version', change: (open) => open.exec('PRAGMA user_version = 99'), says: ['pack-unreadable'] },
  {
    name: 'was altered',
    change: (open) => open.exec("UPDATE advisory SET head = replace(head, 'DSA-1', 'DSA-9')"),
    says: ['pack-altered'],
  },
];

for (const { name, change, says } of hostile)
  test(`a pack that ${name} is told`, async () => {
    const place = await importAll([record('DSA-1', '2099-01-01'), catalog]);
    const open = new DatabaseSync(place);
    change(open);
    open.close();
    const result = await importAdvisories({
      database: fresh(),
      files: [{ path: 'pack', read: () => [{ kind: 'database', place }] }],
    });
    assert.deepEqual(
      result.gaps.map(({ code }) => code),
      says,
    );
    assert.equal(result.changes.debian, undefined);
  });
