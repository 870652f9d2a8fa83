import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Finding } from '../../../model/finding.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import type { TriageDecision } from '../../../model/triage-decision.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { applyDecisions } from './apply-decisions.ts';
import { toSubjects } from './finding-subject.ts';
import { findRestedFacts } from './rested-facts.ts';
import { summarizeDecisions } from './summarize-decisions.ts';

const [finding] = sampleRelease.findings;
const [image] = sampleRelease.images;
assert.ok(finding && image);
const hex = 'b'.repeat(64);
const base = {
  id: 'E-1',
  kind: 'exception',
  vulnerabilities: ['CVE-2023-5363'],
  packages: [],
  images: [],
  file: 'e.yaml',
} as const;
const now = '2026-01-02T03:04:05Z';

function judge(decisions: readonly TriageDecision[], more: Partial<typeof sampleRelease> = {}) {
  return applyDecisions({ ...sampleRelease, now, ...more }, decisions);
}

function outcome(more: Partial<TriageDecision>, release: Partial<typeof sampleRelease> = {}): string {
  const { findings, judged } = judge([{ ...base, ...more }], release);
  return `${findings[0]?.suppressedBy ? 'out' : 'stays'} ${judged[0]?.state}`;
}

const product = (...ids: readonly string[]): Partial<TriageDecision> => ({
  kind: 'statement',
  status: 'not_affected',
  products: [{ ids, subcomponents: [] }],
});
const part = (id: string, ...subcomponents: readonly string[]): Partial<TriageDecision> => ({
  kind: 'statement',
  status: 'not_affected',
  products: [{ ids: [id], subcomponents }],
});
const gauge = 'registry.example/tide/gauge';

const rows: readonly (readonly [name: string, decision: Partial<TriageDecision>, expected: string])[] = [
  ['every image and package', {}, 'out in-force'],
  ['an alias', { vulnerabilities: ['dsa-5532-1'] }, 'out in-force'],
  ['another vulnerability', { vulnerabilities: ['CVE-1999-0001'] }, 'stays unused'],
  ['every vulnerability of a package', { vulnerabilities: [], packages: ['libssl3'] }, 'out in-force'],
  ['the package by name', { packages: ['libssl3'] }, 'out in-force'],
  ['the package by name and version', { packages: ['libssl3@3.0.9-1'] }, 'out in-force'],
  ['another version of it', { packages: ['libssl3@3.0.9-2'] }, 'stays unused'],
  ['a pattern of names', { packages: ['libssl*'] }, 'out in-force'],
  ['its source package by name is another package', { packages: ['openssl'] }, 'stays unused'],
  ['purl without version', { packages: ['pkg:deb/debian/libssl3'] }, 'out in-force'],
  ['purl without namespace', { packages: ['pkg:deb/libssl3@3.0.9-1'] }, 'out in-force'],
  ['purl of another distribution', { packages: ['pkg:deb/ubuntu/libssl3@3.0.9-1'] }, 'stays unused'],
  ['purl with qualifiers', { packages: ['pkg:deb/debian/libssl3@3.0.9-1?arch=amd64&distro=debian-12.4&x=y'] }, 'out in-force'],
  ['purl of another architecture', { packages: ['pkg:deb/debian/libssl3@3.0.9-1?arch=arm64'] }, 'stays unused'],
  ['purl of another release', { packages: ['pkg:deb/debian/libssl3@3.0.9-1?distro=debian-11'] }, 'stays unused'],
  ['purl of the source', { packages: ['pkg:deb/debian/openssl@3.0.9-1?arch=source'] }, 'out in-force'],
  ['a text that is no purl means nothing', { packages: ['pkg:'] }, 'stays unused'],
  ['the image by reference', { images: [`${gauge}:1.0`] }, 'out in-force'],
  ['another tag', { images: [`${gauge}:1.1`] }, 'stays unused'],
  ['its repository', { images: [gauge] }, 'out in-force'],
  ['its digest', { images: [`sha256:${hex}`] }, 'out in-force'],
  ['a pattern of images', { images: ['registry.example/tide/*'] }, 'out in-force'],
  ['a pattern of another folder', { images: ['registry.example/*'] }, 'stays unused'],
  ['a text that is no image means nothing', { images: ['!'] }, 'stays unused'],
  ['places', { paths: ['var/lib/**'] }, 'out in-force'],
  ['other places', { paths: ['usr/**'] }, 'stays unused'],
  ['a fix state', { states: ['fixed'] }, 'out in-force'],
  ['another fix state', { states: ['wont-fix'] }, 'stays unused'],
  ['a day to come', { expires: { kind: 'date', on: '2026-01-03' } }, 'out in-force'],
  ['its last day', { expires: { kind: 'date', on: '2026-01-02' } }, 'out in-force'],
  ['the day after', { expires: { kind: 'date', on: '2026-01-01' } }, 'stays expired'],
  ['a fix that is there', { expires: { kind: 'fix-published' } }, 'stays ended'],
  ['an image that is not so far', { expires: { kind: 'image-version', image: gauge, atLeast: '1.1' } }, 'out in-force'],
  ['an image that is so far', { expires: { kind: 'image-version', image: gauge, atLeast: 'v1.0.0' } }, 'stays ended'],
  ['an image without numbers', { expires: { kind: 'image-version', image: gauge, atLeast: 'next' } }, 'stays undecided'],
  ['product: image by digest', product(`pkg:oci/gauge@sha256:${hex}`), 'out in-force'],
  [
    'product: encoded digest',
    product(`pkg:oci/gauge@sha256%3A${hex}?repository_url=${encodeURIComponent(gauge)}`),
    'out in-force',
  ],
  ['product: digest of another platform', product(`pkg:oci/gauge@sha256%3A${hex}?arch=arm64`), 'stays unused'],
  ['product: another digest', product(`pkg:oci/gauge@sha256:${'c'.repeat(64)}`), 'stays unused'],
  ['product: repository and tag', product(`pkg:oci/gauge?repository_url=${gauge}&tag=1.0`), 'out in-force'],
  [
    'product: repository without its last part',
    product('pkg:oci/gauge?repository_url=registry.example/tide&tag=1.0'),
    'out in-force',
  ],
  ['product: another tag', product(`pkg:oci/gauge?repository_url=${gauge}&tag=2.0`), 'stays unused'],
  ['product: another repository', product('pkg:oci/gauge?repository_url=registry.example/ebb/gauge&tag=1.0'), 'stays unused'],
  ['product: name alone', product('pkg:oci/gauge'), 'out in-force'],
  ['product: reference', product(`${gauge}:1.0`), 'out in-force'],
  ['product: hash', product('x', hex), 'out in-force'],
  ['product: package', product('pkg:deb/debian/libssl3@3.0.9-1'), 'out in-force'],
  ['product: what nobody knows', product('Unknown Product'), 'stays unused'],
  ['product: none', { kind: 'statement', status: 'not_affected', products: [] }, 'stays unused'],
  ['part of the image', part(`${gauge}:1.0`, 'pkg:deb/debian/libssl3'), 'out in-force'],
  ['another part of the image', part(`${gauge}:1.0`, 'pkg:deb/debian/zlib1g'), 'stays unused'],
  ['part of another image', part('registry.example/tide/lost:2', 'pkg:deb/debian/libssl3'), 'stays unused'],
  ['part of nobody', part('Unknown Product', 'pkg:deb/debian/libssl3'), 'stays unused'],
  ['affected does not take out', { ...product(`${gauge}:1.0`), status: 'affected' }, 'stays informs'],
  ['fixed does', { ...product(`${gauge}:1.0`), status: 'fixed' }, 'out in-force'],
  ['looked into does not', { ...product(`${gauge}:1.0`), status: 'under_investigation' }, 'stays informs'],
];

