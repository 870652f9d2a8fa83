import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Advisory } from '../../model/advisory.ts';
import type { Match } from '../../model/match.ts';
import type { InstalledPackage } from '../../model/package.ts';
import { countTotals } from './count-findings.ts';
import type { Knowledge } from './knowledge.ts';
import { type JudgedImage, toFindings } from './to-findings.ts';

const one = 'CVE-2099-1001';
const two = 'CVE-2099-1002';
const high = { source: 'go', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', score: 7.5 };

function installed(name: string, rest: Partial<InstalledPackage> = {}): InstalledPackage {
  const purl = `pkg:golang/${name}@v1.0.0`;
  return {
    purl,
    type: 'golang',
    name,
    version: 'v1.0.0',
    scheme: 'go',
    certainty: 'certain',
    fromBase: true,
    ownedBy: null,
    places: [{ layer: 'sha256:a', path: name }],
    ...rest,
  };
}

function match(name: string, advisory: string, aliases: readonly string[], rest: Partial<Match> = {}): Match {
  const rule = { ecosystem: 'Go', name, version: 'v1.0.0', scheme: 'go', range: '>= 0', comparison: `v1.0.0 is after 0` };
  return {
    purl: `pkg:golang/${name}@v1.0.0`,
    advisory,
    aliases,
    state: 'not-fixed',
    fixedIn: [],
    severities: [],
    rule,
    source: 'osv',
    ...rest,
  };
}

function image(reference: string, packages: readonly InstalledPackage[], matches: readonly Match[]): JudgedImage {
  return { reference, platform: 'linux/amd64', packages, matches, undecided: [] };
}

const related = (id: string, rest: Partial<Advisory>): Advisory => ({
  id,
  aliases: [],
  upstream: [],
  modifiedAt: '2099-01-01T00:00:00Z',
  severities: [],
  affected: [],
  database: 'ghsa',
  ...rest,
});

const knowledge: Knowledge = {
  findExploited: (id) => (id === one ? { id, addedOn: '2099-01-01' } : undefined),
  findPrediction: (id) => (id === one ? { id, score: 0.5 } : undefined),
  findRelated: (id) =>
    id === two || id === 'GHSA-2'
      ? [
          related('GHSA-2', { aliases: [two], severities: [{ source: 'ghsa', word: 'MEDIUM' }] }),
          related('GHSA-3', { aliases: [two], withdrawnAt: '2099-01-01T00:00:00Z' }),
        ]
      : [],
};

test('a CVE that was rejected is no finding; another that its advisory names is', () => {
  const rejecting: Knowledge = {
    ...knowledge,
    findMetadata: (id) => (id === two ? { id, rejected: true, severities: [], cwes: [] } : undefined),
  };
  const vulnerabilitiesOf = (aliases: readonly string[]) => {
    const images = [image('x', [installed('a')], [match('a', 'ALSA-1', aliases)])];
    return toFindings({ images, knowledge: rejecting }).findings.map(({ vulnerability }) => vulnerability);
  };
  assert.deepEqual(vulnerabilitiesOf([two]), []);
  assert.deepEqual(vulnerabilitiesOf([one, two]), [one]);
});

test('advisories of one vulnerability are one finding with the evidence of each', () => {
  const matches = [
    match('a', 'GO-1', [one], { severities: [high], state: 'fixed', fixedIn: ['1.1'] }),
    match('a', 'GHSA-1', [one], { state: 'unknown' }),
  ];
  const { findings, gaps } = toFindings({ images: [image('x', [installed('a')], matches)], knowledge });
  assert.deepEqual(gaps, []);
  assert.equal(findings.length, 1);
  assert.deepEqual(findings[0], {
    vulnerability: one,
    aliases: ['GHSA-1', 'GO-1'],
    image: 'x',
    platform: 'linux/amd64',
    purl: 'pkg:golang/a@v1.0.0',
    severity: 'HIGH',
    severityBy: 'go',
    severities: [high],
    state: 'fixed',
    fixedIn: ['1.1'],
    places: [{ layer: 'sha256:a', path: 'a' }],
    fromBase: true,
    kev: true,
    exploited: { addedOn: '2099-01-01' },
    epss: 0.5,
    sources: ['osv'],
    evidence: [
      { advisory: 'GHSA-1', ...matches[1]?.rule },
      { advisory: 'GO-1', ...matches[0]?.rule },
    ],
  });
});

test("a distribution's advisory that bundles CVEs is a finding for each", () => {
  const { findings } = toFindings({
    images: [
      image('x', [installed('a')], [match('a', 'DSA-1', [one, two], { severities: [{ source: 'debian', word: 'LOW' }] })]),
    ],
    knowledge,
  });
  assert.deepEqual(
    findings.map(({ vulnerability, aliases, severity }) => [vulnerability, aliases, severity]),
    [
      [two, ['DSA-1', 'GHSA-2'], 'MEDIUM'],
      [one, ['DSA-1'], 'LOW'],
    ],
  );
});

test('packages that differ in qualifiers alone are one finding with every place', () => {
  const twice = [
    installed('a', { purl: 'pkg:golang/a@v1.0.0?type=module' }),
    installed('a', { fromBase: false, places: [{ layer: 'sha256:b', path: 'b' }] }),
  ];
  const { findings } = toFindings({
    images: [
      image(
        'x',
        twice,
        twice.map(({ purl }) => match('a', 'GO-1', [one], { purl })),
      ),
    ],
    knowledge,
  });
  assert.equal(findings.length, 1);
  assert.deepEqual([findings[0]?.places.length, findings[0]?.fromBase, findings[0]?.evidence.length], [2, false, 1]);
});

test('a match of a package that is not there is a gap', () => {
  const { findings, gaps } = toFindings({ images: [image('x', [], [match('a', 'GO-1', [one])])], knowledge });
  assert.deepEqual([findings, gaps.map(({ code }) => code)], [[], ['package-unknown']]);
});

test('packages without advisories are a gap', () => {
  assert.deepEqual(
    toFindings({ images: [image('x', [installed('a')], [])], knowledge: undefined }).gaps.map(({ code }) => code),
    ['advisories-missing'],
  );
  assert.deepEqual(toFindings({ images: [image('x', [], [])], knowledge: undefined }).gaps, []);
});

test('undecided packages are listed once', () => {
  const undecided = [{ purl: 'pkg:golang/a@v1.0.0', code: 'version-missing', reason: 'none' }];
  const twice = [image('x', [], []), image('y', [], [])].map((each) => ({ ...each, undecided }));
  assert.deepEqual(toFindings({ images: twice, knowledge }).undecided, undecided);
});

test('property: the order of images and matches does not matter', () => {
  const matches = [
    match('a', 'GO-1', [one, 'GHSA-1']),
    match('a', 'DSA-1', [one, two]),
    match('b', 'GHSA-1', []),
    match('b', 'GO-2', [two]),
  ];
  const base = ['x', 'y'].map((reference) => image(reference, [installed('a'), installed('b')], matches));
  const expected = toFindings({ images: base, knowledge });
  fc.assert(
    fc.property(fc.shuffledSubarray(matches, { minLength: 4 }), fc.boolean(), (shuffled, turned) => {
      const images = base.map((each) => ({
        ...each,
        matches: shuffled,
        packages: turned ? each.packages.toReversed() : each.packages,
      }));
      assert.deepEqual(toFindings({ images: turned ? images.toReversed() : images, knowledge }), expected);
    }),
  );
});

test('what is said of the CVE alone counts where its advisory says nothing', () => {
  const source: Knowledge = {
    findExploited: (id) => (id === one ? { id, addedOn: '2099-01-05', dueOn: '2099-01-26' } : undefined),
    findPrediction: (id) => (id === one ? { id, score: 0.5, percentile: 0.9, asOf: '2099-02-01' } : undefined),
    findMetadata: (id) => ({
      id,
      publishedAt: '2099-01-01T00:00:00Z',
      severities: [{ source: 'nvd', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 }],
      cwes: ['CWE-416'],
      ssvc: { exploitation: 'active', automatable: true, technicalImpact: 'total' },
    }),
  };
  const [finding] = toFindings({
    images: [image('x', [installed('a')], [match('a', 'GO-1', [one])])],
    knowledge: source,
  }).findings;
  const { severity, severityBy, severities, kev, exploited, epss, prediction, cwes, ssvc, publishedAt } = finding ?? {};
  assert.deepEqual(
    { severity, severityBy, count: severities?.length, kev, exploited, epss, prediction, cwes, ssvc, publishedAt },
    {
      severity: 'CRITICAL',
      severityBy: 'nvd',
      count: 1,
      kev: true,
      exploited: { addedOn: '2099-01-05', dueOn: '2099-01-26' },
      epss: 0.5,
      prediction: { percentile: 0.9, asOf: '2099-02-01' },
      cwes: ['CWE-416'],
      ssvc: { exploitation: 'active', automatable: true, technicalImpact: 'total' },
      publishedAt: '2099-01-01T00:00:00Z',
    },
  );
});

test('totals count findings, vulnerabilities by their highest finding, and images', () => {
  const images = [
    image(
      'x',
      [installed('a'), installed('b')],
      [match('a', 'GO-1', [one], { severities: [high], state: 'fixed' }), match('b', 'GO-1', [one])],
    ),
    image('y', [installed('a')], [match('a', 'GO-2', [two])]),
  ];
  const { findings } = toFindings({ images, knowledge: { ...knowledge, findRelated: () => [] } });
  const counts = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, UNKNOWN: 0 };
  assert.deepEqual(countTotals(findings, 3), {
    findings: { ...counts, HIGH: 1, UNKNOWN: 2 },
    fixable: { ...counts, HIGH: 1 },
    suppressed: counts,
    vulnerabilities: { ...counts, HIGH: 1, UNKNOWN: 1 },
    images: { total: 3, withCriticalOrHigh: 1 },
  });
});
