import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkCsaf } from '../../formats/csaf/mandatory/check-csaf.ts';
import { toFindingPurl } from '../../formats/purl/to-finding-purl.ts';
import { type PurlSubject, toPackagePurl } from '../../formats/purl/to-package-purl.ts';
import type { Distribution } from '../../model/distribution.ts';
import type { Finding } from '../../model/finding.ts';
import type { InstalledPackage } from '../../model/package.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';
import type { TriageDecision } from '../../model/triage-decision.ts';
import { toCsaf } from '../../tell/reports/csaf/csaf.ts';
import { toCycloneDxVex } from '../../tell/reports/cyclonedx-vex/cyclonedx-vex.ts';
import { toOpenVex } from '../../tell/reports/openvex/openvex.ts';
import { assertGolden } from '../../test/golden.ts';
import { sampleRelease } from '../../test/sample-release.ts';
import { withoutSchemas } from '../../test/sbom-schemas.ts';
import {
  type CsafDocument,
  grypeProducts,
  grypeSuppresses,
  grypeSuppressesByCsaf,
  type OpenVexDocument,
  type ScannedPlace,
  trivySuppresses,
  trivySuppressesByCsaf,
} from '../../test/vex-consumers.ts';
import { vexSchemaErrors } from '../../test/vex-schemas.ts';
import { decideRelease } from './decide-release.ts';
import { readVexFile } from './read-vex-file.ts';
import { toAbsenceDocument, toVexDocument } from './to-vex-document.ts';

const [sample] = sampleRelease.images;
const [finding] = sampleRelease.findings;
assert.ok(sample && finding);

const debian: Distribution = { id: 'debian', like: [], versionId: '12', path: '' };
const alma: Distribution = { id: 'almalinux', like: [], versionId: '9.3', path: '' };
const held: readonly (readonly [PurlSubject, Distribution | undefined])[] = [
  [
    { type: 'deb', name: 'libssl3', version: '3.0.9-1', architecture: 'amd64', source: { name: 'openssl', version: '3.0.9-1' } },
    debian,
  ],
  [{ type: 'deb', name: 'libc6', version: '1:2.36-9+deb12u3', architecture: 'amd64' }, debian],
  [{ type: 'rpm', name: 'openssl-libs', version: '1:3.0.7-16.el9', architecture: 'x86_64' }, alma],
  [{ type: 'npm', name: '@babel/core', version: '7.0.0' }, undefined],
  [{ type: 'golang', name: 'github.com/hashicorp/vault', version: 'v1.9.0' }, undefined],
  [{ type: 'golang', name: 'github.com/hashicorp/vault/api', version: 'v1.9.0' }, undefined],
  [{ type: 'golang', name: 'github.com/deep/er/module/v2', version: 'v2.1.0' }, undefined],
  [{ type: 'golang', name: 'stdlib', version: '1.21.4' }, undefined],
];
const items = held.map(([subject, distribution]): InstalledPackage => {
  const facts = {
    scheme: 'semver',
    certainty: 'certain',
    fromBase: false,
    ownedBy: null,
    places: [{ layer: 'l', path: 'p' }],
  } as const;
  return { ...facts, ...subject, purl: toPackagePurl(subject, distribution) };
});
const references = ['registry.example/tide/gauge:1.0', 'docker.io/library/buoy:2', 'registry.example:5000/other/gauge:1.0'];
const images = references.map((reference, index): ReleaseImage => {
  const digest = `sha256:${String(index + 1).repeat(64)}`;
  return { ...(sample as ReleaseImage), reference, digest, indexDigest: `sha256:${'abc'[index]?.repeat(64)}`, packages: items };
});
const ids = ['CVE-2024-0001', 'CVE-2024-0002'];
const findings = images.flatMap(({ reference }) =>
  items.flatMap(({ purl }) =>
    ids.map(
      (vulnerability): Finding => ({
        ...(finding as Finding),
        vulnerability,
        aliases: [vulnerability.replace('CVE', 'GHSA')],
        image: reference,
        purl: toFindingPurl(purl),
      }),
    ),
  ),
);
const base: Release = { ...sampleRelease, images, findings, gaps: [] };
const exception = { kind: 'exception', vulnerabilities: ['CVE-2024-0001'], packages: [], images: [], file: 'e.yaml' } as const;

function decided(...decisions: readonly Partial<TriageDecision>[]): Release {
  const all = decisions.map(
    (one, index): TriageDecision => ({ ...exception, id: `E-${index + 1}`, type: 'mitigated', reason: 'why', ...one }),
  );
  return decideRelease(base, { items: all, gaps: [] });
}

/** What our statements should clear: what a decision of these kinds takes out. */
function intended({ findings: all, decisions = [] }: Release): ReadonlySet<string> {
  const clearing = new Set(
    decisions
      .filter(
        ({ type, status = '' }) =>
          type === 'false-positive' || type === 'mitigated' || ['not_affected', 'fixed'].includes(status),
      )
      .map(({ id }) => id),
  );
  return new Set(all.filter(({ suppressedBy }) => clearing.has(suppressedBy ?? '')).map(keyOf));
}

