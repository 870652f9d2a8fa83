import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SeverityStatement } from '../../model/severity.ts';
import { chooseSeverity } from './choose-severity.ts';

const critical = { source: 'nvd', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 };
const severityRows: readonly {
  name: string;
  stated: readonly { source: string; vector?: string; score?: number; word?: 'LOW' | 'HIGH' | 'UNKNOWN' }[];
  ofBundle?: boolean;
  says: string;
}[] = [
  { name: 'nothing', stated: [], says: 'UNKNOWN' },
  { name: 'the vendor before NVD', stated: [critical, { source: 'debian', word: 'LOW' }], says: 'LOW' },
  { name: 'NVD before GitHub', stated: [{ source: 'ghsa', word: 'LOW' }, critical], says: 'CRITICAL' },
  {
    name: 'GitHub before others',
    stated: [
      { source: 'ghsa', word: 'LOW' },
      { source: 'rustsec', score: 9.9 },
    ],
    says: 'LOW',
  },
  {
    name: 'the highest at one rank',
    stated: [
      { source: 'rustsec', word: 'LOW' },
      { source: 'bitnami', word: 'HIGH' },
    ],
    says: 'HIGH',
  },
  {
    name: 'a malformed vector says nothing',
    stated: [{ source: 'debian', vector: 'CVSS:3.0/AV:N' }, critical],
    says: 'CRITICAL',
  },
  {
    name: 'version 2 has no CRITICAL',
    stated: [{ source: 'nvd', vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C', score: 10 }],
    says: 'HIGH',
  },
  { name: 'UNKNOWN is no rating', stated: [{ source: 'debian', word: 'UNKNOWN' }, critical], says: 'CRITICAL' },
];

for (const { name, stated, says } of severityRows) {
  test(`${name}`, () =>
    assert.equal(
      chooseSeverity(
        stated.map((statement) => ({ statement, ofBundle: false })),
        ['Debian:12'],
      ).severity,
      says,
    ));
}

const both: readonly SeverityStatement[] = [
  { source: 'debian', word: 'LOW' },
  { source: 'nvd', score: 9.8 },
  { source: 'cna:VulDB', score: 5.3 },
  { source: 'ghsa', score: 7.5 },
];
const orders: readonly { order?: readonly string[]; says: string; by: string }[] = [
  { says: 'LOW', by: 'debian' },
  { order: ['nvd', 'vendor'], says: 'CRITICAL', by: 'nvd' },
  { order: ['cna'], says: 'MEDIUM', by: 'cna:VulDB' },
  { order: ['cna:VulDB', 'nvd'], says: 'MEDIUM', by: 'cna:VulDB' },
  { order: ['ghsa', 'others'], says: 'HIGH', by: 'ghsa' },
  { order: ['others', 'vendor'], says: 'CRITICAL', by: 'nvd' },
];

for (const { order, says, by } of orders)
  test(`${order?.join(', ') ?? 'the standard order'} shows ${by}`, () => {
    const weighed = both.map((statement) => ({ statement, ofBundle: false }));
    assert.deepEqual(chooseSeverity(weighed, ['Debian:12'], order), { severity: says, by });
    assert.deepEqual(chooseSeverity(weighed.toReversed(), ['Debian:12'], order), { severity: says, by });
  });

test('what was said of a bundle comes last', () => {
  const stated = [
    { statement: { source: 'debian', word: 'LOW' as const }, ofBundle: true },
    { statement: critical, ofBundle: false },
  ];
  assert.equal(chooseSeverity(stated, ['Debian:12']).severity, 'CRITICAL');
  assert.equal(chooseSeverity(stated.slice(0, 1), ['Debian:12']).severity, 'LOW');
});
