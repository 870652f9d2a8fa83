import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readScanFile } from '../gather/scans/read-scan-file.ts';
import type { Advisory, AffectedPackage } from '../model/advisory.ts';
import type { Release } from '../model/release.ts';
import { sampleRelease } from '../test/sample-release.ts';
import { reconcileScans } from './reconcile-scans.ts';

const gauge = 'registry.example/tide/gauge:1.0';
const openssl: AffectedPackage = {
  ecosystem: 'Debian:12',
  name: 'openssl',
  ranges: [],
  versions: [],
  severities: [],
  architectures: [],
};
const fixedBefore = { type: 'ECOSYSTEM' as const, events: [{ introduced: '0' }, { fixed: '1.0' }] };

function advisory(id: string, cve: string, rest: Partial<Advisory>): Advisory {
  return {
    id,
    aliases: [],
    upstream: [cve],
    modifiedAt: '2025-01-01T00:00:00Z',
    severities: [],
    affected: [openssl],
    ...rest,
  } as Advisory;
}

const advisories = [
  advisory('DEBIAN-1', 'CVE-2025-0001', { affected: [{ ...openssl, state: 'not-affected' }] }),
  advisory('DEBIAN-2', 'CVE-2025-0002', {
    withdrawnAt: '2025-06-01T00:00:00Z',
    affected: [{ ...openssl, versions: ['3.0.9-1'] }],
  }),
  advisory('DEBIAN-3', 'CVE-2025-0003', { affected: [{ ...openssl, ranges: [fixedBefore] }] }),
  advisory('DEBIAN-5', 'CVE-2025-0005', { affected: [{ ...openssl, ecosystem: 'Debian:11', state: 'not-affected' }] }),
  advisory('DEBIAN-6', 'CVE-2025-0006', {}),
];

const release: Release = {
  ...sampleRelease,
  findings: [],
  knowledge: {
    snapshot: { id: 'sha256:0', asOf: '2026-01-01T00:00:00Z', sources: [] },
    ecosystems: ['Debian'],
    releases: ['Debian:11', 'Debian:12'],
    advisories,
    exploited: [],
    predictions: [],
    metadata: [{ id: 'CVE-2025-0004', rejected: true, severities: [], weaknesses: [] }],
  } as unknown as Release['knowledge'],
};

const rows: readonly (readonly [name: string, cve: string, item: string, says: string])[] = [
  ['the distribution says that it is not affected', 'CVE-2025-0001', 'libssl3', 'statement: DEBIAN-1: '],
  ['the engine names the source', 'CVE-2025-0001', 'openssl', 'statement: DEBIAN-1: '],
  ['the advisory was withdrawn', 'CVE-2025-0002', 'libssl3', 'statement: DEBIAN-2: the advisory was withdrawn on 2025-06-01'],
  ['the version is outside of the range', 'CVE-2025-0003', 'libssl3', 'other-advisory-range: '],
  ['the CVE was rejected', 'CVE-2025-0004', 'libssl3', 'statement: CVE-2025-0004 was rejected'],
  ['another release is not affected', 'CVE-2025-0005', 'libssl3', 'other-advisory-range: '],
  ['a package that the record does not hold', 'CVE-2025-0001', 'other', 'package-not-seen: '],
  ['nobody says anything', 'CVE-2025-0009', 'libssl3', 'database-date: '],
];

for (const [name, cve, item, says] of rows) {
  test(name, () => {
    const { engines } = reconcileScans({ base: { file: 'a.plimsoll', release }, reports: reportOf(cve, item) });
    const claims = engines.flatMap((engine) => engine.claims.map((claim) => `${claim.class}: ${claim.why}`));
    assert.equal(claims.length, 1);
    assert.equal(claims[0]?.slice(0, says.length), says);
  });
}

function reportOf(id: string, name: string) {
  const report = {
    descriptor: { name: 'grype', version: '0.96.0', db: { built: '2026-02-01T00:00:00Z' } },
    source: { type: 'image', target: { userInput: gauge, tags: [gauge] } },
    matches: [
      {
        vulnerability: { id, severity: 'High', fix: { state: 'unknown', versions: [] } },
        artifact: { name, version: '3.0.9-1', type: 'deb', purl: `pkg:deb/debian/${name}@3.0.9-1` },
      },
    ],
  };
  return readScanFile(Buffer.from(JSON.stringify(report)), 'grype.json');
}
