import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemeOfEcosystem } from '../formats/ecosystem/ecosystem.ts';
import { createAdvisoryMemory } from '../judge/matches/advisory-memory.ts';
import type { Advisory, AffectedPackage } from '../model/advisory.ts';
import type { InstalledPackage } from '../model/package.ts';
import type { ReleaseImage } from '../model/release.ts';
import { renderExplanation } from '../tell/reports/explanation/explanation.ts';
import { sampleRelease } from '../test/sample-release.ts';
import { explainFinding } from './explain-finding.ts';
import { judgeImages } from './judge-images.ts';

function entry(ecosystem: string, name: string, fixed: string, rest: Partial<AffectedPackage> = {}): AffectedPackage {
  const scheme = schemeOfEcosystem(ecosystem);
  const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }] as const;
  return { ecosystem, name, ...(scheme && { scheme }), ranges, versions: [], severities: [], architectures: [], ...rest };
}

function advisory(id: string, cve: string, affected: readonly AffectedPackage[], rest: Partial<Advisory> = {}): Advisory {
  return {
    id,
    aliases: [cve],
    upstream: [],
    modifiedAt: '2099-01-01T00:00:00Z',
    severities: [],
    affected,
    database: 'test',
    ...rest,
  };
}

const source = createAdvisoryMemory({
  snapshot: { id: 'sha256:0', asOf: '2030-12-31T00:00:00Z' },
  releases: ['AlmaLinux:9', 'AlmaLinux:8', 'npm', 'Go'],
  advisories: [
    advisory('ALSA-01', 'CVE-2099-1001', [entry('AlmaLinux:9', 'bash', '5.1-9')]),
    advisory('ALSA-02', 'CVE-2099-1002', [entry('AlmaLinux:9', 'bash', '5.1-7')]),
    advisory('ALSA-03', 'CVE-2099-1003', [entry('AlmaLinux:8', 'bash', '5.1-9')]),
    advisory('ALSA-04', 'CVE-2099-1004', [entry('AlmaLinux:9', 'bash', '5.1-9', { architectures: ['s390x'] })]),
    advisory('ALSA-05', 'CVE-2099-1005', [entry('AlmaLinux:9', 'nodejs', '1:18.2-1.module_el9+1', { modules: ['nodejs:18'] })]),
    advisory('ALSA-06', 'CVE-2099-1006', [entry('AlmaLinux:9', 'bash', '5.1-9')], { withdrawnAt: '2099-02-01T00:00:00Z' }),
    advisory('ALSA-07', 'CVE-2099-1007', [entry('AlmaLinux:9', 'bash', '5.1-9', { state: 'not-affected' })]),
    advisory('GHSA-08', 'CVE-2099-1008', [entry('npm', 'bash', '5.1.9')]),
    advisory('GO-09', 'CVE-2099-1009', [entry('Go', 'example.com/a', '2.0.0')]),
    advisory('ALSA-10', 'CVE-2099-1010', [entry('AlmaLinux:9', 'bash', '5.1-9')]),
  ],
  metadata: [{ id: 'CVE-2099-1010', rejected: true, severities: [], cwes: [] }],
});

function installed(
  type: 'rpm' | 'npm' | 'golang',
  name: string,
  version: string,
  rest: Partial<InstalledPackage> = {},
): InstalledPackage {
  const purl = type === 'rpm' ? `pkg:rpm/almalinux/${name}@${version}?arch=x86_64` : `pkg:${type}/${name}@${version}`;
  return {
    purl,
    type,
    name,
    version,
    scheme: type === 'rpm' ? 'rpm' : 'semver',
    certainty: 'certain',
    fromBase: false,
    ownedBy: null,
    places: [{ layer: 'sha256:a', path: 'x' }],
    ...rest,
  };
}

const packages = [
  installed('rpm', 'bash', '5.1-8', { architecture: 'x86_64' }),
  installed('rpm', 'nodejs', '1:16.1-1.module_el9+1', { module: 'nodejs:16:9:abc' }),
  installed('golang', 'example.com/a', '(devel)'),
  installed('npm', 'left-pad', '1.0.0', { ownedBy: 'pkg:rpm/almalinux/nodejs@16' }),
];
const [sample] = sampleRelease.images;
assert.ok(sample);
const image: ReleaseImage = { ...sample, distribution: { id: 'almalinux', like: [], versionId: '9.3', path: '' }, packages };
const release = { ...sampleRelease, images: [image], ...judgeImages([image], source) };

