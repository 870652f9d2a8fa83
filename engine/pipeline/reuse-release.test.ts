import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAdvisoryMemory } from '../judge/matches/advisory-memory.ts';
import type { Advisory } from '../model/advisory.ts';
import { sampleRelease } from '../test/sample-release.ts';
import { reuseRelease } from './reuse-release.ts';

function advisory(id: string, cve: string, publishedAt: string): Advisory {
  const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '3.0.12-1' }] }] as const;
  const entry = {
    ecosystem: 'Debian:12',
    name: 'openssl',
    scheme: 'dpkg',
    ranges,
    versions: [],
    severities: [],
    architectures: [],
  } as const;
  const severities = [{ source: 'debian', word: 'HIGH' }] as const;
  return {
    id,
    aliases: [],
    upstream: [cve],
    publishedAt,
    modifiedAt: publishedAt,
    severities,
    affected: [entry],
    database: 'debian',
  };
}

const snapshot = { id: 'sha256:1', asOf: '2099-12-31T00:00:00Z' };
const newer = createAdvisoryMemory({
  snapshot,
  advisories: [
    advisory('DSA-1', 'CVE-2099-1001', '2099-01-01T00:00:00Z'),
    advisory('DSA-2', 'CVE-2099-1002', '2099-06-01T00:00:00Z'),
  ],
});
const request = { now: '2099-12-31T00:00:00Z', engine: '9.9.9' };

test('a record is matched again: what was read stays, what is known is new, and both are named', () => {
  const release = reuseRelease(sampleRelease, newer, request);
  assert.deepEqual(release.inventory, sampleRelease.inventory);
  assert.deepEqual(release.images, sampleRelease.images);
  assert.deepEqual(release.coverage, sampleRelease.coverage);
  assert.deepEqual(release.gaps, sampleRelease.gaps);
  assert.deepEqual(
    release.findings.map(({ vulnerability }) => vulnerability),
    ['CVE-2099-1001', 'CVE-2099-1002'],
  );
  assert.deepEqual(release.knowledge.snapshot, snapshot);
  assert.deepEqual(release.reevaluation?.before.snapshot, sampleRelease.knowledge.snapshot);
  assert.deepEqual(release.reevaluation?.after.snapshot, snapshot);
  assert.deepEqual(
    release.reevaluation?.appeared.map(({ vulnerability, severity, images }) => [vulnerability, severity, images]),
    [
      ['CVE-2099-1001', 'HIGH', 1],
      ['CVE-2099-1002', 'HIGH', 1],
    ],
  );
  assert.deepEqual(release.reevaluation?.gone, [{ vulnerability: 'CVE-2023-5363', severity: 'HIGH', images: 1 }]);
});

test('matched again with the same, nothing comes and nothing goes', () => {
  const once = reuseRelease(sampleRelease, newer, request);
  const twice = reuseRelease(once, newer, request);
  assert.deepEqual(twice.findings, once.findings);
  assert.deepEqual([twice.reevaluation?.appeared, twice.reevaluation?.gone], [[], []]);
});

test('as of an earlier date', () => {
  const release = reuseRelease(sampleRelease, newer, { ...request, asOf: '2099-02-01T23:59:59Z' });
  assert.deepEqual(
    release.findings.map(({ vulnerability }) => vulnerability),
    ['CVE-2099-1001'],
  );
  assert.equal(release.knowledge.snapshot?.evaluatedAsOf, '2099-02-01T23:59:59Z');
  assert.deepEqual(
    release.knowledge.advisories.map(({ id }) => id),
    ['DSA-1'],
  );
});

test('without advisories every package is undecided, and that is said', () => {
  const release = reuseRelease(sampleRelease, undefined, request);
  assert.deepEqual(release.findings, []);
  assert.equal(release.reevaluation?.after.undecided, 1);
  assert.ok(release.gaps.some(({ code }) => code === 'advisories-missing'));
});
