import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import type { FeedFile } from '../../gather/advisories/feed-file.ts';
import { packEntries, unpackEntries } from '../../gather/advisories/pack-entries.ts';
import { createAdvisoryMemory } from '../../judge/matches/advisory-memory.ts';
import type { Advisory } from '../../model/advisory.ts';
import { Fault } from '../../model/fault.ts';
import { readAdvisoryStatus } from './advisory-status.ts';
import { importAdvisories } from './import-advisories.ts';
import { openAdvisoryDatabase } from './open-advisory-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-store-'));
after(() => rmSync(folder, { recursive: true }));
let count = 0;
const fresh = () => {
  count += 1;
  return join(folder, `${count}.db`);
};

function file(path: string, ...documents: readonly unknown[]): FeedFile {
  return {
    path,
    read: () => [{ kind: 'documents', documents: documents.map((json, index) => ({ path, line: index + 1, json })) }],
  };
}

const record = (id: string, modified: string, name: string, rest: object = {}) => ({
  id,
  modified,
  affected: [
    { package: { ecosystem: 'Debian:12', name }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1' }] }] },
  ],
  ...rest,
});
const catalog = { catalogVersion: '1', vulnerabilities: [{ cveID: 'CVE-2099-1001', dateAdded: '2099-03-01' }] };
const early = record('DSA-1', '2099-01-01T00:00:00Z', 'early', { aliases: ['CVE-2099-1001'] });
const late = record('DSA-1', '2099-01-02T00:00:00Z', 'late', { aliases: ['CVE-2099-1002'] });
const same = record('DSA-1', '2099-01-02T00:00:00Z', 'same');
const other = record('DSA-2', '2099-02-01T00:00:00Z', 'other');

test('what is imported is found by package, by id and by alias', async () => {
  const database = fresh();
  const result = await importAdvisories({ database, files: [file('a', early, catalog)] });
  assert.deepEqual([result.itemsRead, result.files, result.gaps], [2, [{ path: 'a', read: { osv: 1, kev: 1 } }], []]);
  const source = openAdvisoryDatabase(database);
  assert.deepEqual(
    source.find('Debian', 'early').map(({ id, affected }) => [id, affected[0]?.ecosystem]),
    [['DSA-1', 'Debian:12']],
  );
  assert.deepEqual(source.find('Debian', 'none'), []);
  assert.deepEqual(
    source.findRelated('DSA-1').map(({ id, affected }) => [id, affected]),
    [['DSA-1', []]],
  );
  assert.deepEqual(
    source.findRelated('CVE-2099-1001').map(({ id }) => id),
    ['DSA-1'],
  );
  assert.equal(source.findExploited('CVE-2099-1001')?.addedOn, '2099-03-01');
  assert.equal(source.findPrediction('CVE-2099-1001'), undefined);
  assert.deepEqual([[...source.ecosystems], [...source.releases]], [['Debian'], ['Debian:12']]);
  assert.deepEqual(source.snapshot, { ...result.snapshot, asOf: '2099-03-01T00:00:00Z' });
  source.close();
});

test('a later record takes the place of an earlier one, and leaves nothing of it', async () => {
  const database = fresh();
  await importAdvisories({ database, files: [file('a', early)] });
  await importAdvisories({ database, files: [file('b', late)] });
  const source = openAdvisoryDatabase(database);
  assert.deepEqual([source.find('Debian', 'early').length, source.find('Debian', 'late').length], [0, 1]);
  assert.deepEqual(source.findRelated('CVE-2099-1001'), []);
  source.close();
});

test('property: the snapshot is of the content, whatever the order and number of imports', async () => {
  const all = [early, late, same, other, catalog];
  const expected = (await importAdvisories({ database: fresh(), files: [file('a', ...all)] })).snapshot;
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(4), async (documents, at) => {
      const database = fresh();
      await importAdvisories({ database, files: [file('a', ...documents.slice(0, at + 1))] });
      assert.deepEqual((await importAdvisories({ database, files: [file('b', ...documents)] })).snapshot, expected);
    }),
    { numRuns: 15 },
  );
});

test('another content is another snapshot', async () => {
  const ids: unknown[] = [];
  for (const documents of [[early], [late], [early, other]])
    ids.push((await importAdvisories({ database: fresh(), files: [file('a', ...documents)] })).snapshot?.id);
  assert.equal(new Set(ids).size, 3);
});

test('an import that breaks leaves the database that was there, and no draft', async () => {
  const database = fresh();
  await importAdvisories({ database, files: [file('a', early)] });
  const before = readFileSync(database);
  const breaking: FeedFile = {
    path: 'b',
    *read() {
      yield { kind: 'documents', documents: [{ path: 'b', json: late }] };
      throw new Error('the disk went away');
    },
  };
  await assert.rejects(
    () => importAdvisories({ database, files: [breaking] }),
    (error) => error instanceof Fault && error.code === 'file-unwritable',
  );
  assert.deepEqual(readFileSync(database), before);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('draft')),
    [],
  );
});