const keyOf = ({ image, purl, vulnerability }: Finding) => `${image} ${purl} ${vulnerability}`;

/** Purls as Trivy and Syft write them where they differ from ours. */
const trivyPurl = (purl: string) => purl.replace('pkg:rpm/almalinux/', 'pkg:rpm/alma/').replace('stdlib@1', 'stdlib@v1');
const syftPurl = (purl: string) => purl.replace(/^pkg:golang\/([^/]+\/[^/]+\/[^/@]+)\/([^@]+)(@[^?#]+)/, 'pkg:golang/$1$3#$2');

function suppressed(
  release: Release,
  suppresses: (place: ScannedPlace, of: 'trivy' | 'grype') => boolean,
  of: 'trivy' | 'grype',
) {
  const purls = new Map(items.map(({ purl }) => [toFindingPurl(purl), purl]));
  const found = release.findings.filter((one) => {
    const image = release.images.find(({ reference }) => reference === one.image);
    const purl = purls.get(one.purl) ?? '';
    const place = {
      reference: one.image,
      architecture: 'amd64',
      vulnerability: one.vulnerability,
      purl: of === 'trivy' ? trivyPurl(purl) : syftPurl(purl),
    };
    return [image?.digest, image?.indexDigest].every((digest) => suppresses({ ...place, digest: digest ?? '' }, of));
  });
  return new Set(found.map(keyOf));
}

function assertConsumed(release: Release): void {
  const expected = intended(release);
  const document = toVexDocument(release);
  if (document.statements.length === 0) {
    assert.equal(expected.size, 0);
    return;
  }
  const openvex = JSON.parse(toOpenVex(document)) as OpenVexDocument;
  const csaf = JSON.parse(toCsaf(document)) as CsafDocument;
  assert.deepEqual(
    suppressed(release, (place) => trivySuppresses(openvex, place), 'trivy'),
    expected,
  );
  for (const withName of [true, false])
    assert.deepEqual(
      suppressed(release, (place) => grypeSuppresses(openvex, place, grypeProducts(place, withName)), 'grype'),
      expected,
    );
  assert.deepEqual(
    suppressed(release, (place) => trivySuppressesByCsaf(csaf, place), 'trivy'),
    expected,
  );
  assert.equal(suppressed(release, (place) => grypeSuppressesByCsaf(csaf, place), 'grype').size, 0);
  assert.deepEqual(checkCsaf(csaf), []);
}

const rows: readonly (readonly [name: string, decisions: readonly Partial<TriageDecision>[], cleared: number])[] = [
  ['everywhere', [{}], 24],
  ['one image', [{ images: ['registry.example/tide/gauge'] }], 8],
  ['an image of the same name elsewhere', [{ images: ['registry.example:5000/other/gauge'] }], 8],
  ['Docker Hub', [{ images: ['buoy'] }], 8],
  ['one package', [{ packages: ['libssl3'] }], 3],
  ['an epoch', [{ packages: ['openssl-libs', 'libc6'] }], 6],
  ['a deep module', [{ packages: ['github.com/deep/er/module/v2'] }], 3],
  ['the standard library', [{ packages: ['pkg:golang/stdlib'] }], 3],
  ['accepted is affected', [{ type: 'accepted' }], 0],
  ['the first of two decisions', [{ type: 'accepted', packages: ['libssl3'] }, { type: 'false-positive' }], 21],
  [
    'a statement that is read is passed on',
    [{ id: 'vex:a#1', kind: 'statement', status: 'fixed', products: [{ ids: [references[0] ?? ''], subcomponents: [] }] }],
    8,
  ],
  [
    'affected is passed on',
    [{ id: 'vex:a#1', kind: 'statement', status: 'affected', products: [{ ids: [references[0] ?? ''], subcomponents: [] }] }],
    0,
  ],
];

for (const [name, decisions, cleared] of rows)
  test(`consumers take out what is meant, and only that: ${name}`, () => {
    const release = decided(...decisions);
    assert.equal(intended(release).size, cleared);
    assertConsumed(release);
  });

test('a module that Grype cannot tell from the one below it is left out, and told', () => {
  const document = toVexDocument(decided({ packages: ['github.com/hashicorp/vault', 'libssl3'] }));
  assert.equal(document.unstated.length, 3);
  assert.deepEqual(document.unstated[0], {
    vulnerability: 'CVE-2024-0001',
    image: 'docker.io/library/buoy:2',
    purl: 'pkg:golang/github.com/hashicorp/vault@v1.9.0',
    like: 'pkg:golang/github.com/hashicorp/vault/api@v1.9.0',
  });
  assert.deepEqual(
    document.statements.flatMap(({ subjects }) => subjects.flatMap(({ packages }) => packages.map(({ name }) => name))),
    ['libssl3', 'libssl3', 'libssl3'],
  );
  assert.deepEqual(toVexDocument(decided({ packages: ['github.com/hashicorp/vault'] })).statements, []);
});

test('a module below another that no consumer can tell from it is not written so', () => {
  const release = decided({ packages: ['github.com/hashicorp/vault/api'] });
  const openvex = JSON.parse(toOpenVex(toVexDocument(release))) as OpenVexDocument;
  assert.deepEqual(
    suppressed(release, (place) => trivySuppresses(openvex, place), 'trivy'),
    intended(release),
  );
  const byGrype = suppressed(release, (place) => grypeSuppresses(openvex, place, grypeProducts(place, true)), 'grype');
  assert.deepEqual([...byGrype], []);
});

const anyDecision = fc.record({
  vulnerabilities: fc.subarray(ids, { minLength: 1 }),
  packages: fc.subarray(['libssl3', 'libc6', 'openssl-libs', '@babel/core', 'stdlib'], { minLength: 1 }),
  images: fc.subarray(references),
  type: fc.constantFrom('false-positive' as const, 'mitigated' as const, 'accepted' as const),
});

test('whatever is decided, consumers take out that and nothing else', () => {
  fc.assert(
    fc.property(fc.array(anyDecision, { maxLength: 3 }), (decisions) => assertConsumed(decided(...decisions))),
    { numRuns: 10 },
  );
});

const mixture = decided(
  {
    images: ['buoy'],
    packages: ['libssl3'],
    type: 'false-positive',
    justification: 'vulnerable_code_not_in_execute_path',
    reason: 'not called',
  },
  { images: ['buoy'], packages: ['libc6'], reason: 'behind a proxy' },
  {
    images: ['buoy'],
    packages: ['stdlib'],
    type: 'no-fix',
    owner: 'wg-tide',
    reason: 'waiting',
    expires: { kind: 'fix-published' },
  },
  {
    images: ['buoy'],
    packages: ['@babel/core'],
    type: 'version-lock',
    owner: 'wg-tide',
    expires: { kind: 'date', on: '2026-12-31' },
  },
  {
    id: 'vex:v.json#1',
    kind: 'statement',
    status: 'under_investigation',
    products: [{ ids: ['docker.io/library/buoy'], subcomponents: ['pkg:rpm/almalinux/openssl-libs'] }],
  },
);
const forms = [
  ['openvex', toOpenVex, 'openvex'],
  ['csaf', toCsaf, 'csaf-2.0'],
  ['cyclonedx-vex', toCycloneDxVex, 'cyclonedx-1.6'],
] as const;

for (const [form, write, schema] of forms) {
  test(`${form} is written the same each time, and is what is stored`, () => {
    const text = write(toVexDocument(mixture));
    assert.equal(write(toVexDocument(mixture)), text);
    assertGolden(join(import.meta.dirname, `fixtures/every-kind-of-decision.${form}.json`), JSON.parse(text));
  });

  test(`${form} keeps to its schema`, { skip: withoutSchemas }, () => {
    const text = write(toVexDocument(mixture));
    assert.deepEqual(vexSchemaErrors(schema)(JSON.parse(text)), []);
  });

  test(`${form} says the same when it is read back`, () => {
    const { items: read, gaps } = readVexFile(write(toVexDocument(mixture)), 'back.json');
    assert.deepEqual(gaps, []);
    const back = decideRelease(base, { items: read, gaps: [] });
    assert.deepEqual(intended(back), intended(mixture));
    const tellStatus = (one: Release) =>
      toVexDocument(one)
        .statements.map(({ vulnerability, status, justification }) => `${vulnerability} ${status} ${justification}`)
        .toSorted();
    assert.deepEqual([...new Set(tellStatus(back))], [...new Set(tellStatus(mixture))]);
  });
}

test('an id that several vulnerabilities share is no name of one', () => {
  const shared = { ...base, findings: findings.map((one) => ({ ...one, aliases: [...one.aliases, 'ALSA-2024:1'] })) };
  const release = decideRelease(shared, { items: [{ ...exception, id: 'E-1', type: 'mitigated', reason: 'why' }], gaps: [] });
  assert.deepEqual(toVexDocument(release).statements[0]?.aliases, ['GHSA-2024-0001']);
});

test('that nothing is affected is a statement about every image', () => {
  const document = toAbsenceDocument({
    release: base,
    images,
    vulnerability: 'CVE-2021-44228',
    evidence: 'log4j-core is in none of 3 images',
  });
  const openvex = JSON.parse(toOpenVex(document));
  assert.equal(openvex.statements[0].justification, 'component_not_present');
  for (const { reference, digest } of images) {
    const place = {
      reference,
      digest: digest ?? '',
      architecture: 'amd64',
      vulnerability: 'CVE-2021-44228',
      purl: 'pkg:maven/a/b@1',
    };
    assert.ok(trivySuppresses(openvex, place) && grypeSuppresses(openvex, place, grypeProducts(place, true)));
  }
});
