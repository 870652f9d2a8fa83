import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeImagesWithWorst, describeShares } from './shares.ts';

const share = (part: number, whole: number, percent: number | null) => ({ part, whole, percent });

test('the sentence of the meetings, word for word in form', () => {
  const shares = {
    critical: share(58, 4453, 1.3),
    criticalFixable: share(40, 58, 68.8),
    high: share(116, 4453, 2.6),
    highFixable: share(85, 116, 73.2),
    imagesWithCriticalOrHigh: share(19, 178, 10.7),
  };
  assert.equal(
    describeShares(shares),
    '1.3% of findings are critical (68.8% of those fixable), 2.6% are high (73.2% of those fixable)',
  );
  assert.equal(describeImagesWithWorst(shares), '19 of 178 images have critical or high findings');
});

test('a share of nothing is none', () => {
  const none = share(0, 0, null);
  const shares = {
    critical: none,
    criticalFixable: none,
    high: none,
    highFixable: none,
    imagesWithCriticalOrHigh: share(1, 1, 100),
  };
  assert.match(describeShares(shares), /^none of findings are critical/);
  assert.equal(describeImagesWithWorst(shares), '1 of 1 image has critical or high findings');
});
