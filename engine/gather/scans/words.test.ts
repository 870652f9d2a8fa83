import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toFixState, toVersions } from './fix-state.ts';
import { nameImage } from './name-image.ts';
import { findIds, nameVulnerabilities } from './name-vulnerabilities.ts';
import { findPackageType } from './package-type.ts';
import { rateStatements, rateWord, state } from './rate.ts';

const types: readonly [word: string, type: string | undefined][] = [
  ['debian:12', 'deb'],
  ['Debian GNU/Linux 12', 'deb'],
  ['Alpine:v3.18', 'apk'],
  ['Red Hat', 'rpm'],
  ['Rocky Linux:9', 'rpm'],
  ['crates.io', 'cargo'],
  ['go-module', 'golang'],
  ['PyPI', 'pypi'],
  ['binary', undefined],
  ['constructor', undefined],
];
for (const [word, type] of types) test(`${word} is ${type}`, () => assert.equal(findPackageType(word), type));

const states: readonly [word: string | undefined, versions: readonly string[], state: string][] = [
  ['fixed', ['1'], 'fixed'],
  [undefined, ['1'], 'fixed'],
  ['will_not_fix', [], 'wont-fix'],
  ['fix_deferred', [], 'wont-fix'],
  ['affected', [], 'not-fixed'],
  ['not-fixed', [], 'not-fixed'],
  ['under_investigation', [], 'unknown'],
  ['', [], 'unknown'],
];
for (const [word, versions, is] of states)
  test(`${word} with ${versions.length} versions is ${is}`, () => assert.equal(toFixState(word, versions), is));

test('versions are split, and words for none left out', () => {
  assert.deepEqual(toVersions('1.2, 2.0', ['[3.0]', 'None', 'not fixed', ''], undefined), ['1.2', '2.0', '3.0']);
});

test('an id of a vulnerability is found in prose and addresses', () => {
  assert.deepEqual(findIds('see https://github.com/advisories/ghsa-AAAA-bbbb-cccc and cve-2030-12345.'), [
    'GHSA-aaaa-bbbb-cccc',
    'CVE-2030-12345',
  ]);
  assert.deepEqual(findIds('CVE-YYYY-001'), []);
});

test('a vulnerability is shown by the id that ranks first', () => {
  assert.deepEqual(nameVulnerabilities(['SNYK-1', undefined, 'cve-2030-0001']), [{ id: 'CVE-2030-0001', aliases: ['SNYK-1'] }]);
  assert.deepEqual(nameVulnerabilities([undefined, '', 'two words']), []);
});

test('files and digests alone are no references', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  assert.deepEqual(nameImage({ name: 'images/alpine.tar.gz' }), { name: 'images/alpine.tar.gz', references: [], digests: [] });
  assert.deepEqual(nameImage({ name: digest, digests: [digest] }), { name: digest, references: [], digests: [digest] });
  assert.deepEqual(nameImage({ name: `a@${digest}` }), {
    name: `a@${digest}`,
    references: [`docker.io/library/a@${digest}`],
    digests: [digest],
  });
  assert.equal(nameImage({ name: undefined }), undefined);
});

test('severity without a word of the report', () => {
  assert.equal(rateWord('DEFCON1'), 'CRITICAL');
  assert.equal(rateWord('Info'), 'UNKNOWN');
  assert.equal(rateWord(7), 'UNKNOWN');
  assert.equal(rateStatements([...state('a', { word: 'critical' }), ...state('b', { score: 5 })]), 'MEDIUM');
  assert.equal(rateStatements([]), 'UNKNOWN');
});
