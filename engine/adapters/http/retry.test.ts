import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffMs, retryAfterMs } from './retry.ts';

const now = Date.UTC(2026, 0, 1);
const cases: readonly (readonly [header: string | undefined, ms: number | undefined])[] = [
  [undefined, undefined],
  ['0', 0],
  ['120', 120_000],
  [' 5 ', 5000],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['', undefined],
];

for (const [header, ms] of cases) test(`Retry-After ${header}: ${ms} ms`, () => assert.equal(retryAfterMs(header, now), ms));

test('pauses double, and chance shortens them by half at most', () => {
  assert.deepEqual(
    [1, 2, 3].map((attempt) => backoffMs(attempt, 1)),
    [250, 500, 1000],
  );
  assert.equal(backoffMs(1, 0), 125);
  assert.equal(backoffMs(60, 1), 60_000);
});