/** Package; vulnerability; the verdict; the codes of the reasons; what the sentences say. */
const rows: readonly (readonly [
  name: string,
  asked: string,
  vulnerability: string,
  verdict: string,
  codes: string,
  says: RegExp,
])[] = [
  [
    'it is a finding',
    'bash',
    'CVE-2099-1001',
    'finding',
    'affected',
    /ALSA-01, AlmaLinux:9, bash 5.1-8: 5.1-8 is before 5.1-9 \(in >= 0, < 5.1-9\)/,
  ],
  ['by the id of the advisory', 'bash', 'ALSA-01', 'finding', 'affected', /is a finding in bash/],
  ['by its package URL', 'pkg:rpm/almalinux/bash@5.1-8', 'cve-2099-1001', 'finding', 'affected', /is a finding/],
  ['by name and version', 'bash@5.1-8', 'CVE-2099-1001', 'finding', 'affected', /is a finding/],
  [
    'the version is behind the fix',
    'bash',
    'CVE-2099-1002',
    'not-affected',
    'outside-range',
    /5.1-8 is after 5.1-7 \(affected: >= 0, < 5.1-7\)/,
  ],
  [
    'another release',
    'bash',
    'CVE-2099-1003',
    'not-affected',
    'other-release',
    /speaks of AlmaLinux:8, and the image is of AlmaLinux:9/,
  ],
  [
    'another architecture',
    'bash',
    'CVE-2099-1004',
    'not-affected',
    'other-architecture',
    /is for s390x, and the package for x86_64/,
  ],
  [
    'another module stream',
    'nodejs',
    'CVE-2099-1005',
    'not-affected',
    'other-module',
    /stream nodejs:18, and the package is of nodejs:16/,
  ],
  ['withdrawn', 'bash', 'ALSA-06', 'not-affected', 'withdrawn', /was withdrawn on 2099-02-01/],
  [
    'stated to be not affected',
    'bash',
    'CVE-2099-1007',
    'not-affected',
    'stated-not-affected',
    /says that the package is not affected/,
  ],
  [
    'known in another ecosystem',
    'bash',
    'CVE-2099-1008',
    'not-affected',
    'no-advisory, other-ecosystem',
    /GHSA-08 is about a package of this name in npm, and this one is judged by AlmaLinux/,
  ],
  [
    'nothing at all',
    'bash',
    'CVE-2099-9999',
    'not-affected',
    'no-advisory',
    /no advisory is about this vulnerability in bash in AlmaLinux:9/,
  ],
  [
    'a version that cannot be compared',
    'example.com/a',
    'CVE-2099-1009',
    'undecided',
    'version-missing',
    /states no version that could be compared/,
  ],
  [
    'judged by the distribution',
    'left-pad',
    'CVE-2099-9999',
    'not-affected',
    'owned-by-distribution, no-advisory',
    /installed by pkg:rpm\/almalinux\/nodejs@16, .* not judged twice/,
  ],
  ['a rejected CVE', 'bash', 'CVE-2099-1010', 'not-affected', 'rejected, affected', /the CVE was rejected/],
  ['no such package', 'bsh', 'CVE-2099-1001', 'package-not-in-image', '', /has no package that is called bsh; it has bash/],
];

for (const [name, asked, vulnerability, verdict, codes, says] of rows) {
  test(`explain: ${name}`, () => {
    const explanation = explainFinding(release, source, { image, package: asked, vulnerability });
    assert.equal(explanation.verdict, verdict);
    assert.equal(explanation.packages.flatMap(({ reasons }) => reasons.map(({ code }) => code)).join(', '), codes);
    assert.match(renderExplanation(explanation, 'terminal'), says);
  });
}

test('explain: what a statement takes out says so', () => {
  const findings = release.findings.map((finding) => ({ ...finding, suppressedBy: 'VEX-1' }));
  const explanation = explainFinding({ ...release, findings }, source, {
    image,
    package: 'bash',
    vulnerability: 'CVE-2099-1001',
  });
  assert.equal(explanation.verdict, 'suppressed');
  assert.match(renderExplanation(explanation, 'terminal'), /VEX-1 takes it out of totals/);
});

test('explain: a release that has ended says so', () => {
  const later = { ...source, snapshot: { id: 'sha256:0', asOf: '2099-12-31T00:00:00Z' } };
  const explanation = explainFinding(release, later, { image, package: 'bash', vulnerability: 'CVE-2099-9999' });
  assert.match(renderExplanation(explanation, 'terminal'), /almalinux 9.3 gets no security updates since 2032-05-31/);
});

test('explain: an image that was not read to the end denies nothing', () => {
  const unread: ReleaseImage = { ...image, status: 'failed', packages: [] };
  const { verdict } = explainFinding(release, source, { image: unread, package: 'bash', vulnerability: 'CVE-2099-1001' });
  assert.equal(verdict, 'unknown');
});

test('explain: every finding of a release is explained as one', () => {
  for (const { purl, vulnerability } of release.findings) {
    const explanation = explainFinding(release, source, { image, package: purl, vulnerability });
    assert.equal(explanation.verdict, 'finding', `${purl} ${vulnerability}`);
    assert.ok(explanation.packages.some(({ reasons }) => reasons.some(({ code }) => code === 'affected')));
  }
  assert.ok(release.findings.length > 0);
});
