import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { orderGaps } from './order-gaps.ts';

const gap = fc.record(
  {
    code: fc.constantFrom('a', 'b'),
    unit: fc.constantFrom('u', 'v'),
    detail: fc.constantFrom('x', 'y'),
    line: fc.integer({ min: 1, max: 200 }),
  },
  { noNullPrototype: true },
);

test('property: the order of the stages does not matter, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.array(gap), (gaps) => {
      const ordered = orderGaps(gaps);
      assert.deepEqual(orderGaps(gaps.toReversed()), ordered);
      assert.equal(ordered.length, new Set(gaps.map((one) => JSON.stringify([one.code, one.unit, one.detail, one.line]))).size);
    }),
  );
});

test('lines are ordered as numbers', () => {
  const lines = orderGaps([10, 9].map((line) => ({ code: 'c', unit: 'u', path: 'p', line, detail: 'd' }))).map(
    ({ line }) => line,
  );
  assert.deepEqual(lines, [9, 10]);
});
