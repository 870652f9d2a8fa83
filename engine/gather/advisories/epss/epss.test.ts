import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { epss } from './epss.ts';

const fixture = (name: string) => new URL(`fixtures/${name}`, import.meta.url);
const read = (text: string) => epss.read({ path: 'epss.csv', text });
const say = (text: string) =>
  read(text).items.map((item) =>
    item.kind === 'prediction'
      ? `${item.prediction.id} ${item.prediction.score} ${item.prediction.percentile} ${item.prediction.asOf}`
      : '',
  );

test('golden: one row of three is broken', () => {
  const expected = fixture('one-row-of-three-is-broken.expected.json');
  const reading = read(readFileSync(fixture('one-row-of-three-is-broken.csv'), 'utf8'));
  if (process.env.PLIMSOLL_UPDATE === '1') writeFileSync(expected, `${JSON.stringify(reading, null, 2)}\n`);
  assert.deepEqual(reading, JSON.parse(readFileSync(expected, 'utf8')));
});

const rows: readonly { name: string; text: string; says: string[] }[] = [
  { name: 'without a comment', text: 'cve,epss,percentile\nCVE-2020-1111,0.1,0.2\n', says: ['CVE-2020-1111 0.1 0.2 undefined'] },
  { name: 'without percentiles', text: 'cve,epss\nCVE-2020-1111,0.1', says: ['CVE-2020-1111 0.1 undefined undefined'] },
  {
    name: 'with a date for each row',
    text: '#a\ncve,epss,percentile,date\nCVE-2020-1111,0.1,,2026-08-22',
    says: ['CVE-2020-1111 0.1 undefined 2026-08-22'],
  },
  { name: 'with Windows line ends', text: 'cve,epss\r\nCVE-2020-1111,0.1\r\n', says: ['CVE-2020-1111 0.1 undefined undefined'] },
  {
    name: 'with other columns first',
    text: 'rank,cve,epss\n1,CVE-2020-1111,0.1',
    says: ['CVE-2020-1111 0.1 undefined undefined'],
  },
];

for (const { name, text, says } of rows) test(`reads scores ${name}`, () => assert.deepEqual(say(text), says));

test('thousands of bad rows are a hundred gaps and one that counts the rest', () => {
  const { gaps } = read(`cve,epss\n${'x\n'.repeat(5000)}`);
  assert.equal(gaps.length, 101);
  assert.match(gaps.at(-1)?.detail ?? '', /^4900 more/);
});

test('property: every row is read or a gap', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[A-Z0-9.,-]{1,20}$/), { maxLength: 50 }), (lines) => {
      const { items, gaps } = read(['cve,epss', ...lines].join('\n'));
      assert.equal(items.length + gaps.length, lines.length);
    }),
  );
});
