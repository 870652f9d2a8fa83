import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { cacheFolder } from './cache-folder.ts';
import { openContentCache } from './content-cache.ts';
import { openSourceFiles } from './source-files.ts';
import { writeAtomically } from './write-atomically.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('files are read relative to their folder, and what is not there is undefined', () => {
  mkdirSync(join(folder, 'tree', 'sub'), { recursive: true });
  writeFileSync(join(folder, 'tree', 'b.txt'), 'text');
  const files = openSourceFiles(join(folder, 'tree'));
  assert.deepEqual([files.kindOf('b.txt'), files.kindOf('sub'), files.kindOf('gone')], ['file', 'folder', undefined]);
  assert.deepEqual(files.list('.'), ['b.txt', 'sub']);
  assert.deepEqual([files.list('gone'), files.list('b.txt')], [[], []]);
  assert.deepEqual([files.readText('b.txt'), files.readText('sub'), files.readText('gone')], ['text', undefined, undefined]);
  assert.equal(files.digestOf('b.txt'), '982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1');
  assert.deepEqual([files.digestOf('sub'), files.readText('a\0b')], [undefined, undefined]);
});

test('a small file is read once: what is hashed afterwards is what was read, and the other way round', () => {
  for (const name of ['first', 'second']) writeFileSync(join(folder, name), 'before');
  const files = openSourceFiles(folder);
  assert.deepEqual([files.readText('first'), files.digestOf('second')], ['before', hash('sha256', 'before')]);
  for (const name of ['first', 'second']) writeFileSync(join(folder, name), 'after');
  assert.deepEqual([files.digestOf('first'), files.readText('second')], [hash('sha256', 'before'), 'before']);
});

test('any path means what it means to the system', () => {
  const home = join(folder, 'paths');
  mkdirSync(join(home, 'a', 'b'), { recursive: true });
  for (const path of ['a/x', 'a/b/x', 'x', '...']) writeFileSync(join(home, path), path);
  const files = openSourceFiles(join(home, 'a'));
  const paths = [
    'x',
    './x',
    'b/x',
    'b/../x',
    'b//x',
    'b/',
    '.',
    '',
    '..',
    '../x',
    '../...',
    '../../paths/a/x',
    `${home}/x`,
    'x/',
    '../',
  ];
  for (const path of [...paths, ...paths.map((each) => `${'../'.repeat(40)}${home.slice(1)}/a/${each}`)]) {
    const stat = statSync(resolve(home, 'a', path), { throwIfNoEntry: false });
    assert.equal(files.kindOf(path), stat?.isFile() ? 'file' : stat && 'folder', path);
  }
  assert.equal(files.digestOf('x'), hash('sha256', 'a/x'));
  assert.equal(files.readText('x'), 'a/x');
});

test('a file is written whole, with the folders on the way, and nothing is left beside it', async () => {
  const path = join(folder, 'new', 'deep', 'x.txt');
  await writeAtomically(path, 'one');
  await writeAtomically(path, 'two');
  assert.equal(readFileSync(path, 'utf8'), 'two');
  assert.deepEqual(readdirSync(join(folder, 'new', 'deep')), ['x.txt']);
});

test('what cannot be written is a fault', async () => {
  writeFileSync(join(folder, 'file'), '');
  await assert.rejects(writeAtomically(join(folder, 'file', 'x'), ''), { code: 'file-unwritable' });
});

test('a cache gives back what it keeps; damage and absence are the same', async () => {
  const cache = openContentCache(join(folder, 'cache'));
  assert.equal(await cache.find('k'), undefined);
  await cache.keep('k', { a: [1] });
  assert.deepEqual(await cache.find('k'), { a: [1] });
  const [name = ''] = readdirSync(join(folder, 'cache'));
  const file = join(folder, 'cache', name);
  writeFileSync(file, readFileSync(file).subarray(0, 8));
  assert.equal(await cache.find('k'), undefined);
});

test('a cache that is full forgets, and one that cannot be written is only slow', async () => {
  const cache = openContentCache(join(folder, 'small'), 2);
  for (const key of ['a', 'b', 'c']) await cache.keep(key, key);
  assert.equal(readdirSync(join(folder, 'small')).length, 2);
  await openContentCache(join(folder, 'file', 'below')).keep('k', 1);
});

test('the cache folder follows XDG, when it is absolute', () => {
  assert.equal(cacheFolder({ XDG_CACHE_HOME: '/x' }), '/x/plimsoll');
  assert.match(cacheFolder({ XDG_CACHE_HOME: 'x' }), /\.cache[/\\]plimsoll$/);
  assert.ok(!existsSync('x'));
});
