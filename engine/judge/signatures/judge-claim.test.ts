import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readClaim } from '../../formats/sigstore/read-claims.ts';
import { readPublicKeys } from '../../formats/sigstore/read-public-key.ts';
import { readTrustedRoot } from '../../formats/sigstore/read-trusted-root.ts';
import type { IdentityDemand } from '../../model/signatures.ts';
import { sampleAuthority } from '../../test/sample-authority.ts';
import {
  attestationBlob,
  type KeyKind,
  payloadOf,
  type SampleBlob,
  type SampleKey,
  sampleKey,
  signatureBlob,
  statementOf,
} from '../../test/sample-signatures.ts';
import { type ClaimDemand, judgeClaim } from './judge-claim.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const index = `sha256:${'b'.repeat(64)}`;
const other = `sha256:${'c'.repeat(64)}`;
const ours = sampleKey();
const theirs = sampleKey();
const payload = payloadOf(digest);

const publicKeys = (...keys: readonly SampleKey[]) =>
  keys.flatMap(({ pem }, at) => {
    const read = readPublicKeys(pem, `${at}.pub`);
    assert.ok(typeof read !== 'string', String(read));
    return read;
  });
const demand: ClaimDemand = { digests: [digest, index], keys: publicKeys(ours), identities: [] };
const told = (blob: SampleBlob, over: Partial<ClaimDemand> = {}, manifest?: Uint8Array) => {
  const claim = readClaim(blob, manifest);
  assert.ok(claim);
  const { state, because } = judgeClaim(claim, { ...demand, ...over });
  return [state, because] as const;
};
const signed = (bytes: Uint8Array, key = ours) => signatureBlob(bytes, key.sign(bytes));
const text = (content: string) => Buffer.from(content);

const twice = text(String(payload).replace('"image":', `"image":{"docker-manifest-digest":"${other}"},"image":`));
const nested = text(`{"critical":${'['.repeat(9000)}${']'.repeat(9000)}}`);
const proto = text(`{"__proto__":${payload}}`);
const predicate = { builder: { id: 'https://builder.example' } };
const slsa = 'https://slsa.dev/provenance/v0.2';
const statement = statementOf(digest, slsa, predicate);
const fingerprint = demand.keys[0]?.fingerprint ?? '';

const keyed: readonly (readonly [name: string, blob: SampleBlob, state: string, because: RegExp, over?: Partial<ClaimDemand>])[] =
  [
    ['our key', signed(payload), 'verified', /0\.pub/],
    ['our key over the index', signed(payloadOf(index)), 'verified', /0\.pub/],
    ['the second of two keys', signed(payload), 'verified', /1\.pub/, { keys: publicKeys(theirs, ours) }],
    ['the key of another site', signed(payload, theirs), 'unverified', /another one did/],
    ['no key at all', signed(payload), 'unverified', /no key is given/, { keys: [] }],
    ['a payload of another digest', signed(payloadOf(other)), 'invalid', /another image/],
    ["a sibling's platform of the same index", signed(payloadOf(other)), 'invalid', /another image/],
    ['a signature of the index on a manifest alone', signed(payloadOf(index)), 'invalid', /another image/, { digests: [digest] }],
    ['a signature swapped between images', signatureBlob(payload, ours.sign(payloadOf(other))), 'unverified', /altered/],
    ['a payload with a changed byte', signatureBlob(text(`${payload} `), ours.sign(payload)), 'unverified', /altered/],
    ['no signature', signatureBlob(payload, Buffer.alloc(0)), 'invalid', /no signature/],
    ['a huge payload', signed(text(String(payload).replace('null', `"${'x'.repeat(70_000)}"`))), 'invalid', /the limit is/],
    ['two digests in one payload', signed(twice), 'invalid', /member twice/],
    ['a deep payload', signed(nested), 'invalid', /nested/],
    ['__proto__ in a payload', signed(proto), 'invalid', /names no digest/],
    ['a payload that is no JSON', signed(text('{')), 'invalid', /not JSON/],
    ['a payload of another type', signed(text(String(payload).replace('container', 'blob'))), 'invalid', /does not say/],
    ['the repository, as demanded', signed(payload), 'verified', /0\.pub/, { repository: 'registry.example/team/app' }],
    ['another repository', signed(payload), 'invalid', /is demanded/, { repository: 'registry.example/team/else' }],
    ['an attestation', attestationBlob(statement, ours), 'verified', /0\.pub/],
    ['an attestation of another site', attestationBlob(statement, theirs), 'unverified', /another one/],
    ['an attestation that says our key signed it', attestationBlob(statement, theirs, fingerprint), 'invalid', /did not/],
    ['an attestation of another image', attestationBlob(statementOf(other, slsa, predicate), ours), 'invalid', /another image/],
  ];
for (const [name, blob, state, because, over] of keyed)
  test(`a signature by key: ${name}`, () => {
    const [found, reason] = told(blob, over);
    assert.equal(found, state, reason);
    assert.match(reason, because);
  });

