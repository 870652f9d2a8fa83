import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Gap } from '../../model/reading.ts';
import { describeGap } from './group-gaps.ts';

const rows: readonly (readonly [name: string, place: Partial<Gap>, says: string])[] = [
  ['of an image', { image: 'gauge:1' }, 'gauge:1: cut off'],
  ['of a file', { path: 'a.yaml' }, 'a.yaml: cut off'],
  ['of a line', { path: 'a.yaml', line: 3 }, 'a.yaml:3: cut off'],
  ['of a file in an image', { image: 'gauge:1', path: 'etc/passwd' }, 'gauge:1 etc/passwd: cut off'],
  ['of no place', {}, 'cut off'],
];

for (const [name, place, says] of rows)
  test(`a gap ${name} says where it is`, () => {
    assert.equal(describeGap({ code: 'layer-unread', unit: 'test', detail: 'cut off', ...place }), says);
  });
