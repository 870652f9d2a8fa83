import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { writeNdb } from '../../../formats/ndb/write-ndb.ts';
import { assertGolden } from '../../../test/golden.ts';
import { readHeader, tags } from './read-header.ts';
import { rpm } from './rpm.ts';

const path = 'var/lib/rpm/rpmdb.sqlite';
const fixtures = join(import.meta.dirname, 'fixtures');
const readBytes = (bytes: Uint8Array, at = path) => rpm.read({ path: at, content: contentOf(bytes) });

test('golden: a module with three packages, a plain one, and a key that is none', () => {
  assertGolden(
    join(fixtures, 'modular-and-plain.expected.json'),
    readBytes(readFileSync(join(fixtures, 'modular-and-plain.sqlite'))),
  );
});

/** The same headers in the two older formats; order and path are the format's own. */
const elsewhere: readonly { name: string; path: string; bytes: () => Uint8Array }[] = [
  { name: 'Berkeley DB', path: 'var/lib/rpm/Packages', bytes: () => readFileSync(join(fixtures, 'modular-and-plain.Packages')) },
  { name: 'ndb', path: 'usr/lib/sysimage/rpm/Packages.db', bytes: () => writeNdb(headersOf('modular-and-plain.sqlite')) },
];

function headersOf(fixture: string): { key: number; blob: Uint8Array }[] {
  const database = new DatabaseSync(join(fixtures, fixture), { readOnly: true });
  const rows = database.prepare('SELECT hnum, blob FROM Packages').all();
  database.close();
  return rows.map(({ hnum, blob }) => ({ key: Number(hnum), blob: blob as Uint8Array }));
}

for (const { name, path: at, bytes } of elsewhere) {
  test(`reads the same packages from ${name}`, () => {
    const [here, there] = [readBytes(readFileSync(join(fixtures, 'modular-and-plain.sqlite'))), readBytes(bytes(), at)].map(
      ({ items, gaps }) => ({
        gaps,
        items: items.map((item) => ({ ...item, path: '' })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      }),
    );
    assert.deepEqual(there, here);
  });

  test(`half of a database in ${name} keeps no silence`, () => {
    const half = bytes();
    assert.notDeepEqual(readBytes(half.subarray(0, half.length / 2), at).gaps, []);
  });
}

type Values = Partial<Record<keyof typeof tags, string | number>>;

/** A header as rpm writes it, of strings and 32-bit numbers. */
function header(values: Values): Uint8Array {
  const index: Buffer[] = [];
  const store: Buffer[] = [];
  let offset = 0;
  for (const [name, value] of Object.entries(values) as [keyof typeof tags, string | number][]) {
    const bytes = Buffer.alloc(typeof value === 'number' ? 4 : Buffer.byteLength(value) + 1);
    if (typeof value === 'number') bytes.writeUInt32BE(value);
    else bytes.write(value);
    index.push(words(tags[name], typeof value === 'number' ? 4 : 6, offset, 1));
    store.push(bytes);
    offset += bytes.length;
  }
  return Buffer.concat([words(index.length, offset), ...index, ...store]);
}

function words(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [at, number] of numbers.entries()) bytes.writeUInt32BE(number, 4 * at);
  return bytes;
}

function database(...blobs: Uint8Array[]): Uint8Array {
  const made = new DatabaseSync(':memory:');
  made.exec('CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)');
  const insert = made.prepare('INSERT INTO Packages (blob) VALUES (?)');
  for (const blob of blobs) insert.run(blob);
  const bytes = made.serialize();
  made.close();
  return bytes;
}

const a = { name: 'a', version: '1', release: '2' };
const cases: readonly { name: string; header: Values; found: string[]; gaps: string[] }[] = [
  { name: 'no epoch', header: a, found: ['a 1-2'], gaps: [] },
  { name: 'an epoch of 0', header: { ...a, epoch: 0 }, found: ['a 0:1-2'], gaps: [] },
  { name: 'a source of its own name', header: { ...a, sourceRpm: 'a-1-2.src.rpm' }, found: ['a 1-2'], gaps: [] },
  { name: 'a source with hyphens', header: { ...a, sourceRpm: 'b-c-1-2.src.rpm' }, found: ['a 1-2 < b-c 1-2'], gaps: [] },
  { name: 'a source that is not passed on', header: { ...a, sourceRpm: 'b-1-2.nosrc.rpm' }, found: ['a 1-2 < b 1-2'], gaps: [] },
  {
    name: 'the epoch for the source',
    header: { ...a, epoch: 3, sourceRpm: 'b-1-2.src.rpm' },
    found: ['a 3:1-2 < b 3:1-2'],
    gaps: [],
  },
  {
    name: 'no epoch for another version',
    header: { ...a, epoch: 3, sourceRpm: 'b-9-2.src.rpm' },
    found: ['a 3:1-2 < b 9-2'],
    gaps: [],
  },
  { name: 'no source', header: { ...a, sourceRpm: '(none)' }, found: ['a 1-2'], gaps: [] },
  { name: 'a source that cannot be read', header: { ...a, sourceRpm: 'b.rpm' }, found: ['a 1-2'], gaps: ['source-unreadable'] },
  { name: 'a public key', header: { ...a, name: 'gpg-pubkey' }, found: [], gaps: [] },
  { name: 'no release', header: { name: 'a', version: '1' }, found: [], gaps: ['incomplete-record'] },
  { name: 'a name with a space in it', header: { ...a, name: 'a b' }, found: [], gaps: ['incomplete-record'] },
  { name: 'an epoch that is no number', header: { ...a, epoch: 'x' }, found: [], gaps: ['incomplete-record'] },
];