for (const kind of ['P-256', 'P-384', 'ed25519', 'rsa'] satisfies KeyKind[])
  test(`a signature by a key of the kind ${kind}`, () => {
    const key = sampleKey(kind);
    assert.equal(told(signed(payload, key), { keys: publicKeys(key) })[0], 'verified');
    assert.equal(told(signed(payload, sampleKey(kind)), { keys: publicKeys(key) })[0], 'unverified');
  });

const who = { issuer: 'https://issuer.example', subject: 'https://ci.example/team/app/release.yaml@refs/heads/main' };
const exact = (over: Partial<typeof who> = {}): IdentityDemand => {
  const { issuer, subject } = { ...who, ...over };
  return { issuer: { text: issuer, isPattern: false }, subject: { text: subject, isPattern: false } };
};
const pattern = (subject: string): IdentityDemand => ({ ...exact(), subject: { text: subject, isPattern: true } });
const trusted = (json: string) => {
  const root = readTrustedRoot(text(json));
  assert.ok(typeof root !== 'string', String(root));
  return root;
};
const authority = await sampleAuthority();
const late = await sampleAuthority({ logIsLateMinutes: 60 });
const root = trusted(authority.root);
const simple = await authority.signSimply(payload, who);
const bundle = await authority.signBundle(statement, who);
const edited = (blob: SampleBlob, from: string | RegExp, to: string): SampleBlob => ({
  ...blob,
  bytes: text(String(text('').toString() + Buffer.from(blob.bytes).toString()).replace(from, to)),
});
const annotated = (name: string, edit: (now: string) => string): SampleBlob => {
  const key = `dev.sigstore.cosign/${name}`;
  return { ...simple, annotations: { ...simple.annotations, [key]: edit(simple.annotations[key] ?? '') } };
};
const earlier = (now: string) => now.replace(/"integratedTime":\d+/, '"integratedTime":1700000000');
const otherKey = await authority.signSimply(payloadOf(other), who);
const swapped = { ...simple, annotations: { ...otherKey.annotations } };

const vouched: readonly (readonly [
  name: string,
  blob: SampleBlob,
  state: string,
  because: RegExp,
  over?: Partial<ClaimDemand>,
])[] = [
  ['the identity', simple, 'verified', /release\.yaml@refs.* of https:\/\/issuer/],
  ['a bundle', bundle, 'verified', /release\.yaml/],
  ['a pattern', simple, 'verified', /main/, { identities: [pattern('https://ci\\.example/team/.*')] }],
  ['half a pattern', simple, 'invalid', /may not sign/, { identities: [pattern('https://ci\\.example/team')] }],
  ['another subject', simple, 'invalid', /may not sign/, { identities: [exact({ subject: 'https://ci.example' })] }],
  ['another issuer', bundle, 'invalid', /may not sign/, { identities: [exact({ issuer: 'https://issuer.example.evil' })] }],
  ['no identity that may', simple, 'unverified', /no identity/, { identities: [] }],
  ['a root of nobody we trust', simple, 'invalid', /certificate/i, { root: trusted(late.root) }],
  ['after the certificate ended', await late.signSimply(payload, who), 'invalid', /expired/, { root: trusted(late.root) }],
  ['no time at all', annotated('bundle', () => ''), 'invalid', /timestamp/],
  ['a log entry that was altered', annotated('bundle', earlier), 'invalid', /not valid|expired|promise/],
  ['a certificate that is none', annotated('certificate', () => 'x'), 'invalid', /bundle/],
  ['annotations with a member twice', annotated('bundle', (now) => now.replace('{', '{"Payload":{},')), 'invalid', /twice/],
  ['certificate and signature of another image', swapped, 'invalid', /signature|digest/],
  ['a bundle with another body', edited(bundle, /"canonicalizedBody":"./, '"canonicalizedBody":"A'), 'invalid', /hold/],
  ['a bundle with another time', edited(bundle, /"integratedTime":"\d/, '"integratedTime":"9'), 'invalid', /hold/],
  [
    'a bundle without its log entry',
    edited(bundle, /"tlogEntries":\[\{.*?"canonicalizedBody":"[^"]*"\}\]/s, '"tlogEntries":[]'),
    'invalid',
    /cannot|timestamp|hold/,
  ],
  [
    'a bundle with another payload',
    edited(bundle, /"payload":"[^"]+"/, `"payload":"${statementOf(digest, slsa, {}).toString('base64')}"`),
    'invalid',
    /hold/,
  ],
  ['a bundle with a member twice', edited(bundle, '{', '{"dsseEnvelope":{},'), 'invalid', /twice/],
];
for (const [name, blob, state, because, over] of vouched)
  test(`a signature with a certificate: ${name}`, () => {
    const [found, reason] = told(blob, { root, identities: [exact()], ...over });
    assert.equal(found, state, reason);
    assert.match(reason, because);
  });

test('a certificate without a trusted root counts for nothing', () =>
  assert.deepEqual(told(simple, { identities: [exact()] })[0], 'unverified'));

test('the log says when it was signed', () => {
  const claim = readClaim(bundle);
  assert.ok(claim);
  const { signedAt, signer } = judgeClaim(claim, { ...demand, root, identities: [exact()] });
  assert.match(signedAt ?? '', /^20\d\d-\d\d-\d\dT[\d:]+Z$/);
  assert.deepEqual(signer, { kind: 'identity', ...who });
});
