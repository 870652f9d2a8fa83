import { Buffer } from 'node:buffer';
import { type TrustMaterial, toTrustMaterial } from '@sigstore/verify';
import { z } from 'zod';
import { readStrictJson } from './read-strict-json.ts';

/** Whom a site trusts to vouch for identities and times. */
export interface TrustedRoot {
  readonly material: TrustMaterial;
  /** What the root names is demanded of every signature with a certificate. */
  readonly demands: { readonly logEntries: number; readonly certificateLogs: number };
}

type RootOfLibrary = Parameters<typeof toTrustMaterial>[0];

const maxRootBytes = 16 * 1024 * 1024;
const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const validFor = z.object({ start: moment.optional(), end: moment.optional() });

/** By sigstore/protobuf-specs, protos/sigstore_common.proto, `PublicKeyDetails`; of the others only the form of the key matters, which is one. */
const rsaForms: ReadonlyMap<string, number> = new Map([
  ['PKCS1_RSA_PKCS1V5', 1],
  ['PKIX_RSA_PKCS1V5', 3],
  ['PKIX_RSA_PKCS1V15_2048_SHA256', 9],
  ['PKIX_RSA_PKCS1V15_3072_SHA256', 10],
  ['PKIX_RSA_PKCS1V15_4096_SHA256', 11],
]);

const log = z.object({
  baseUrl: z.string().default(''),
  publicKey: z.object({
    rawBytes: bytes,
    keyDetails: z.string().transform((name) => rsaForms.get(name) ?? 0),
    validFor: validFor.optional(),
  }),
  logId: z.object({ keyId: bytes }),
  checkpointKeyId: z.object({ keyId: bytes }).optional(),
});

const authority = z.object({
  uri: z.string().default(''),
  certChain: z.object({ certificates: z.array(z.object({ rawBytes: bytes })).min(1) }),
  validFor: validFor.optional(),
});

const root = z.object({
  mediaType: z.string().regex(/^application\/vnd\.dev\.sigstore\.trustedroot[.+]/, 'it is no trusted root of Sigstore'),
  tlogs: z.array(log).default([]),
  certificateAuthorities: z.array(authority).min(1, 'it names no authority'),
  ctlogs: z.array(log).default([]),
  timestampAuthorities: z.array(authority).default([]),
});

/**
 * A `trusted_root.json`: authorities, logs and timestamp authorities, with the times that they are trusted for.
 *
 * out     the root, or what is wrong as the end of a sentence
 * source  sigstore/protobuf-specs, protos/sigstore_trustroot.proto
 */
export function readTrustedRoot(content: Uint8Array): TrustedRoot | string {
  const { value, trouble } = readStrictJson(content, maxRootBytes);
  if (trouble !== undefined) return trouble;
  const read = root.safeParse(value);
  if (!read.success) return `is no trusted root: ${read.error.issues[0]?.path.join('.')}: ${read.error.issues[0]?.message}`;
  try {
    const material = toTrustMaterial(read.data as unknown as RootOfLibrary);
    const demands = { logEntries: Math.min(material.tlogs.length, 1), certificateLogs: Math.min(material.ctlogs.length, 1) };
    return { material, demands };
  } catch (error) {
    return `has a certificate or key that cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
