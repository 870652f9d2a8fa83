import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findEndOfLife, hasEnded } from './end-of-life.ts';

const rows: readonly (readonly [id: string, versionId: string | undefined, day: string | undefined])[] = [
  ['debian', '10', '2024-06-30'],
  ['debian', '11.7', '2026-08-31'],
  ['alpine', '3.18.4', '2025-05-09'],
  ['rhel', '9.3', '2032-05-31'],
  ['ubuntu', '22.04', '2027-04-01'],
  ['sles', '15.5', '2024-12-31'],
  ['debian', undefined, undefined],
  ['debian', '99', undefined],
  ['wolfi', '20230201', undefined],
];

for (const [id, versionId, day] of rows)
  test(`${id} ${versionId} gets updates until ${day}`, () => {
    assert.equal(findEndOfLife({ id, like: [], path: '', ...(versionId && { versionId }) }), day);
  });

test('the last day is one of updates', () => {
  const debian = { id: 'debian', like: [], path: '', versionId: '10' };
  assert.equal(hasEnded(debian, '2024-06-30T23:59:59Z'), false);
  assert.equal(hasEnded(debian, '2024-07-01T00:00:00Z'), true);
});
