import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SeverityStatement } from '../../model/severity.ts';
import { describeSeverities } from './describe-severities.ts';

const rows: readonly { name: string; severities: readonly SeverityStatement[]; by?: string; says: string }[] = [
  { name: 'nobody', severities: [], says: '' },
  { name: 'one', severities: [{ source: 'nvd', score: 9.8 }], by: 'nvd', says: '' },
  {
    name: 'two who agree',
    severities: [
      { source: 'nvd', score: 9.8 },
      { source: 'ghsa', score: 9.8 },
    ],
    by: 'nvd',
    says: '',
  },
  {
    name: 'two who differ, the shown one first',
    severities: [
      { source: 'nvd', score: 9.8 },
      { source: 'suse', score: 5.3 },
    ],
    by: 'suse',
    says: 'SUSE 5.3, NVD 9.8',
  },
  {
    name: 'a word and two versions of a score',
    severities: [
      { source: 'redhat', word: 'MEDIUM' },
      { source: 'nvd', score: 7.5 },
      { source: 'nvd', score: 9.8 },
      { source: 'cna:vulDB' },
    ],
    by: 'redhat',
    says: 'Red Hat MEDIUM, NVD 9.8',
  },
];

for (const { name, severities, by, says } of rows)
  test(`severity by ${name}`, () =>
    assert.equal(describeSeverities({ severities, ...(by !== undefined && { severityBy: by }) }), says));