for (const [name, decision, expected] of rows) test(name, () => assert.equal(outcome(decision), expected));

test('the last statement counts, in whatever order they are read', () => {
  const early = { ...base, ...product(gauge), id: 'vex:a#1', statedAt: '2025-01-01T00:00:00Z' };
  const late = { ...base, ...product(gauge), id: 'vex:b#1', status: 'affected', statedAt: '2025-01-02T00:00:00Z' } as const;
  for (const both of [
    [early, late],
    [late, early],
  ]) {
    const { findings, judged, gaps } = judge(both);
    assert.equal(findings[0]?.suppressedBy, undefined);
    assert.deepEqual(judged.map(({ decision, state }) => `${decision.id} ${state}`).toSorted(), [
      'vex:a#1 superseded',
      'vex:b#1 informs',
    ]);
    assert.deepEqual(gaps, []);
  }
});

test('statements of one time that contradict each other are a gap, and neither counts', () => {
  const one = { ...base, ...product(gauge), id: 'vex:a#1' };
  const other = { ...base, ...product(gauge), id: 'vex:b#1', status: 'under_investigation' } as const;
  const { findings, judged, gaps } = judge([one, other]);
  assert.equal(findings[0]?.suppressedBy, undefined);
  assert.deepEqual(
    judged.map(({ state }) => state),
    ['contradicted', 'contradicted'],
  );
  assert.deepEqual(
    gaps.map(({ code, path }) => [code, path]),
    [['statements-contradict', 'e.yaml']],
  );
});

test('an exception counts before statements, and an older suppression is forgotten', () => {
  const old = { findings: [{ ...finding, suppressedBy: 'gone' }] };
  assert.equal(judge([{ ...base, ...product(gauge), id: 'vex:a#1' }, base], old).findings[0]?.suppressedBy, 'E-1');
  assert.equal(judge([], old).findings[0]?.suppressedBy, undefined);
});

const restsOn = findRestedFacts(toSubjects(sampleRelease));
const packageOf = (more: Partial<InstalledPackage>) => ({ ...(image.packages[0] as InstalledPackage), ...more });
const released = (more: Partial<ReleaseImage>, of: Partial<Finding> = {}) => ({
  images: [{ ...image, ...more }],
  findings: [{ ...finding, image: more.reference ?? finding.image, ...of }],
});

