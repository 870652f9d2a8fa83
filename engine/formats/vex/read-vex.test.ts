import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { dataFolder } from '../../test/sbom-schemas.ts';
import { readVex } from './read-vex.ts';
import { toUtc } from './stated-vex.ts';

const context = 'https://openvex.dev/ns/v0.2.0';
const openvex = (...statements: readonly object[]) => ({
  '@context': context,
  timestamp: '2024-01-01T00:00:00+02:00',
  statements,
});
const cve = { vulnerability: { name: 'CVE-1', aliases: ['GHSA-1'] } };
const products = [
  {
    '@id': 'pkg:oci/a',
    hashes: { 'sha-256': 'ab' },
    identifiers: { purl: 'pkg:oci/b' },
    subcomponents: [{ '@id': 'pkg:npm/c' }],
  },
];
const csaf = (vulnerability: object, tree: object = {}) => ({
  document: { csaf_version: '2.0', tracking: { current_release_date: '2024-01-01T00:00:00Z' } },
  product_tree: {
    full_product_names: [
      { product_id: 'image', name: 'an image', product_identification_helper: { purl: 'pkg:oci/a' } },
      { product_id: 'part', name: 'a part', product_identification_helper: { purl: 'pkg:npm/c' } },
      { product_id: 'bare', name: 'nobody knows' },
    ],
    relationships: [
      {
        category: 'default_component_of',
        product_reference: 'part',
        relates_to_product_reference: 'image',
        full_product_name: { product_id: 'both', name: 'x' },
      },
    ],
    product_groups: [{ group_id: 'g', product_ids: ['both'] }],
    ...tree,
  },
  vulnerabilities: [{ cve: 'CVE-1', ...vulnerability }],
});
const bom = (vulnerability: object, component?: object) => ({
  bomFormat: 'CycloneDX',
  metadata: { timestamp: '2024-01-01T00:00:00Z', ...(component && { component }) },
  components: [{ 'bom-ref': 'c', purl: 'pkg:npm/c@1' }],
  vulnerabilities: [{ id: 'CVE-1', ...vulnerability }],
});
const image = { type: 'container', 'bom-ref': 'i', name: 'registry.example/a', version: '1', purl: 'pkg:oci/a' };

const rows: readonly (readonly [name: string, document: object, expected: readonly string[]])[] = [
  [
    'openvex: every name of a product',
    openvex({ ...cve, status: 'fixed', products }),
    ['CVE-1,GHSA-1 fixed: pkg:oci/a,pkg:oci/b,ab > pkg:npm/c @2023-12-31T22:00:00.000Z'],
  ],
  [
    'openvex 0.0.1',
    {
      '@context': 'https://openvex.dev/ns',
      statements: [
        {
          vulnerability: 'CVE-1',
          status: 'not_affected',
          justification: 'component_not_present',
          products: ['pkg:oci/a'],
          subcomponents: ['pkg:npm/c'],
        },
      ],
    },
    ['CVE-1 not_affected component_not_present: pkg:oci/a > pkg:npm/c'],
  ],
  [
    'openvex: a statement has its own time',
    openvex({ ...cve, status: 'fixed', timestamp: '2025-01-01T00:00:00.123456789Z' }),
    ['CVE-1,GHSA-1 fixed:  @2025-01-01T00:00:00.123Z'],
  ],
  [
    'openvex: impact instead of justification',
    openvex({ ...cve, status: 'not_affected', impact_statement: 'why' }),
    ['CVE-1,GHSA-1 not_affected “why”:  @2023-12-31T22:00:00.000Z'],
  ],
  [
    'openvex: neither',
    openvex({ ...cve, status: 'not_affected' }),
    ['statements.0 says not_affected without justification or impact statement'],
  ],
  ['openvex: unknown status', openvex({ ...cve, status: 'fine' }), ['statements.0.status "fine" is no status']],
  [
    'openvex: unknown justification',
    openvex({ ...cve, status: 'not_affected', justification: 'no', impact_statement: 'why' }),
    ['CVE-1,GHSA-1 not_affected “why”:  @2023-12-31T22:00:00.000Z', 'statements.0.justification "no" is no justification'],
  ],
  ['openvex: no vulnerability', openvex({ status: 'fixed' }), ['statements.0.vulnerability names no vulnerability']],
  [
    'openvex: a time that is none',
    openvex({ ...cve, status: 'fixed', timestamp: 'soon' }),
    ['CVE-1,GHSA-1 fixed:  @2023-12-31T22:00:00.000Z', 'statements.0.timestamp is no time; that of the document counts'],
  ],
  ['openvex: no statement', openvex('x' as unknown as object), ['statements.0 is no statement']],
  [
    'csaf: a relationship is a part of a product',
    csaf({ product_status: { known_not_affected: ['both'] }, flags: [{ label: 'component_not_present', group_ids: ['g'] }] }),
    ['CVE-1 not_affected component_not_present: pkg:oci/a > pkg:npm/c @2024-01-01T00:00:00.000Z'],
  ],
  [
    'csaf: reasons by product',
    csaf({
      product_status: { known_not_affected: ['image', 'part'] },
      threats: [{ category: 'impact', details: 'why', product_ids: ['image'] }],
    }),
    [
      'CVE-1 not_affected “why”: pkg:oci/a @2024-01-01T00:00:00.000Z',
      'vulnerabilities.0.product_status.known_not_affected says not_affected without justification or impact statement',
    ],
  ],
  [
    'csaf: what to do',
    csaf({ product_status: { known_affected: ['image'] }, remediations: [{ category: 'vendor_fix', details: 'raise it' }] }),
    ['CVE-1 affected “raise it”: pkg:oci/a @2024-01-01T00:00:00.000Z'],
  ],
  ['csaf: recommended says nothing', csaf({ product_status: { recommended: ['image'] } }), []],
  [
    'csaf: a product without purl, one that is not there',
    csaf({ product_status: { fixed: ['bare', 'gone'] } }),
    ['CVE-1 fixed: nobody knows (bare) + gone (not in the product tree) @2024-01-01T00:00:00.000Z'],
  ],
  [
    'cyclonedx: a component of an image',
    bom({ analysis: { state: 'not_affected', justification: 'code_not_reachable' }, affects: [{ ref: 'c' }] }, image),
    [
      'CVE-1 not_affected vulnerable_code_not_in_execute_path: pkg:oci/a,registry.example/a:1 > pkg:npm/c@1 @2024-01-01T00:00:00.000Z',
    ],
  ],
  [
    'cyclonedx: the image itself',
    bom({ analysis: { state: 'resolved' }, affects: [{ ref: 'i' }] }, image),
    ['CVE-1 fixed: pkg:oci/a,registry.example/a:1 @2024-01-01T00:00:00.000Z'],
  ],
  [
    'cyclonedx: a component of something else',
    bom({ analysis: { state: 'resolved' }, affects: [{ ref: 'c' }] }),
    ['CVE-1 fixed: pkg:npm/c@1 @2024-01-01T00:00:00.000Z'],
  ],
  [
    'cyclonedx: links',
    bom({
      analysis: { state: 'exploitable' },
      affects: [
        { ref: 'urn:cdx:s/1#pkg%3Anpm%2Fd@1' },
        { ref: `urn:cdx:s/1#${encodeURIComponent('image:r/a:1|linux/amd64#pkg:npm/e@1')}` },
      ],
    }),
    ['CVE-1 affected: pkg:npm/d@1 + r/a:1 > pkg:npm/e@1 @2024-01-01T00:00:00.000Z'],
  ],
  ['cyclonedx: a finding is no statement', bom({ affects: [{ ref: 'c' }] }), []],
  [
    'cyclonedx: ranges are not taken for everything',
    bom({ analysis: { state: 'resolved' }, affects: [{ ref: 'c', versions: [{ range: 'vers:npm/<2', status: 'unaffected' }] }] }),
    [
      'CVE-1 fixed:  @2024-01-01T00:00:00.000Z',
      'vulnerabilities.0.affects.0.versions limits it to ranges of versions, which are not read; left out',
    ],
  ],
  [
    'cyclonedx: an unknown state',
    bom({ analysis: { state: 'maybe' }, affects: [] }),
    ['vulnerabilities.0.analysis.status "maybe" is no status'],
  ],
];

