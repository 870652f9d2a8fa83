import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Bundle } from '@sigstore/bundle';
import type { SignedContent } from '../../model/signatures.ts';
import { memberAt, objectsAt } from '../json/members.ts';
import { readCosignMaterial } from './cosign-material.ts';
import { readBundle } from './read-bundle.ts';
import { maxPayloadBytes, maxStatementBytes, readSimpleSigning, readStatement } from './read-signed-content.ts';
import { readStrictJson } from './read-strict-json.ts';

/** A blob of an artifact that may hold a signature. */
export interface SignatureBlob {
  readonly mediaType: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** Somebody's claim to have signed something; nothing of it is checked. */
export interface SignatureClaim {
  readonly form: 'simple-signing' | 'dsse' | 'bundle';
  /** What is signed, or what is wrong with it as a sentence's end. */
  readonly content: SignedContent | string;
  /** The bytes that the signatures are over. */
  readonly signed: Uint8Array;
  readonly signatures: readonly Uint8Array[];
  /** By which the claim names its keys; a fingerprint, or anything. */
  readonly hints: readonly string[];
  /** All of it as Sigstore's library takes it; a sentence's end where its certificate or log entry cannot be read; absent where there is neither. */
  readonly bundle?: Bundle | string;
  readonly hasCertificate: boolean;
  /** What it signs, where that is the manifest itself and not a payload. */
  readonly signsSubject?: true;
}

const encoder = new TextEncoder();

/**
 * The signature that a blob holds, whichever of the three forms it has.
 *
 * in      a blob; the manifest that it is attached to, which some bundles sign as it is
 * out     undefined for a blob of another kind
 * source  cosign 2.4, specs/SIGNATURE_SPEC.md, specs/BUNDLE_SPEC.md; secure-systems-lab/dsse, protocol.md
 */
export function readClaim(blob: SignatureBlob, manifest?: Uint8Array): SignatureClaim | undefined {
  if (blob.mediaType.includes('simplesigning')) return simpleSigning(blob);
  if (blob.mediaType.includes('dev.sigstore.bundle')) return bundled(blob, manifest);
  if (/dsse\.envelope|in-toto/.test(blob.mediaType)) return enveloped(blob);
  return undefined;
}

function simpleSigning({ bytes, annotations }: SignatureBlob): SignatureClaim {
  const signature = fromBase64(annotations['dev.cosignproject.cosign/signature']);
  const content = signature.length > 0 ? readSimpleSigning(bytes) : 'it carries no signature';
  return {
    form: 'simple-signing',
    content,
    signed: bytes.length <= maxPayloadBytes ? bytes : new Uint8Array(),
    signatures: [signature],
    hints: [],
    ...materialOf(annotations, () => readCosignMaterial(annotations, { payload: bytes, signature })),
  };
}

function enveloped({ bytes, annotations }: SignatureBlob): SignatureClaim {
  const { value, trouble } = readStrictJson(bytes, maxStatementBytes);
  const read = trouble === undefined ? readEnvelope(value) : `the envelope ${trouble}`;
  if (typeof read === 'string')
    return { form: 'dsse', content: read, signed: new Uint8Array(), signatures: [], hints: [], hasCertificate: false };
  return {
    form: 'dsse',
    ...read.claim,
    ...materialOf(annotations, () => readCosignMaterial(annotations, { envelope: read.envelope })),
  };
}

function bundled({ bytes }: SignatureBlob, manifest: Uint8Array | undefined): SignatureClaim {
  const bundle = readBundle(bytes);
  const nothing = { form: 'bundle', signed: new Uint8Array(), signatures: [], hints: [], hasCertificate: false } as const;
  if (typeof bundle === 'string') return { ...nothing, content: bundle };
  const { content: material } = bundle.verificationMaterial;
  const hints = material.$case === 'publicKey' ? [material.publicKey.hint] : [];
  const hasCertificate = material.$case !== 'publicKey';
  const { content } = bundle;
  if (content.$case === 'messageSignature') {
    const { signature, messageDigest } = content.messageSignature;
    const signed = manifest ?? new Uint8Array();
    const digest = createHash('sha256').update(signed).digest();
    const fits = manifest !== undefined && digest.equals(messageDigest.digest);
    const spoken: SignedContent = { kind: 'signature', digests: [`sha256:${digest.toString('hex')}`] };
    const named = fits ? spoken : 'the bundle signs something other than the manifest that it is attached to';
    return { form: 'bundle', content: named, signed, signatures: [signature], hints, bundle, hasCertificate, signsSubject: true };
  }
  const read = claimOf(content.dsseEnvelope);
  return { form: 'bundle', ...read, hints: [...hints, ...read.hints], bundle, hasCertificate };
}

function readEnvelope(value: unknown) {
  const payload = memberAt(value, 'payload');
  const payloadType = memberAt(value, 'payloadType');
  if (typeof payload !== 'string' || typeof payloadType !== 'string') return 'it carries no signature';
  const signatures = objectsAt(value, 'signatures').map(({ sig, keyid }) => ({
    sig: typeof sig === 'string' ? sig : '',
    keyid: typeof keyid === 'string' ? keyid : '',
  }));
  const raw = signatures.map(({ sig, keyid }) => ({ sig: fromBase64(sig), keyid }));
  const claim = claimOf({ payload: fromBase64(payload), payloadType, signatures: raw });
  return { claim, envelope: { payload, payloadType, signatures } };
}

function claimOf(envelope: {
  readonly payload: Uint8Array;
  readonly payloadType: string;
  readonly signatures: readonly { readonly sig: Uint8Array; readonly keyid: string }[];
}): Pick<SignatureClaim, 'content' | 'signed' | 'signatures' | 'hints'> {
  const { payload, payloadType, signatures } = envelope;
  const isStatement = payloadType === 'application/vnd.in-toto+json';
  const content = isStatement ? readStatement(payload) : 'the envelope holds no statement of in-toto';
  return {
    content: signatures.length > 0 ? content : 'it carries no signature',
    signed: preAuthenticated(payloadType, payload),
    signatures: signatures.map(({ sig }) => sig),
    hints: signatures.flatMap(({ keyid }) => (keyid === '' ? [] : [keyid])),
  };
}

/** What a DSSE signature is over: both parts with their lengths, so that neither can pass for the other. */
function preAuthenticated(type: string, payload: Uint8Array): Uint8Array {
  const typeBytes = encoder.encode(type);
  return Buffer.concat([
    encoder.encode(`DSSEv1 ${typeBytes.length} `),
    typeBytes,
    encoder.encode(` ${payload.length} `),
    payload,
  ]);
}

/** Most keyed signatures have neither certificate nor log entry: there is nothing to read then. */
function materialOf(
  annotations: SignatureBlob['annotations'],
  read: () => Bundle | string,
): Pick<SignatureClaim, 'bundle' | 'hasCertificate'> {
  const has = (name: string) => (annotations[`dev.sigstore.cosign/${name}`] ?? '') !== '';
  if (!has('certificate') && !has('bundle')) return { hasCertificate: false };
  return { bundle: read(), hasCertificate: has('certificate') };
}

/** Empty for what is neither of the two kinds of base64. */
function fromBase64(text = ''): Buffer {
  const trimmed = text.trim();
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed) ? Buffer.from(trimmed, 'base64') : Buffer.alloc(0);
}