const carried: readonly (readonly [name: string, release: ReturnType<typeof released>, expected: string, fact?: RegExp])[] = [
  ['nothing changed', released({}), 'out in-force'],
  [
    'another tag and digest of the image',
    released({ reference: `${gauge}:1.1`, digest: `sha256:${'e'.repeat(64)}` }),
    'out in-force',
  ],
  ['the image comes from a mirror', released({ reference: `mirror.internal/${gauge}:1.0` }), 'out in-force'],
  [
    'another layer brings it',
    released({}, { places: [{ layer: `sha256:${'f'.repeat(64)}`, path: 'var/lib/dpkg/status' }] }),
    'stays ask-again',
    /the layer .* was sha256:aaaaaaaaaaaa and is sha256:ffffffffffff/,
  ],
  [
    'another version',
    released(
      { packages: [packageOf({ version: '3.0.10-1', purl: 'pkg:deb/debian/libssl3@3.0.10-1?arch=amd64' })] },
      { purl: 'pkg:deb/debian/libssl3@3.0.10-1?arch=amd64' },
    ),
    'stays ask-again',
    /was 3\.0\.9-1 and is 3\.0\.10-1/,
  ],
  [
    'another user',
    released({ configuration: { ...image.configuration, user: '1000' } as never }),
    'stays ask-again',
    /the user of registry.example\/tide\/gauge was root and is 1000/,
  ],
  [
    'another entrypoint',
    released({ configuration: { ...image.configuration, entrypoint: ['/bin/sh'] } as never }),
    'stays ask-again',
    /entrypoint .* was \/gauge and is \/bin\/sh/,
  ],
  [
    'another image',
    released({ reference: 'registry.example/tide/buoy:1.0' }),
    'stays ask-again',
    /was not there when it was decided/,
  ],
];

for (const [name, release, expected, fact = /^$/] of carried)
  test(`carried over: ${name}`, () => {
    const { findings, judged } = judge([{ ...base, restsOn }], release);
    assert.equal(`${findings[0]?.suppressedBy ? 'out' : 'stays'} ${judged[0]?.state}`, expected);
    assert.match(judged[0]?.because.join() ?? '', fact);
  });

test('a fact that is left out may change', () => {
  const loose = restsOn.map(({ image: name, packages }) => ({
    image: name,
    packages: packages.map((one) => ({ package: one.package })),
  }));
  const release = released({ configuration: { ...image.configuration, user: '1000' } as never });
  assert.equal(judge([{ ...base, restsOn: loose }], release).findings[0]?.suppressedBy, 'E-1');
});

test('what exceptions do is summed, what ends is told', () => {
  const decisions = ['a', 'b', 'c', 'd', 'e'].map((id) => ({
    ...base,
    id,
    expires: { kind: 'date', on: '2026-01-20' } as const,
  }));
  const summary = summarizeDecisions({ ...sampleRelease, decisions }, { now, budget: { CRITICAL: 0, HIGH: 0 } });
  assert.equal(summary.byExceptions.HIGH, 1);
  assert.deepEqual(summary.cliffs, [{ on: '2026-01-20', ids: ['a', 'b', 'c', 'd', 'e'] }]);
  assert.equal(summary.expiring.length, 5);
  assert.deepEqual(summary.budget, [
    { severity: 'CRITICAL', allowed: 0, used: 0 },
    { severity: 'HIGH', allowed: 0, used: 1 },
  ]);
  const later = summarizeDecisions({ ...sampleRelease, decisions }, { now: '2026-02-01T00:00:00Z' });
  assert.deepEqual([later.byExceptions.HIGH, later.expiring.length, later.cliffs.length], [0, 0, 0]);
});

const anyText = fc.constantFrom(
  'libssl3',
  'libssl*',
  'pkg:deb/debian/libssl3',
  gauge,
  `${gauge}:1.0`,
  'x',
  '',
  'pkg:oci/gauge',
  '__proto__',
);
const anyDecision = fc.record({
  vulnerabilities: fc.array(fc.constantFrom('CVE-2023-5363', 'CVE-1', '__proto__'), { maxLength: 2 }),
  packages: fc.array(anyText, { maxLength: 2 }),
  images: fc.array(anyText, { maxLength: 2 }),
});

test('a decision that states more never takes out more; other decisions never bring a finding back', () => {
  fc.assert(
    fc.property(anyDecision, anyDecision, anyText, (one, other, text) => {
      const isOut = (...decisions: readonly object[]) =>
        judge(decisions.map((decision, at) => ({ ...base, ...decision, id: `E-${at}` }))).findings[0]?.suppressedBy !== undefined;
      if (isOut(one)) assert.ok(isOut(one, other) && isOut(other, one));
      if (!isOut(one) && one.images.length === 0) assert.ok(!isOut({ ...one, images: [text] }));
      if (!isOut(one)) assert.ok(!isOut({ ...one, paths: ['**'] }));
    }),
  );
});

test('any text at all is looked at without a fault', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (ids, subcomponents) => {
      judge([
        { ...base, packages: ids, images: ids },
        { ...base, ...product(), products: [{ ids, subcomponents }] },
      ]);
    }),
  );
});