function tell(document: object): readonly string[] {
  const { statements, flaws } = readVex(document) ?? assert.fail('recognized');
  const told = statements.map(({ ids, status, justification, text, products: stated, statedAt }) => {
    const names = stated.map((one) => [one.ids.join(), ...one.subcomponents].join(' > ')).join(' + ');
    return `${[ids.join(), status, justification, text && `“${text}”`].filter(Boolean).join(' ')}: ${names}${statedAt ? ` @${statedAt}` : ''}`;
  });
  return [...told, ...flaws.map(({ at, detail }) => `${at.join('.')} ${detail}`)];
}

for (const [name, document, expected] of rows) test(name, () => assert.deepEqual(tell(document), expected));

test('times in UTC', () => {
  assert.equal(toUtc('2024-01-01T00:00:00-06:00'), '2024-01-01T06:00:00.000Z');
  for (const text of ['2024-01-01', 'now', '', undefined]) assert.equal(toUtc(text), undefined);
});

test('anything at all is read without a fault', () => {
  const anything = fc.anything({ withNullPrototype: true, maxDepth: 4 });
  fc.assert(
    fc.property(anything, anything, anything, (one, two, three) => {
      readVex(one);
      readVex({ '@context': context, statements: [one, { vulnerability: two, products: three, status: 'fixed' }] });
      readVex({ ...csaf({ product_status: one, flags: two, threats: three, remediations: [one] }), product_tree: two });
      readVex({ ...csaf({}), vulnerabilities: one });
      readVex(bom({ analysis: { state: 'resolved', detail: one }, affects: two }, { type: 'container', name: three }));
      readVex({ ...bom({}), components: one, vulnerabilities: two });
    }),
  );
});

const real: readonly (readonly [file: string, statements: number, flaws: number])[] = [
  ['trivy-vex__csaf.json', 1, 0],
  ['trivy-vex__cyclonedx.json', 1, 1],
  ['trivy-vex__openvex-oci.json', 1, 0],
];
const reports = join(dataFolder, 'reports');
for (const [file, statements, flaws] of real)
  test(`as others write it: ${file}`, { skip: existsSync(reports) ? false : 'the reports of other tools are not here' }, () => {
    const found = readVex(JSON.parse(readFileSync(join(reports, file), 'utf8'))) ?? assert.fail();
    assert.deepEqual([found.statements.length, found.flaws.length], [statements, flaws]);
  });
