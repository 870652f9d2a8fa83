import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toFindingPurl } from '../../formats/purl/to-finding-purl.ts';
import type { Finding } from '../../model/finding.ts';
import type { Release } from '../../model/release.ts';
import type { TriageDecision } from '../../model/triage-decision.ts';
import { toCycloneDxJson } from '../../tell/reports/cyclonedx/cyclonedx.ts';
import { toCycloneDxVex } from '../../tell/reports/cyclonedx-vex/cyclonedx-vex.ts';
import {
  type ConsumedComponent,
  type ConsumedSbom,
  type ConsumedVex,
  trivySuppressesByCycloneDx,
} from '../../test/cyclonedx-vex-consumer.ts';
import { sampleRelease } from '../../test/sample-release.ts';
import { decideRelease } from './decide-release.ts';
import { toVexDocument } from './to-vex-document.ts';

const [sample] = sampleRelease.images;
const [finding] = sampleRelease.findings;
const [held] = sample?.packages ?? [];
assert.ok(sample && finding && held);

const purls = ['pkg:deb/debian/libssl3@3.0.9-1?arch=amd64&distro=debian-12', 'pkg:npm/%40babel/core@7.0.0'];
const references = ['registry.example/tide/gauge:1.0', 'registry.example:5000/other/gauge:1.0'];
const vulnerabilities = ['CVE-2024-0001', 'CVE-2024-0002'];
const packages = purls.map((purl) => ({ ...held, purl, name: purl.includes('npm') ? '@babel/core' : 'libssl3' }));
const images = references.map((reference, index) => ({
  ...sample,
  reference,
  digest: `sha256:${String(index + 1).repeat(64)}`,
  packages,
}));
const findings = images.flatMap(({ reference }) =>
  purls.flatMap((purl) =>
    vulnerabilities.map(
      (vulnerability): Finding => ({ ...finding, vulnerability, aliases: [], image: reference, purl: toFindingPurl(purl) }),
    ),
  ),
);
const base: Release = { ...sampleRelease, images, findings, gaps: [] };

function decided(decisions: readonly Partial<TriageDecision>[]): Release {
  const all = decisions.map(
    (one, index): TriageDecision => ({
      ...{ id: `E-${index + 1}`, kind: 'exception', vulnerabilities: [], packages: [], images: [], file: 'e.yaml' },
      ...{ type: 'mitigated', reason: 'why' },
      ...one,
    }),
  );
  return decideRelease(base, { items: all, gaps: [] });
}

const keyOf = ({ image, purl, vulnerability }: Finding) => `${image} ${purl} ${vulnerability}`;

/** What our decisions clear, and what Trivy takes out that scans our SBOM with our VEX. */
function consume(release: Release) {
  const clears = new Set(
    release.decisions?.filter(({ type }) => type === 'mitigated' || type === 'false-positive').map(({ id }) => id),
  );
  const intended = release.findings.filter(({ suppressedBy }) => clears.has(suppressedBy ?? '')).map(keyOf);
  const sbom = JSON.parse([...toCycloneDxJson(release, { scope: { kind: 'release' }, version: '1.6' })].join('')) as ConsumedSbom;
  const document = toVexDocument(release);
  if (document.statements.length === 0) return { intended, taken: [] };
  const vex = JSON.parse(toCycloneDxVex(document)) as ConsumedVex;
  const taken = release.findings.filter(({ image, purl, vulnerability }) =>
    trivySuppressesByCycloneDx(vex, sbom, { vulnerability, component: componentOf(sbom, image, purl) }),
  );
  return { intended, taken: taken.map(keyOf) };
}

function componentOf(sbom: ConsumedSbom, image: string, purl: string): ConsumedComponent {
  const container = sbom.components.find((one) => one['bom-ref']?.startsWith(`image:${image}|`));
  return (
    container?.components?.find((one) => one.purl !== undefined && toFindingPurl(one.purl) === purl) ??
    assert.fail(`${image} ${purl}`)
  );
}

const rows: readonly (readonly [name: string, decisions: readonly Partial<TriageDecision>[], cleared: number])[] = [
  ['everywhere', [{ vulnerabilities: ['CVE-2024-0001'] }], 4],
  ['one image, and not its namesake', [{ vulnerabilities: ['CVE-2024-0001'], images: ['registry.example/tide/gauge'] }], 2],
  ['one package', [{ vulnerabilities, packages: ['@babel/core'] }], 4],
  ['accepted is affected', [{ vulnerabilities, type: 'accepted' }], 0],
  [
    'a vulnerability for each decision',
    [{ vulnerabilities: ['CVE-2024-0001'] }, { vulnerabilities: ['CVE-2024-0002'], type: 'false-positive' }],
    8,
  ],
  [
    'cleared in one package and accepted in the other',
    [
      { vulnerabilities: ['CVE-2024-0001'], packages: ['libssl3'] },
      { vulnerabilities: ['CVE-2024-0001'], type: 'accepted' },
    ],
    2,
  ],
];
for (const [name, decisions, cleared] of rows)
  test(`Trivy takes out of our SBOM what our CycloneDX VEX clears, and only that: ${name}`, () => {
    const { intended, taken } = consume(decided(decisions));
    assert.equal(intended.length, cleared);
    assert.deepEqual(taken, intended);
  });

const anyDecision = fc.record({
  vulnerabilities: fc.subarray(vulnerabilities, { minLength: 1 }),
  packages: fc.subarray(['libssl3', '@babel/core']),
  images: fc.subarray(references),
  type: fc.constantFrom('false-positive' as const, 'mitigated' as const, 'accepted' as const),
});

test('whatever is decided, nothing else is taken out', () => {
  fc.assert(
    fc.property(fc.array(anyDecision, { maxLength: 4 }), (decisions) => {
      const { intended, taken } = consume(decided(decisions));
      assert.deepEqual(
        taken.filter((key) => !intended.includes(key)),
        [],
      );
    }),
    { numRuns: 30 },
  );
});

test('of several entries of a vulnerability Trivy takes the first alone: the others stay, and none is taken out too many', () => {
  const several = decided([
    { vulnerabilities: ['CVE-2024-0001'], packages: ['libssl3'] },
    { vulnerabilities: ['CVE-2024-0001'], type: 'false-positive' },
  ]);
  const { intended, taken } = consume(several);
  assert.deepEqual([intended.length, taken.length], [4, 2]);
});