test('the draft of an import that was killed is removed by the next', async () => {
  const database = fresh();
  writeFileSync(`${database}.999999999.draft`, 'half');
  await importAdvisories({ database, files: [file('a', early)] });
  assert.ok(!existsSync(`${database}.999999999.draft`));
});

test('when nothing can be read there is no database, and the gaps say why', async () => {
  const database = fresh();
  const broken: FeedFile = {
    path: 'b',
    read: () => [{ kind: 'gap', gap: { code: 'json-unreadable', unit: 'x', path: 'b', detail: 'broken' } }],
  };
  const result = await importAdvisories({ database, files: [broken, file('schema.json', { $id: 'x' })] });
  assert.deepEqual([result.snapshot, result.itemsRead, result.gaps.map(({ code }) => code)], [null, 0, ['json-unreadable']]);
  assert.ok(!existsSync(database));
});

test('what no feed knows is a gap among what one does, and passed over by itself', async () => {
  const result = await importAdvisories({ database: fresh(), files: [file('a', early, { a: 1 }), file('b', { a: 1 })] });
  assert.deepEqual(
    result.gaps.map(({ code, path, line }) => [code, path, line]),
    [['document-unknown', 'a', 2]],
  );
  assert.deepEqual(result.files[1], { path: 'b', read: {} });
});

test('what is no advisory database is a fault', async () => {
  const text = fresh();
  writeFileSync(text, 'not a database, but long enough to look like one'.repeat(100));
  const code = async (act: () => unknown) => {
    try {
      await act();
    } catch (error) {
      return error instanceof Fault ? error.code : error;
    }
    return undefined;
  };
  assert.equal(await code(() => openAdvisoryDatabase(text)), 'database-invalid');
  assert.equal(await code(() => importAdvisories({ database: text, files: [file('a', early)] })), 'database-invalid');
  assert.equal(await code(() => openAdvisoryDatabase(fresh())), 'database-missing');
});

test('a database that is cut answers as before, or is refused; one with other damage is no bug', async () => {
  const database = fresh();
  await importAdvisories({ database, files: [file('a', early, other, catalog)] });
  const answer = (path: string): string | undefined => {
    try {
      using source = disposable(openAdvisoryDatabase(path));
      return JSON.stringify([source.find('Debian', 'early'), source.findRelated('CVE-2099-1001'), readAdvisoryStatus(path)]);
    } catch (error) {
      assert.ok(error instanceof Fault && error.code === 'database-invalid', String(error));
      return undefined;
    }
  };
  const whole = readFileSync(database);
  const right = answer(database);
  const damaged = fresh();
  for (let at = 0; at < whole.length; at += 512) {
    writeFileSync(damaged, whole.subarray(0, at));
    assert.ok([right, undefined].includes(answer(damaged)), `cut at ${at}`);
    writeFileSync(damaged, Buffer.from(whole).fill(0xee, at, at + 512));
    answer(damaged);
  }
});

function disposable<Source extends { close(): void }>(source: Source): Source & Disposable {
  return Object.assign(source, { [Symbol.dispose]: () => source.close() });
}

test('what the database holds', async () => {
  const database = fresh();
  await importAdvisories({ database, files: [file('a', early, other, catalog)] });
  const { advisories, exploited, predictions, ecosystems } = readAdvisoryStatus(database);
  assert.deepEqual(
    { advisories, exploited, predictions, ecosystems },
    { advisories: { debian: 2 }, exploited: 1, predictions: 0, ecosystems: ['Debian:12'] },
  );
});

test('the database answers as plain lists do', async () => {
  const database = fresh();
  await importAdvisories({ database, files: [file('a', early, other)] });
  const source = openAdvisoryDatabase(database);
  const advisories: Advisory[] = ['early', 'other'].flatMap((name) => [...source.find('Debian', name)]);
  const memory = createAdvisoryMemory({ snapshot: source.snapshot, advisories });
  for (const name of ['early', 'other', 'none']) assert.deepEqual(memory.find('Debian', name), source.find('Debian', name));
  for (const id of ['DSA-1', 'CVE-2099-1001', 'none']) assert.deepEqual(memory.findRelated?.(id), source.findRelated(id));
  source.close();
});

test('property: what is packed is unpacked', () => {
  const event = fc.oneof(
    ...['introduced', 'fixed', 'lastAffected', 'limit'].map((name) => fc.string().map((version) => ({ [name]: version }))),
  );
  const range = fc.record({ type: fc.constantFrom('SEMVER' as const, 'ECOSYSTEM' as const), events: fc.array(event) });
  const entry = fc.record({
    ecosystem: fc.constant('Debian:12'),
    name: fc.constantFrom('a', 'B'),
    scheme: fc.constant('dpkg' as const),
    ranges: fc.array(range),
    versions: fc.array(fc.string()),
    severities: fc.constant([]),
    architectures: fc.array(fc.string()),
  });
  fc.assert(
    fc.property(fc.array(entry), (entries) =>
      assert.deepEqual(unpackEntries(packEntries(entries, 'a'), 'a'), JSON.parse(JSON.stringify(entries))),
    ),
  );
});
