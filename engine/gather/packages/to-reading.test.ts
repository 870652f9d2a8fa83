import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Package } from '../../model/package.ts';
import type { Gap } from '../../model/reading.ts';
import { toReading } from './to-reading.ts';

const place = { unit: 'gather/packages/test', path: 'a' };
const found: Package = { type: 'deb', name: 'a', version: '1', scheme: 'dpkg', certainty: 'certain', path: 'a' };
const gap: Gap = { ...place, code: 'unreadable-line', detail: 'x' };
const repeat = <Part>(part: Part, times: number) => Array.from({ length: times }, () => part);

test('keeps packages and gaps, each in order', () => {
  const other = { ...found, name: 'b' };
  assert.deepEqual(toReading([found, gap, other], place), { items: [found, other], gaps: [gap] });
});

test('says how many gaps it does not show', () => {
  const { gaps } = toReading(repeat(gap, 1_005), place);
  assert.equal(gaps.length, 1_001);
  assert.match(gaps.at(-1)?.detail ?? '', /^5 more/);
});

test('stops when there are too many gaps, and says so', () => {
  const { items, gaps } = toReading([...repeat(gap, 101_000), found], place);
  assert.deepEqual(items, []);
  assert.match(gaps.at(-1)?.detail ?? '', /^100000 more .* the rest was not read$/);
});

test('stops when there are too many packages, and closes what it reads from', () => {
  let closed = false;
  function* endless(): Generator<Package> {
    try {
      for (;;) yield found;
    } finally {
      closed = true;
    }
  }
  const { items, gaps } = toReading(endless(), place);
  assert.deepEqual([items.length, gaps.map((each) => each.code), closed], [250_000, ['too-many-packages'], true]);
});
