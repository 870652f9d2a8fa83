import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorld } from './memory-world.ts';
import { createLocator, readSources } from './read-sources.ts';

const list = (at: string) => ({ kind: 'image-list', at }) as const;
const files = { 'a.txt': 'a:1', 'b.txt': 'b:2' };

test('readings come in the order of the sources, with progress', async () => {
  const seen: string[] = [];
  const specs = [list('a.txt'), list('gone.txt'), list('b.txt')];
  const readings = await readSources(specs, memoryWorld({ files }), {
    onProgress: ({ source, state }) => seen.push(`${source} ${state}`),
  });
  assert.deepEqual(
    readings.map(({ occurrences, gaps }) => [occurrences.length, gaps.length]),
    [
      [1, 0],
      [0, 1],
      [1, 0],
    ],
  );
  assert.equal(seen.length, 6);
});

test('a unit that crashes is a gap, and the others are read', async () => {
  const world = memoryWorld({ files });
  const failing = { ...world.files, readText: unluckyRead };
  const readings = await readSources([list('a.txt'), list('b.txt')], { ...world, files: failing });
  assert.deepEqual(
    readings.map(({ gaps }) => gaps.map(({ code }) => code)),
    [['unit-crashed'], []],
  );
});

test('an aborted reading rejects', async () => {
  await assert.rejects(
    readSources([list('a.txt')], memoryWorld({ files }), { signal: AbortSignal.abort(new Error('enough')) }),
    /enough/,
  );
});

test('an image of a source that is not configured stands where its resource does', async () => {
  const identity = { apiVersion: 'v1', kind: 'Pod', namespace: null, name: 'x' };
  const from = { identity, value: {}, source: 'stdin:-', file: 'stream.yaml', line: 3, hook: false };
  assert.deepEqual((await createLocator([], memoryWorld({ files }).files))({ from, declared: 'a:1', path: 'x' }), {
    file: 'stream.yaml',
    line: 3,
  });
});

function unluckyRead(path: string): string {
  if (path === 'a.txt') throw new Error('out of luck');
  return 'b:2';
}