for (const { name, header: values, found, gaps } of cases) {
  test(`reads ${name}`, () => {
    const reading = readBytes(database(header(values), header({ ...a, name: 'last' })));
    const brief = reading.items.map(
      (each) => `${each.name} ${each.version}${each.source ? ` < ${each.source.name} ${each.source.version}` : ''}`,
    );
    assert.deepEqual(brief, [...found, 'last 1-2']);
    assert.deepEqual(
      reading.gaps.map((gap) => gap.code),
      gaps,
    );
  });
}

test('a header that is cut is a gap, and the rest is read', () => {
  const { items, gaps } = readBytes(database(header(a).subarray(0, -1), new Uint8Array(3), header(a)));
  assert.deepEqual([items.length, gaps.map((gap) => gap.code)], [1, ['record-unreadable', 'record-unreadable']]);
});

const others: readonly { name: string; path: string; code: string; says: RegExp }[] = [
  { name: 'Berkeley DB', path: 'var/lib/rpm/Packages', code: 'database-unreadable', says: /Berkeley DB/ },
  { name: 'ndb', path: 'usr/lib/sysimage/rpm/Packages.db', code: 'database-unreadable', says: /ndb/ },
  { name: 'a write-ahead log', path: `${path}-wal`, code: 'database-incomplete', says: /not merged/ },
  { name: 'a database that is none', path, code: 'database-unreadable', says: /not read whole/ },
];

for (const { name, path: at, code, says } of others) {
  test(`is never silent: ${name}`, () => {
    const { items, gaps } = readBytes(new Uint8Array(8192), at);
    assert.deepEqual([items.length, gaps.map((gap) => gap.code)], [0, [code]]);
    assert.match(gaps[0]?.detail ?? '', says);
  });
}

test('a database cut in half keeps no silence', () => {
  const bytes = readFileSync(join(fixtures, 'modular-and-plain.sqlite'));
  const { gaps } = readBytes(bytes.subarray(0, bytes.length / 2));
  assert.ok(gaps.some((gap) => gap.code === 'database-unreadable'));
});

test('wants the databases and nothing near them', () => {
  const wants = (path: string, sizeBytes = 1) => rpm.wants({ path, sizeBytes, mode: 0o644, head: new Uint8Array() });
  for (const good of [
    path,
    'usr/lib/sysimage/rpm/rpmdb.sqlite',
    'usr/share/rpm/rpmdb.sqlite',
    'var/lib/rpm/Packages',
    'usr/lib/sysimage/rpm/Packages.db',
    `${path}-wal`,
  ])
    assert.ok(wants(good), good);
  for (const bad of [`${path}-shm`, `srv/${path}`, 'var/lib/rpm/Name', 'Packages', 'var/lib/rpm']) assert.ok(!wants(bad), bad);
  assert.ok(!wants(`${path}-wal`, 0), 'an empty log holds nothing');
});

test('property: any bytes are a header or none', () => {
  const whole = header({ ...a, epoch: 1, license: 'MIT' });
  const damaged = fc
    .tuple(fc.nat(whole.length - 1), fc.nat(255))
    .map(([at, value]) => whole.map((byte, index) => (index === at ? value : byte)));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
      const read = readHeader(bytes);
      assert.ok(read === undefined || read instanceof Map);
    }),
  );
});

test('property: any bytes at all give a reading, and never an empty one without a gap', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const { items, gaps } = readBytes(bytes);
      assert.ok(items.length + gaps.length > 0);
      assert.ok(gaps.every((gap) => gap.unit === 'gather/packages/rpm' && gap.path === path));
    }),
  );
});
