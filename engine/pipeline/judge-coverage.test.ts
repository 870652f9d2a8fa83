import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Gap } from '../model/reading.ts';
import { judgeCoverage } from './judge-coverage.ts';

const gap = (parts: Partial<Gap>): Gap => ({ code: 'x', unit: 'u', detail: 'd', ...parts });
const undecided = [{ purl: 'pkg:npm/a@1', code: 'c', reason: 'r' }];
const complete = { unread: 0, allow: [] };

const cases: readonly {
  name: string;
  gaps: readonly Gap[];
  undecided?: typeof undecided;
  policy?: { unread: number; allow: string[] };
  accepted: boolean;
}[] = [
  { name: 'nothing open', gaps: [], accepted: true },
  { name: 'one gap', gaps: [gap({ image: 'i' })], accepted: false },
  { name: 'a gap that belongs to no image', gaps: [gap({ path: 'charts/a' })], accepted: false },
  { name: 'an undecided package', gaps: [], undecided, accepted: false },
  { name: 'a gap of an image that is allowed', gaps: [gap({ image: 'i' })], policy: { unread: 0, allow: ['i'] }, accepted: true },
  {
    name: 'a gap of another image than the allowed',
    gaps: [gap({ image: 'j' })],
    policy: { unread: 0, allow: ['i'] },
    accepted: false,
  },
  {
    name: 'two gaps of one image, one unread allowed',
    gaps: [gap({ image: 'i' }), gap({ image: 'i', code: 'y' })],
    policy: { unread: 1, allow: [] },
    accepted: true,
  },
  {
    name: 'two images, one unread allowed',
    gaps: [gap({ image: 'i' }), gap({ image: 'j' })],
    policy: { unread: 1, allow: [] },
    accepted: false,
  },
];

for (const { name, gaps, undecided = [], policy = complete, accepted } of cases) {
  test(`coverage with ${name} is ${accepted ? '' : 'not '}accepted`, () => {
    assert.equal(judgeCoverage({ gaps, undecided }, policy).isAccepted, accepted);
  });
}
