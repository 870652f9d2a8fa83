import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { initializeTSA } from '@sigstore/mock';
import { readClaim } from '../../formats/sigstore/read-claims.ts';
import { readPublicKeys } from '../../formats/sigstore/read-public-key.ts';
import { readTrustedRoot } from '../../formats/sigstore/read-trusted-root.ts';
import { sampleAuthority } from '../../test/sample-authority.ts';
import {
  envelopeOf,
  payloadOf,
  preAuthenticated,
  type SampleBlob,
  sampleKey,
  signatureBlob,
  statementOf,
} from '../../test/sample-signatures.ts';
import { type ClaimDemand, judgeClaim } from './judge-claim.ts';

const ours = sampleKey();
const theirs = sampleKey();
const keys = readPublicKeys(ours.pem, 'ours.pub');
assert.ok(typeof keys !== 'string');
const hint = Buffer.from(keys[0]?.fingerprint.slice(7) ?? '', 'hex').toString('base64');
const manifest = Buffer.from('{"schemaVersion":2}');
const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
const demand: ClaimDemand = { digests: [digest], keys, identities: [] };
const signaturePredicate = 'https://sigstore.dev/cosign/sign/v1';

const bundleOf = (content: object, keyHint = hint): SampleBlob => {
  const mediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
  const bundle = { mediaType, verificationMaterial: { publicKey: { hint: keyHint }, tlogEntries: [] }, ...content };
  return { mediaType, annotations: {}, bytes: Buffer.from(JSON.stringify(bundle)) };
};
const enveloped = (statement: Uint8Array, key = ours, keyHint = hint) =>
  bundleOf({ dsseEnvelope: envelopeOf(statement, key.sign(preAuthenticated(statement))) }, keyHint);
const plain = (key = ours, over = manifest) => {
  const messageDigest = { algorithm: 'SHA2_256', digest: createHash('sha256').update(over).digest('base64') };
  return bundleOf({ messageSignature: { messageDigest, signature: key.sign(over).toString('base64') } });
};
const told = (blob: SampleBlob, over: Partial<ClaimDemand> = {}, bytes?: Uint8Array) => {
  const claim = readClaim(blob, bytes);
  assert.ok(claim);
  const kind = typeof claim.content === 'string' ? '' : claim.content.kind;
  const { state, because } = judgeClaim(claim, { ...demand, ...over });
  return { told: `${state} ${kind}`.trim(), because };
};
const statement = statementOf(digest, signaturePredicate, {});
const rows: readonly (readonly [name: string, got: ReturnType<typeof told>, wanted: string])[] = [
  ['of cosign 3 by our key', told(enveloped(statement)), 'verified signature'],
  ['by another key that says ours', told(enveloped(statement, theirs)), 'invalid signature'],
  ['by another key', told(enveloped(statement, theirs, 'another')), 'unverified signature'],
  ['without a hint', told(enveloped(statement, ours, '')), 'verified signature'],
  ['with an attestation', told(enveloped(statementOf(digest, 'https://spdx.dev/Document', {}))), 'verified attestation'],
  ['over the manifest itself', told(plain(), {}, manifest), 'verified signature'],
  ['over the manifest, by another key that says ours', told(plain(theirs), {}, manifest), 'invalid signature'],
  ['over another manifest', told(plain(ours, Buffer.from('{}')), {}, manifest), 'invalid'],
  ['over a manifest that cannot be had', told(plain()), 'invalid'],
];
for (const [name, { told: got, because }, wanted] of rows)
  test(`a keyed bundle: ${name}`, () => assert.equal(got, wanted, because));

const authority = await sampleAuthority();
const root = readTrustedRoot(Buffer.from(authority.root));
assert.ok(typeof root !== 'string');
const payload = payloadOf(digest);
const signature = ours.sign(payload);
const who = { issuer: 'https://issuer.example', subject: 'https://ci.example/release' };
const simple = await authority.signSimply(payload, who);
const base64 = (bytes: ArrayBufferView) =>
  Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength).toString('base64');
const logged = await authority.logSigned(payload, signature, ours.pem);
const judged = (annotations: Readonly<Record<string, string>>, over: Partial<ClaimDemand> = { root }) => {
  const claim = readClaim(signatureBlob(payload, signature, annotations));
  assert.ok(claim);
  return judgeClaim(claim, { ...demand, ...over });
};

test('a log entry beside a keyed signature says when, and has to hold where the log is trusted', () => {
  assert.match(judged(logged).signedAt ?? '', /^20\d\d-/);
  assert.deepEqual([judged(logged, {}).state, judged(logged, {}).signedAt], ['verified', null]);
  assert.deepEqual([judged({}).state, judged({}).signedAt], ['verified', null]);
  const later = Object.fromEntries(
    Object.entries(logged).map(([name, text]) => [name, text.replace(/"integratedTime":\d/, '"integratedTime":3')]),
  );
  assert.deepEqual([judged(later).state, judged(later).signedAt], ['invalid', null]);
});

/** A timestamp authority of a test stamps signatures that no log has. */
async function stamped(stampedSignature?: Uint8Array, lateMinutes = 0) {
  const clock = new Date(Date.now() + 3000 + lateMinutes * 60_000);
  // @sigstore/core reads a fraction of a second only with three digits, and DER drops the zeros at its end.
  clock.setUTCMilliseconds(0);
  const stamper = await initializeTSA(generateKeyPairSync('ec', { namedCurve: 'P-256' }), clock);
  const { 'dev.sigstore.cosign/bundle': _, ...annotations } = simple.annotations;
  const signed = stampedSignature ?? Buffer.from(annotations['dev.cosignproject.cosign/signature'] ?? '', 'base64');
  const artifactHash = createHash('sha256').update(signed).digest();
  const request = { artifactHash, hashAlgorithmOID: '2.16.840.1.101.3.4.2.1', nonce: 7, policyOID: '1.3.6.1.4.1.57264.2' };
  const stamp = base64(await stamper.timestamp(request));
  const certificates = [stamper.intCertificate, stamper.rootCertificate].map((der) => ({ rawBytes: base64(der) }));
  const timestampAuthorities = [{ certChain: { certificates }, validFor: { start: '2020-01-01T00:00:00Z' } }];
  const timed = readTrustedRoot(Buffer.from(JSON.stringify({ ...JSON.parse(authority.root), tlogs: [], timestampAuthorities })));
  assert.ok(typeof timed !== 'string', String(timed));
  const more = { 'dev.sigstore.cosign/rfc3161timestamp': JSON.stringify({ SignedRFC3161Timestamp: stamp }) };
  const claim = readClaim({ ...simple, annotations: { ...annotations, ...more } });
  assert.ok(claim);
  const identities = [{ issuer: { text: who.issuer, isPattern: false }, subject: { text: who.subject, isPattern: false } }];
  const withRoot = (trusted: typeof timed) => judgeClaim(claim, { ...demand, keys: [], identities, root: trusted });
  return { ...withRoot(timed), without: withRoot(root as typeof timed).state };
}

test('a timestamp authority of the root says when, where there is no log', async () => {
  const right = await stamped();
  assert.equal(right.state, 'verified', right.because);
  assert.match(right.signedAt ?? '', /^20\d\d-/);
  assert.equal(right.without, 'invalid');
  assert.equal((await stamped(Buffer.from('another signature'))).state, 'invalid');
  assert.equal((await stamped(undefined, 60)).state, 'invalid');
});
