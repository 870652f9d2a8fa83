import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPublicKeys } from '../formats/sigstore/read-public-key.ts';
import type { AttachedArtifacts, AttachedBlob, FoundImage, ImageStore } from '../gather/images/store.ts';
import type { Referrer } from '../model/image.ts';
import type { Gap } from '../model/reading.ts';
import { payloadOf, type SampleBlob, sampleKey, signatureBlob } from '../test/sample-signatures.ts';
import { verifySignatures } from './verify-signatures.ts';

const reference = 'registry.example/team/app:1';
const digest = `sha256:${'a'.repeat(64)}`;
const indexDigest = `sha256:${'b'.repeat(64)}`;
const key = sampleKey();
const keys = readPublicKeys(key.pem, 'ours.pub');
assert.ok(typeof keys !== 'string');
const rule = { images: ['**'], demanded: true, keys: ['ours.pub'], identities: [], reference: false, attestations: [] };
const trust = { rules: [rule], keys: new Map([['ours.pub', keys]]) };
const gap: Gap = { code: 'referrers-unreadable', unit: 'test', detail: 'The answer is 500.' };
const artifact = `sha256:${'c'.repeat(64)}`;
const referrer = (type = 'application/vnd.dev.cosign.artifact.sig.v1+json'): Referrer => ({
  ...{ subject: digest, digest: artifact, mediaType: '', annotations: {} },
  type,
});
const configuration = {
  ...{ user: '', entrypoint: [], command: [], workingDirectory: '', volumes: [], exposedPorts: [], labels: {} },
};
const manifest: FoundImage['manifest'] = {
  ...{ reference, digest, indexDigest, platform: 'linux/amd64', layers: [], configuration, annotations: {}, store: 'memory' },
};
const found = (attached?: AttachedArtifacts): FoundImage => ({
  ...{ kind: 'found', manifest, gaps: [], open: async () => (async function* () {})() },
  ...(attached && { attached }),
});
const attachedOf = (
  referrers: readonly Referrer[],
  items: readonly AttachedBlob[],
  gaps: { readonly list?: readonly Gap[]; readonly read?: readonly Gap[] } = {},
): AttachedArtifacts => ({
  list: async () => ({ items: referrers, gaps: gaps.list ?? [] }),
  read: async () => ({ items, gaps: gaps.read ?? [] }),
});
const storeOf = (find: ImageStore['find']): ImageStore => ({ id: 'memory', find, close: async () => {} });
const signed = (of = digest): SampleBlob => signatureBlob(payloadOf(of), key.sign(payloadOf(of)));
const notary: AttachedBlob = { mediaType: 'application/jose+json', annotations: {}, bytes: new Uint8Array(3) };
const sbom: AttachedBlob = { mediaType: 'application/spdx+json', annotations: {}, bytes: new Uint8Array(3) };
const one = [referrer()];

const rows: readonly (readonly [name: string, find: ImageStore['find'], state: string, because: RegExp])[] = [
  ['signed', async () => found(attachedOf(one, [signed()])), 'verified', /ours\.pub/],
  [
    'signed through its index',
    async () => found(attachedOf([{ ...referrer(), subject: indexDigest }], [signed(indexDigest)])),
    'verified',
    /index/,
  ],
  ['two, one of which holds', async () => found(attachedOf(one, [signed(artifact), signed()])), 'verified', /ours\.pub/],
  ['nothing is attached', async () => found(attachedOf([], [])), 'unsigned', /Nothing/],
  ['an SBOM is attached', async () => found(attachedOf([referrer('application/spdx+json')], [sbom])), 'unsigned', /Nothing/],
  ['what is attached cannot be listed', async () => found(attachedOf([], [], { list: [gap] })), 'unknown', /500/],
  ['it holds though the list is cut', async () => found(attachedOf(one, [signed()], { list: [gap] })), 'verified', /ours/],
  ['an artifact cannot be read', async () => found(attachedOf(one, [], { read: [gap] })), 'unknown', /500/],
  ['the store keeps nothing attached', async () => found(), 'unknown', /does not keep/],
  [
    'a form that is not read',
    async () => found(attachedOf([referrer('application/vnd.cncf.notary.signature')], [notary])),
    'unverified',
    /notary/,
  ],
  [
    'more artifacts than are read',
    async () =>
      found(
        attachedOf(
          Array.from({ length: 201 }, () => referrer()),
          [],
        ),
      ),
    'unknown',
    /201 artifacts/,
  ],
  ['no store has it', async () => ({ kind: 'absent', gaps: [] }), 'unknown', /does not have it/],
  ['a store breaks off', async () => Promise.reject(new Error('cut')), 'unknown', /cut/],
  [
    'an SBOM stands for it',
    async () => ({ kind: 'described', store: 'sbom', digest, distribution: null, packages: [], gaps: [] }),
    'unknown',
    /SBOM stands/,
  ],
];
for (const [name, find, state, because] of rows)
  test(`the signatures of a release: ${name}`, async () => {
    const report = await verifySignatures([reference], [storeOf(find)], trust, { platforms: ['linux/amd64'] });
    const [image] = report.images;
    assert.equal(image?.state, state, image?.because);
    assert.match(image?.because ?? '', because);
    assert.equal(image?.accepted, state === 'verified');
    assert.equal(
      Object.values(report.counts).reduce((sum, count) => sum + count, 0),
      1,
    );
  });
