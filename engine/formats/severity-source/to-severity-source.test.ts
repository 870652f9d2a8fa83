import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSeveritySource } from './to-severity-source.ts';

const rows: readonly (readonly [authority: string, source: string])[] = [
  ['GitHub_M', 'ghsa'],
  ['security-advisories@github.com', 'ghsa'],
  ['nvd@nist.gov', 'nvd'],
  ['CISA-ADP', 'cisa-adp'],
  ['134c704f-9b21-4f2e-91b3-4a467353bcc0', 'cisa-adp'],
  ['canonical', 'ubuntu'],
  ['VulDB', 'cna:VulDB'],
  ['cna@vuldb.com', 'cna:cna@vuldb.com'],
  ['two words\n', 'cna:two_words_'],
];

for (const [authority, source] of rows)
  test(`${JSON.stringify(authority)} is ${source}`, () => assert.equal(toSeveritySource(authority), source));
