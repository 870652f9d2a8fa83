import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createMemoryIndex } from '../../compare/releases/affected/memory-index.ts';
import type { RecordIndex } from '../../compare/releases/affected/record-index.ts';
import type { Release } from '../../model/release.ts';
import { plantAdvisory, plantRelease } from '../../test/planted-releases.ts';
import { openRecordIndex } from './open-record-index.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-index-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const release = plantRelease({
  images: {
    'x:1': { packages: { 'left-pad': '1.0.0', lodash: '4.0.0' } },
    'y:1': { packages: { lodash: '4.0.0' } },
    'z:1': { packages: {}, status: 'failed' },
  },
  advisories: [plantAdvisory(1, 'lodash', '4.1.0'), plantAdvisory(2, 'left-pad', '0.9.0')],
  asOf: '2020-05-01T00:00:00Z',
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
  ['what is undecided', (index) => index.findUndecided('CVE-2020-0001')],
];

for (const [name, ask] of questions)
  test(`the file answers as memory does: ${name}`, () => {
    const index = openRecordIndex(place('same.plimsoll'), () => release);
    assert.deepEqual(ask(index), ask(createMemoryIndex(release)));
    index.close();
  });

test('the record is read once, and again when it changed or the index is damaged', () => {
  const file = place('once.plimsoll');
  let reads = 0;
  const open = () => {
    openRecordIndex(file, () => {
      reads += 1;
      return release;
    }).close();
    return reads;
  };
  assert.deepEqual([open(), open()], [1, 1]);
  appendFileSync(file, 'more');
  assert.deepEqual([open(), open()], [2, 2]);
  writeFileSync(`${file}.index`, 'no database');
  assert.deepEqual([open(), open()], [3, 3]);
});

test('a folder that cannot be written gets its answers from the record', () => {
  const index = openRecordIndex('/proc/nowhere/a.plimsoll', (): Release => release);
  assert.equal(index.findPackages('lodash').length, 1);
});
