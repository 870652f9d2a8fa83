import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A key of a test, as whoever signs has it and as whoever verifies gets it. */
export interface SampleKey {
  /** The public key, PEM. */
  readonly pem: string;
  readonly privateKey: KeyObject;
  readonly sign: (bytes: Uint8Array) => Buffer;
}

/** Kinds of keys that cosign signs with, as it signs with them. */
export type KeyKind = 'P-256' | 'P-384' | 'ed25519' | 'rsa';

/** A new key. */
export function sampleKey(kind: KeyKind = 'P-256', rsaBits = 2048): SampleKey {
  const { publicKey, privateKey } = pairOf(kind, rsaBits);
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  return { pem, privateKey, sign: (bytes) => sign(kind === 'ed25519' ? null : 'sha256', bytes, privateKey) };
}

function pairOf(kind: KeyKind, modulusLength: number) {
  if (kind === 'ed25519') return generateKeyPairSync('ed25519');
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength });
  return generateKeyPairSync('ec', { namedCurve: kind });
}

/** A blob as a store gives it. */
export interface SampleBlob {
  readonly mediaType: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** What cosign signs for an image. */
export function payloadOf(digest: string, reference = 'registry.example/team/app'): Buffer {
  const critical = {
    identity: { 'docker-reference': reference },
    image: { 'docker-manifest-digest': digest },
    type: 'cosign container image signature',
  };
  return Buffer.from(JSON.stringify({ critical, optional: null }));
}

/** A layer of cosign's artifact of signatures. */
export function signatureBlob(
  payload: Uint8Array,
  signature: Uint8Array,
  more: Readonly<Record<string, string>> = {},
): SampleBlob {
  return {
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    annotations: { 'dev.cosignproject.cosign/signature': Buffer.from(signature).toString('base64'), ...more },
    bytes: payload,
  };
}

/** A statement of in-toto over one image. */
export function statementOf(digest: string, predicateType: string, predicate: object): Buffer {
  const subject = [{ name: 'registry.example/team/app', digest: { sha256: digest.slice('sha256:'.length) } }];
  return Buffer.from(JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', subject, predicateType, predicate }));
}

const statementType = 'application/vnd.in-toto+json';

/** The bytes that a DSSE signature is over. */
export function preAuthenticated(payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${statementType.length} ${statementType} ${payload.length} `), payload]);
}

/** A signed envelope, as JSON has it. */
export function envelopeOf(payload: Uint8Array, signature: Uint8Array, keyid = '') {
  const signatures = [{ sig: Buffer.from(signature).toString('base64'), keyid }];
  return { payloadType: statementType, payload: Buffer.from(payload).toString('base64'), signatures };
}

/** A layer of cosign's artifact of attestations. */
export function attestationBlob(payload: Uint8Array, key: SampleKey, keyid = ''): SampleBlob {
  const envelope = envelopeOf(payload, key.sign(preAuthenticated(payload)), keyid);
  return {
    mediaType: 'application/vnd.dsse.envelope.v1+json',
    // cosign wants it there, and empty.
    annotations: { 'dev.cosignproject.cosign/signature': '' },
    bytes: Buffer.from(JSON.stringify(envelope)),
  };
}
