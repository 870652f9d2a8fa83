import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSbom } from '../formats/sbom/read-sbom.ts';
import type { FoundImage } from '../gather/images/store.ts';
import type { Referrer } from '../model/image.ts';
import { sampleRelease } from '../test/sample-release.ts';
import { compareAttached } from './compare-attached.ts';

const [image] = sampleRelease.images;
assert.ok(image);
const [first] = image.packages;
assert.ok(first);
const referrer = (type: string, annotations = {}): Referrer => ({
  subject: 'sha256:a',
  digest: 'sha256:b',
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  type,
  annotations,
});
const sbom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  components: [
    { type: 'library', name: 'other', version: '1.0', purl: 'pkg:npm/other@1.0' },
    { type: 'library', name: first.name, version: first.version, purl: first.purl },
  ],
};
const statement = (predicateType: string) => ({ predicateType, predicate: sbom });
const holding = (...documents: readonly unknown[]) =>
  ({
    attached: {
      list: async () => ({ items: [], gaps: [] }),
      read: async () => ({
        items: documents.map((value) => ({ mediaType: 'x', annotations: {}, bytes: Buffer.from(JSON.stringify(value)) })),
        gaps: [],
      }),
    },
  }) as unknown as FoundImage;

const spdxPredicate = { 'in-toto.io/predicate-type': 'https://spdx.dev/Document' };
const provenance = { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v1' };
const rows: readonly (readonly [name: string, attached: Referrer, document: unknown, count: number, gaps: string])[] = [
  ['an SBOM', referrer('application/vnd.cyclonedx+json'), sbom, 1, ''],
  [
    'an attestation of one',
    referrer('application/vnd.in-toto+json', spdxPredicate),
    statement('https://cyclonedx.org/bom'),
    1,
    '',
  ],
  ['provenance', referrer('application/vnd.in-toto+json', provenance), statement('https://slsa.dev/provenance/v1'), 0, ''],
  ['an attestation that says not of what', referrer('application/vnd.in-toto+json'), statement('https://slsa.dev/x'), 0, ''],
  ['a signature', referrer('application/vnd.dev.cosign.artifact.sig.v1+json'), sbom, 0, ''],
  ['an SBOM that is none', referrer('application/spdx+json'), { a: 1 }, 0, 'sbom-unsupported'],
];
for (const [name, attached, document, count, codes] of rows)
  test(`attached: ${name}`, async () => {
    const { items, gaps } = await compareAttached(holding(document), image, { attached: [attached], readSbom });
    assert.equal(items.length, count);
    assert.equal(gaps.map(({ code }) => code).join(), codes);
    assert.ok(gaps.every((gap) => gap.image === image.reference && gap.path === 'attached:sha256:b'));
    for (const item of items) {
      assert.equal(item.same, 1);
      assert.deepEqual(
        item.onlyTheirs.map(({ purl }) => purl),
        ['pkg:npm/other@1.0'],
      );
    }
  });
