import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Bundle } from '@sigstore/bundle';
import { memberAt } from '../json/members.ts';
import { scalarText } from '../json/scalar-text.ts';
import { toBundle } from './read-bundle.ts';
import { readStrictJson } from './read-strict-json.ts';

/** What is signed, and by which signature. */
export type SignedPart =
  | { readonly payload: Uint8Array; readonly signature: Uint8Array }
  | { readonly envelope: { readonly payload: string; readonly payloadType: string; readonly signatures: readonly object[] } };

type Annotations = Readonly<Record<string, string>>;

const maxMaterialBytes = 8 * 1024 * 1024;
const legacy = 'application/vnd.dev.sigstore.bundle+json;version=0.1';

/**
 * The certificate, log entry and timestamp that cosign writes into the annotations of a layer, as one bundle of Sigstore.
 *
 * out     the bundle, or what is wrong as the end of a sentence
 * source  cosign 2.4, specs/SIGNATURE_SPEC.md, "Properties"; pkg/oci/static and pkg/cosign/bundle
 */
export function readCosignMaterial(annotations: Annotations, part: SignedPart): Bundle | string {
  const entry = jsonAt(annotations, 'dev.sigstore.cosign/bundle');
  const stamp = jsonAt(annotations, 'dev.sigstore.cosign/rfc3161timestamp');
  const certificate = annotations['dev.sigstore.cosign/certificate'];
  const trouble = entry.trouble ?? stamp.trouble;
  if (trouble !== undefined) return trouble;
  const signedTimestamp = memberAt(stamp.value, 'SignedRFC3161Timestamp');
  return toBundle({
    mediaType: legacy,
    verificationMaterial: {
      ...(certificate
        ? { x509CertificateChain: { certificates: [{ rawBytes: derOf(certificate) }] } }
        : { publicKey: { hint: '' } }),
      tlogEntries: entry.value === undefined ? [] : [toLogEntry(entry.value)],
      ...(typeof signedTimestamp === 'string' && { timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp }] } }),
    },
    ...toContent(part),
  });
}

function toContent(part: SignedPart): object {
  if ('envelope' in part) return { dsseEnvelope: part.envelope };
  const digest = createHash('sha256').update(part.payload).digest('base64');
  const signature = Buffer.from(part.signature).toString('base64');
  return { messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest }, signature } };
}

function jsonAt(annotations: Annotations, name: string): { readonly value?: unknown; readonly trouble?: string } {
  const text = annotations[name];
  if (text === undefined || text === '') return {};
  const { value, trouble } = readStrictJson(Buffer.from(text), maxMaterialBytes);
  return trouble === undefined ? { value } : { trouble: `the annotation ${name} ${trouble}` };
}

/** An entry of Rekor with the promise that it is in the log. */
function toLogEntry(value: unknown): object {
  const at = (...path: readonly string[]) => memberAt(value, 'Payload', ...path);
  const body = scalarText(at('body') ?? '');
  const { value: record } = readStrictJson(Buffer.from(body, 'base64'), maxMaterialBytes);
  return {
    logIndex: scalarText(at('logIndex') ?? ''),
    logId: { keyId: Buffer.from(scalarText(at('logID') ?? ''), 'hex').toString('base64') },
    kindVersion: { kind: scalarText(memberAt(record, 'kind') ?? ''), version: scalarText(memberAt(record, 'apiVersion') ?? '') },
    integratedTime: scalarText(at('integratedTime') ?? ''),
    inclusionPromise: { signedEntryTimestamp: scalarText(memberAt(value, 'SignedEntryTimestamp') ?? '') },
    canonicalizedBody: body,
  };
}

function derOf(pem: string): string {
  return (/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem)?.[1] ?? '').replace(/\s+/g, '');
}
