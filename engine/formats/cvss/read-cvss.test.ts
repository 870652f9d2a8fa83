import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCvss } from './read-cvss.ts';
import { severityOfScore } from './severity-of-score.ts';

// Scores as the FIRST calculators give them.
const rated: readonly { name: string; vector: string; says: string }[] = [
  { name: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', says: '3.1 9.8 CRITICAL' },
  {
    name: '3.1 with temporal metrics: the base counts',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O',
    says: '3.1 9.8 CRITICAL',
  },
  { name: '3.0 with changed scope', vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', says: '3.0 6.1 MEDIUM' },
  { name: '3.1 without impact', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', says: '3.1 0 LOW' },
  { name: '2.0', vector: 'AV:N/AC:L/Au:N/C:P/I:P/A:P', says: '2.0 7.5 HIGH' },
  { name: '2.0 in parentheses', vector: '(AV:N/AC:L/Au:N/C:P/I:P/A:P)', says: '2.0 7.5 HIGH' },
  { name: '2.0 has no CRITICAL', vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C', says: '2.0 10 HIGH' },
  { name: '4.0', vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', says: '4.0 9.3 CRITICAL' },
  {
    name: '4.0 with a threat metric: the base counts',
    vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U',
    says: '4.0 9.3 CRITICAL',
  },
];

for (const { name, vector, says } of rated) {
  test(`rates ${name}`, () => {
    const rating = readCvss(vector);
    assert.equal(rating && `${rating.version} ${rating.score} ${rating.severity}`, says);
  });
}

const refused: readonly { name: string; vector: string }[] = [
  { name: 'an unknown value', vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:U/A:U' },
  { name: 'a missing base metric', vector: 'CVSS:3.1/AV:N/AC:L' },
  { name: 'a repeated metric', vector: 'CVSS:3.1/AV:N/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
  { name: 'a slash at the end', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/' },
  { name: 'a version of the future', vector: 'CVSS:5.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
  { name: 'a number', vector: '7.5' },
  { name: 'nothing', vector: '' },
  { name: 'a vector of a mebibyte', vector: `CVSS:3.1${'/AV:N'.repeat(200_000)}` },
];

for (const { name, vector } of refused) test(`does not rate ${name}`, () => assert.equal(readCvss(vector), undefined));

test('bands of the rating scale', () => {
  assert.deepEqual([0, 3.9, 4, 6.9, 7, 8.9, 9, 10].map(severityOfScore), [
    'LOW',
    'LOW',
    'MEDIUM',
    'MEDIUM',
    'HIGH',
    'HIGH',
    'CRITICAL',
    'CRITICAL',
  ]);
});

test('property: any text is rated or refused', () => {
  const part = fc.constantFrom(
    'CVSS:3.1',
    'CVSS:4.0',
    'AV:N',
    'AC:L',
    'PR:N',
    'UI:N',
    'S:U',
    'C:H',
    'I:H',
    'A:H',
    'Au:N',
    '__proto__:H',
    'toString:X',
    ':',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part).map((parts) => parts.join('/')),
      ),
      (text) => {
        const rating = readCvss(text);
        assert.ok(rating === undefined || (rating.score >= 0 && rating.score <= 10));
      },
    ),
  );
});
