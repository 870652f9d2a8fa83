import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Fault } from '../../model/fault.ts';
import { findFeedFiles } from './find-feed-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-feeds-'));
mkdirSync(join(folder, 'sub/deep'), { recursive: true });
for (const name of ['b.json', 'a.json', 'sub/c.json', 'sub/deep/d.json']) writeFileSync(join(folder, name), '{}');
symlinkSync('.', join(folder, 'sub/loop'));
symlinkSync('nowhere', join(folder, 'sub/dangling.json'));
symlinkSync('../a.json', join(folder, 'sub/linked.json'));
after(() => rmSync(folder, { recursive: true }));

test('files of a folder and its subfolders, in order; links to folders are not followed', () => {
  assert.deepEqual(
    findFeedFiles([folder]).map(({ path }) => path),
    ['a.json', 'b.json', 'sub/c.json', 'sub/deep/d.json', 'sub/linked.json'],
  );
});

test('a file that is named goes by its name', () => {
  assert.deepEqual(
    findFeedFiles([join(folder, 'sub/c.json'), join(folder, 'a.json')]).map(({ path }) => path),
    ['c.json', 'a.json'],
  );
});

test('a path that is not there is a fault', () => {
  assert.throws(
    () => findFeedFiles([join(folder, 'none')]),
    (error) => error instanceof Fault && error.code === 'file-unreadable',
  );
});

test('a file that went away is a gap', async () => {
  writeFileSync(join(folder, 'sub/gone.json'), '{}');
  const file = findFeedFiles([join(folder, 'sub/gone.json')])[0];
  rmSync(join(folder, 'sub/gone.json'));
  assert.deepEqual(
    (await Array.fromAsync(file?.read() ?? [])).map((part) => part.kind === 'gap' && part.gap.code),
    ['file-unreadable'],
  );
});
