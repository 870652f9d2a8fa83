import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import fc from 'fast-check';
import { type BlobRow, readBlobs } from './read-blobs.ts';

const wanted = { table: 'Packages', key: 'hnum', column: 'blob', largestBytes: 5_000 };

function database(sql: string): Uint8Array {
  const made = new DatabaseSync(':memory:');
  made.exec(`PRAGMA page_size = 512; ${sql}`);
  const bytes = made.serialize();
  made.close();
  return bytes;
}

function read(bytes: Uint8Array): { rows: BlobRow[]; trouble: string | undefined } {
  const rows: BlobRow[] = [];
  const reading = readBlobs(bytes, wanted);
  let next = reading.next();
  for (; !next.done; next = reading.next()) rows.push(next.value);
  return { rows, trouble: next.value };
}

const table = 'CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB);';
const many = `${table} WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 60)
  INSERT INTO Packages SELECT i, randomblob(300) FROM n;`;

const cases: readonly { name: string; sql: string; rows: string[]; trouble: RegExp | undefined }[] = [
  {
    name: 'two blobs',
    sql: `${table} INSERT INTO Packages VALUES (2, x'0102'), (1, x'')`,
    rows: ['1:0', '2:2'],
    trouble: undefined,
  },
  { name: 'an empty table', sql: table, rows: [], trouble: undefined },
  {
    name: 'a text where a blob belongs',
    sql: `${table} INSERT INTO Packages VALUES (1, 'x')`,
    rows: ['1:-'],
    trouble: undefined,
  },
  {
    name: 'a blob that is too large',
    sql: `${table} INSERT INTO Packages VALUES (1, zeroblob(5001))`,
    rows: ['1:-'],
    trouble: undefined,
  },
  { name: 'no such table', sql: 'CREATE TABLE Others (hnum, blob)', rows: [], trouble: /no ordinary table/ },
  { name: 'no such column', sql: 'CREATE TABLE Packages (hnum)', rows: [], trouble: /no ordinary table/ },
  {
    name: 'a view that never ends',
    sql: 'CREATE VIEW Packages AS WITH n(hnum) AS (VALUES (1) UNION ALL SELECT hnum + 1 FROM n) SELECT hnum, zeroblob(9) AS blob FROM n',
    rows: [],
    trouble: /no ordinary table/,
  },
  {
    name: 'a computed column',
    sql: 'CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob AS (zeroblob(900000000))); INSERT INTO Packages VALUES (1)',
    rows: [],
    trouble: /no ordinary table/,
  },
  {
    name: 'a virtual table',
    sql: 'CREATE VIRTUAL TABLE Packages USING fts5(hnum, blob)',
    rows: [],
    trouble: /no ordinary table/,
  },
];

for (const { name, sql, rows, trouble } of cases) {
  test(`reads ${name}`, () => {
    const found = read(database(sql));
    assert.deepEqual(
      found.rows.map(({ key, blob }) => `${key}:${blob?.length ?? '-'}`),
      rows,
    );
    if (trouble) assert.match(found.trouble ?? '', trouble);
    else assert.equal(found.trouble, undefined);
  });
}

test('a database that asks for a write-ahead log is read, and its bytes are left alone', () => {
  const bytes = database(many);
  bytes.fill(2, 18, 20);
  const before = Uint8Array.from(bytes);
  assert.deepEqual({ ...read(bytes), rows: read(bytes).rows.length }, { rows: 60, trouble: undefined });
  assert.deepEqual(bytes, before);
});

test('a database cut in half gives what is left of it, and says that it was cut', () => {
  const bytes = database(many);
  const { rows, trouble } = read(bytes.subarray(0, bytes.length / 2));
  assert.ok(rows.length > 5 && rows.length < 60, `${rows.length} rows`);
  assert.match(trouble ?? '', /states \d+ bytes and has \d+/);
});

test('pages that lead to the same rows again and again end the reading', () => {
  const bytes = database(many);
  const root = 512; // The table's root is the second page: an interior page, its cells pointing at leaves.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  assert.equal(view.getUint8(root), 5);
  const first = view.getUint32(root + view.getUint16(root + 12));
  for (let cell = 0; cell < view.getUint16(root + 3); cell += 1)
    view.setUint32(root + view.getUint16(root + 12 + 2 * cell), first);
  const { rows, trouble } = read(bytes.subarray(0, first * 512));
  assert.ok(rows.length < 10, `${rows.length} rows`);
  assert.match(trouble ?? '', /more bytes than the file/);
});

test('what is no database is trouble, not an empty one', () => {
  for (const bytes of [new Uint8Array(), new Uint8Array(99), new Uint8Array(4096), Buffer.from('x'.repeat(4096))])
    assert.notEqual(read(bytes).trouble, undefined);
});

test('property: a damaged database gives rows or trouble, never a throw', () => {
  const whole = database(many);
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(damage, fc.nat(whole.length), (changes, length) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      const { rows } = read(bytes.subarray(0, Math.max(length, 200)));
      assert.ok(rows.every((row) => Number.isInteger(row.key)));
    }),
  );
});
