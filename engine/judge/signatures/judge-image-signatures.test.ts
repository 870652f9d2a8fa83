import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttestationDemand, JudgedSignature, SignatureRule } from '../../model/signatures.ts';
import { findRule, judgeImageSignatures } from './judge-image-signatures.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const rule: SignatureRule = { images: ['**'], demanded: true, keys: [], identities: [], reference: false, attestations: [] };
const one = (state: JudgedSignature['state'], over: Partial<JudgedSignature> = {}): JudgedSignature => ({
  ...{ artifact: digest, subject: digest, form: 'simple-signing', kind: 'signature', because: `It is ${state}.` },
  ...{ signer: null, signedAt: null, content: null },
  state,
  ...over,
});
const slsa = (over: object = {}): JudgedSignature => {
  const said = { builder: 'https://ci.example/b@v1', source: 'https://git.example/ours/app', ...over };
  const predicateType = 'https://slsa.dev/provenance/v1';
  return one('verified', { kind: 'attestation', content: { kind: 'attestation', digests: [digest], predicateType, ...said } });
};
const judge = (signatures: readonly JudgedSignature[], unread: readonly string[] = [], over: Partial<SignatureRule> = {}) => {
  const found = { image: 'registry.example/a:1', platform: 'linux/amd64', digest, indexDigest: null, signatures, unread };
  const { state, accepted, missing } = judgeImageSignatures(found, { rule: { ...rule, ...over }, pattern: '**' });
  return [state, accepted, missing.length];
};
const provenance = (over: Partial<AttestationDemand> = {}) => ({ attestations: [{ type: 'slsaprovenance', ...over }] });

const rows: readonly (readonly [name: string, got: readonly unknown[], wanted: readonly unknown[]])[] = [
  ['nothing is attached', judge([]), ['unsigned', false, 0]],
  ['nothing could be listed', judge([], ['The answer is 500.']), ['unknown', false, 0]],
  ['one that holds among others', judge([one('invalid'), one('verified'), one('unknown')], ['Cut.']), ['verified', true, 0]],
  ['one was not read', judge([one('invalid'), one('unknown')]), ['unknown', false, 0]],
  ['one does not hold', judge([one('unverified'), one('invalid')]), ['invalid', false, 0]],
  ['nobody given signed', judge([one('unverified')]), ['unverified', false, 0]],
  ['an attestation is no signature', judge([slsa()]), ['unsigned', false, 0]],
  ['an attestation is enough where it is demanded', judge([slsa()], [], provenance()), ['verified', true, 0]],
  ['a demanded attestation is missing', judge([one('verified')], [], provenance()), ['verified', false, 1]],
  ['the demanded builder', judge([slsa()], [], provenance({ builder: 'https://ci.example/**' })), ['verified', true, 0]],
  ['another builder', judge([slsa()], [], provenance({ builder: 'https://ci.example/c' })), ['verified', false, 1]],
  ['another source', judge([slsa()], [], provenance({ source: 'https://git.example/theirs/*' })), ['verified', false, 1]],
  ['no source where one is demanded', judge([slsa({ source: '' })], [], provenance({ source: 'x' })), ['verified', false, 1]],
  ['an unverified attestation', judge([{ ...slsa(), state: 'unverified' }], [], provenance()), ['unverified', false, 1]],
  ['nothing is demanded', judge([], [], { demanded: false }), ['unsigned', true, 0]],
];
for (const [name, got, wanted] of rows) test(`the signatures of an image: ${name}`, () => assert.deepEqual(got, wanted));

test('what no rule covers has to be signed', () => {
  const found = { image: 'a', platform: 'linux/amd64', digest, indexDigest: null, signatures: [], unread: [] };
  assert.equal(judgeImageSignatures(found, undefined).accepted, false);
});

test('the first rule that covers an image counts', () => {
  const rules = [
    { ...rule, images: ['registry.example/ours/*'] },
    { ...rule, images: ['registry.example/**'] },
  ];
  const patternOf = (repository: string) => findRule(repository, rules)?.pattern;
  assert.equal(patternOf('registry.example/ours/app'), 'registry.example/ours/*');
  assert.equal(patternOf('registry.example/ours/team/app'), 'registry.example/**');
  assert.equal(patternOf('docker.io/library/nginx'), undefined);
});
