import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Finding } from '../../model/finding.ts';
import { provenanceFacts } from '../../model/hardening.ts';
import type { ImageConfiguration, Referrer } from '../../model/image.ts';
import type { DeclaredImage, ImageIdentity } from '../../model/inventory.ts';
import type { ReleaseImage } from '../../model/release.ts';
import { judgeProvenance } from './judge-provenance.ts';

const now = '2026-08-15T12:00:00Z';
const reference = 'registry.example/gauge:1';
const configuration: ImageConfiguration = {
  user: '',
  entrypoint: [],
  command: [],
  workingDirectory: '/',
  volumes: [],
  exposedPorts: [],
  labels: {},
};
const image: ReleaseImage = {
  reference,
  platform: 'linux/amd64',
  status: 'read',
  digest: null,
  store: null,
  layers: [],
  configuration,
  annotations: {},
  distribution: null,
  packages: [],
};
const unread: ReleaseImage = { ...image, status: 'failed', configuration: null };
const label = (name: string, value: string) => ({ [`org.opencontainers.image.${name}`]: value });
const configured = (more: Partial<ImageConfiguration>): ReleaseImage => ({
  ...image,
  configuration: { ...configuration, ...more },
});
const declared = (identity: Pick<ImageIdentity, 'pin' | 'reason'>): DeclaredImage => ({
  reference,
  digest: null,
  components: [],
  owners: [],
  tier: 'core',
  identity: { logicalName: 'registry.example/gauge', by: 'reference', ...identity },
  occurrences: [],
});
const attach = (type: string, annotations: Referrer['annotations'] = {}): ReleaseImage => ({
  ...image,
  attached: [{ subject: '', digest: '', mediaType: '', type, annotations }],
});

/** What is known of an image → facts that are present, and absent; the others are unknown. */
const rows: readonly (readonly [
  name: string,
  image: ReleaseImage,
  of: DeclaredImage | undefined,
  present: string,
  absent: string,
])[] = [
  ['an image that was not read', unread, undefined, '', ''],
  ['one that says nothing', image, undefined, '', 'source revision created base.name base.digest licenses vendor'],
  [
    'labels',
    configured({ labels: { ...label('source', 'https://git.example'), ...label('licenses', '') } }),
    undefined,
    'source',
    'revision created base.name base.digest licenses vendor',
  ],
  [
    'annotations',
    { ...image, annotations: label('base.name', 'debian:12') },
    undefined,
    'base.name',
    'source revision created base.digest licenses vendor',
  ],
  ['a digest', unread, declared({ pin: 'digest' }), 'digest-pin fixed-tag', ''],
  ['a tag', unread, declared({ pin: 'tag' }), 'fixed-tag', 'digest-pin'],
  ['a tag that moves', unread, declared({ pin: 'mutable-tag', reason: 'It is latest.' }), '', 'digest-pin fixed-tag'],
];

for (const [name, subject, of, present, absent] of rows)
  test(`provenance of ${name}`, () => {
    const { coverage } = judgeProvenance([subject], of ? [of] : [], now);
    const facts = (key: 'present' | 'absent') => coverage.flatMap((row) => (row[key] === 1 ? row.fact : [])).join(' ');
    assert.deepEqual([facts('present'), facts('absent')], [present, absent]);
  });

const kinds: readonly (readonly [type: string, annotations: Referrer['annotations'], counted: string])[] = [
  ['application/vnd.dev.cosign.simplesigning.v1+json', {}, '1 0 0'],
  ['application/vnd.dev.cosign.artifact.sig.v1+json', {}, '1 0 0'],
  ['application/vnd.cncf.notary.signature', {}, '1 0 0'],
  ['application/vnd.dev.sigstore.bundle.v0.3+json', { 'dev.sigstore.bundle.content': 'message-signature' }, '1 0 0'],
  ['application/vnd.dev.sigstore.bundle.v0.3+json', { 'dev.sigstore.bundle.content': 'dsse-envelope' }, '0 1 0'],
  ['application/vnd.in-toto+json', {}, '0 1 0'],
  ['application/vnd.dsse.envelope.v1+json', {}, '0 1 0'],
  ['application/spdx+json', {}, '0 0 1'],
  ['application/vnd.cyclonedx+json', {}, '0 0 1'],
  ['application/vnd.example.chart', {}, '0 0 0'],
];

for (const [type, annotations, counted] of kinds)
  test(`attached: ${type} ${Object.values(annotations).join()}`, () => {
    const attached = judgeProvenance([attach(type, annotations)], [], now).images[0]?.attached;
    assert.equal(attached && `${attached.signatures} ${attached.attestations} ${attached.sboms}`, counted);
  });

const ages: readonly (readonly [name: string, image: ReleaseImage, ageDays: number | null])[] = [
  ['its configuration', configured({ createdAt: '2026-08-01T13:00:00Z' }), 13],
  ['its label', configured({ labels: label('created', '2026-08-14T12:00:00Z') }), 1],
  ['a label that is no time', configured({ labels: label('created', 'today') }), null],
  ['1970', configured({ createdAt: '1970-01-01T00:00:00Z' }), null],
  ['1980, as in ZIP', configured({ createdAt: '1980-01-01T00:00:01Z' }), null],
  ['a time to come', configured({ createdAt: '2027-01-01T00:00:00Z' }), null],
  ['nothing', image, null],
];

for (const [name, subject, ageDays] of ages)
  test(`age by ${name}`, () => {
    assert.equal(judgeProvenance([subject], [], now).images[0]?.ageDays, ageDays);
  });

const fixed: Finding = {
  vulnerability: 'CVE-2026-1',
  aliases: [],
  image: reference,
  platform: 'linux/amd64',
  purl: 'pkg:deb/debian/gauge@1?arch=amd64',
  severity: 'HIGH',
  severities: [],
  state: 'fixed',
  fixedIn: ['2'],
  places: [],
  fromBase: false,
  kev: false,
  epss: null,
  sources: ['osv'],
  evidence: [],
};

/** A finding → whether building the image again takes it away. */
const findings: readonly (readonly [name: string, finding: Finding, isFixed: boolean])[] = [
  ['a package of the distribution in a layer of its own', fixed, true],
  ['one that no release fixes', { ...fixed, state: 'not-fixed' }, false],
  ['one of the base', { ...fixed, fromBase: true }, false],
  ['one that an exception takes out', { ...fixed, suppressedBy: 'accepted' }, false],
  ['a package of a language, which its recipe names by version', { ...fixed, purl: 'pkg:pypi/gauge@1' }, false],
  ['one of another image', { ...fixed, image: 'registry.example/other:1' }, false],
];

for (const [name, finding, isFixed] of findings)
  test(`building again: ${name}`, () => {
    const row = (subject: ReleaseImage, known?: readonly Finding[]) => judgeProvenance([subject], [], now, known).images[0];
    assert.equal(row(image, [finding])?.rebuildFixes, isFixed ? 1 : 0);
    assert.equal(row(unread, [finding])?.rebuildFixes, undefined);
    assert.equal(row(image)?.rebuildFixes, undefined);
  });

test('present, absent and unknown are all images, for every fact', () => {
  const kind = fc.constantFrom(image, unread, attach('application/spdx+json'), configured({ labels: label('vendor', 'x') }));
  fc.assert(
    fc.property(fc.array(kind), (images) => {
      const { coverage } = judgeProvenance(images, [], now);
      assert.deepEqual(
        coverage.map(({ fact, present, absent, unknown }) => [fact, present + absent + unknown]),
        provenanceFacts.map((fact) => [fact, images.length]),
      );
    }),
  );
});
