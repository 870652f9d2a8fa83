import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { createMemoryIndex } from '../../compare/releases/affected/memory-index.ts';
import type { RecordIndex } from '../../compare/releases/affected/record-index.ts';
import type { Release } from '../../model/release.ts';
import { digestOf, withFiles } from '../../test/hashed-release.ts';
import { plantAdvisory, plantRelease } from '../../test/planted-releases.ts';
import { openRecordIndex } from './open-record-index.ts';
import { stampOf } from './record-stamp.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-index-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const planted = plantRelease({
  images: {
    'x:1': { packages: { 'left-pad': '1.0.0', lodash: '4.0.0' } },
    'y:1': { packages: { lodash: '4.0.0' } },
    'z:1': { packages: {}, status: 'failed' },
  },
  advisories: [plantAdvisory(1, 'lodash', '4.1.0'), plantAdvisory(2, 'left-pad', '0.9.0')],
  asOf: '2020-05-01T00:00:00Z',
});
const release = withFiles(planted, {
  'x:1': [{ 'bin/sh': 'shell', 'etc/conf': 'old' }, { 'etc/conf': 'new' }],
  'y:1': [
    { 'bin/sh': 'shell', 'etc/conf': 'old' },
    { 'etc/other': 'old', log: null },
  ],
});

function place(name: string): string {
  const file = join(folder, name);
  writeFileSync(file, 'a record');
  return file;
}

const questions: readonly (readonly [name: string, ask: (index: RecordIndex) => unknown])[] = [
  ['the release', ({ release }) => release],
  ['a finding by CVE', (index) => index.findFindings('cve-2020-0001')],
  ['a finding by alias', (index) => index.findFindings('GHSA-0000-0000-0001')],
  ['no finding', (index) => index.findFindings('CVE-2020-0002')],
  ['an id that an advisory has', (index) => [index.knows('CVE-2020-0002'), index.knows('CVE-1999-0001')]],
  ['packages by name', (index) => [index.findPackages('LoDash'), index.findPackages('nothing')]],
  ['names that contain a text', (index) => index.findNames('pad')],
  ['files by digest', (index) => ['shell', 'old', 'new', 'none'].map((content) => index.findFiles(digestOf(content)))],
  ['what is undecided', (index) => index.findUndecided('CVE-2020-0001')],
];

for (const [name, ask] of questions)
  test(`the file answers as memory does: ${name}`, async () => {
    const index = await openRecordIndex(place('same.plimsoll'), () => release);
    assert.deepEqual(ask(index), ask(createMemoryIndex(release)));
    index.close();
  });

/** A record whose index was written, and how often it was read since. */
async function placeIndexed(name: string) {
  const file = place(name);
  let reads = 0;
  const open = async (record = file) => {
    const read = () => {
      reads += 1;
      return release;
    };
    (await openRecordIndex(record, read)).close();
    return reads;
  };
  await open();
  reads = 0;
  return { file, open };
}

const later = new Date('2021-01-01T00:00:00Z');

const changes: readonly (readonly [name: string, readsOnce: 0 | 1, change: (file: string) => void])[] = [
  ['nothing', 0, () => undefined],
  ['more bytes', 1, (file) => appendFileSync(file, 'more')],
  ['other bytes, as many', 1, (file) => writeFileSync(file, 'A record')],
  ['other bytes, as many, and the time of modification set back', 1, (file) => writeAndRestoreTimes(file, 'A record')],
  ['another file with the same size and time in its place', 1, (file) => replaceWith(file, 'A record')],
  ['the time, but no byte', 0, (file) => utimesSync(file, later, later)],
  ['the file, but no byte', 0, (file) => replaceWith(file, 'a record')],
  ['the index damaged', 1, (file) => writeFileSync(`${file}.index`, 'no database')],
  ['the index cut short', 1, (file) => truncateSync(`${file}.index`, 5000)],
  ['the index of an older version', 1, (file) => setVersion(`${file}.index`, 1)],
  ['the index removed', 1, (file) => rmSync(`${file}.index`)],
];

for (const [at, [name, readsOnce, change]] of changes.entries())
  test(`whether the record is read again, and no more than once: ${name}`, async () => {
    const { file, open } = await placeIndexed(`changed-${at}.plimsoll`);
    change(file);
    assert.deepEqual([await open(), await open()], [readsOnce, readsOnce]);
  });

test('the index of another record is not taken for this one', async () => {
  const [one, other] = [await placeIndexed('one.plimsoll'), await placeIndexed('other.plimsoll')];
  writeFileSync(other.file, 'an other');
  copyFileSync(`${one.file}.index`, `${other.file}.index`);
  assert.equal(await other.open(), 1);
});

test('a record that is copied with its index is hashed once', async () => {
  const { file, open } = await placeIndexed('moved.plimsoll');
  const copy = join(folder, 'copy.plimsoll');
  for (const end of ['', '.index']) copyFileSync(`${file}${end}`, `${copy}${end}`);
  const before = stampIn(copy);
  assert.deepEqual([await open(copy), stampIn(copy) === before, stampIn(copy) === stampOf(copy)], [0, false, true]);
});

test('a record that changes while it is read leaves no index', async () => {
  const file = place('racing.plimsoll');
  const index = await openRecordIndex(file, () => {
    writeFileSync(file, 'another record');
    return release;
  });
  assert.deepEqual([index.findPackages('lodash').length, existsSync(`${file}.index`)], [1, false]);
});

test('a folder that cannot be written gets its answers from the record', async () => {
  const index = await openRecordIndex('/proc/nowhere/a.plimsoll', (): Release => release);
  assert.equal(index.findPackages('lodash').length, 1);
});

function writeAndRestoreTimes(file: string, text: string): void {
  const { atime, mtime } = statSync(file);
  writeFileSync(file, text);
  utimesSync(file, atime, mtime);
}

function replaceWith(file: string, text: string): void {
  const { atime, mtime } = statSync(file);
  writeFileSync(`${file}.new`, text);
  utimesSync(`${file}.new`, atime, mtime);
  renameSync(`${file}.new`, file);
}

function setVersion(file: string, version: number): void {
  using database = new DatabaseSync(file);
  database.exec(`PRAGMA user_version = ${version}`);
}

function stampIn(record: string): unknown {
  using database = new DatabaseSync(`${record}.index`, { readOnly: true });
  return database.prepare("SELECT value FROM about WHERE name = 'stamp'").get()?.value;
}
