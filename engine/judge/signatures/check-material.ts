import { Buffer } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import { type SignedEntity, toSignedEntity, Verifier } from '@sigstore/verify';
import type { SignatureClaim } from '../../formats/sigstore/read-claims.ts';
import type { TrustedRoot } from '../../formats/sigstore/read-trusted-root.ts';

/** What the authorities of a trusted root say of a signature. */
export interface MaterialCheck {
  readonly issuer?: string;
  readonly subject?: string;
  /** ISO 8601 UTC; absent where neither log nor timestamp authority says. */
  readonly signedAt?: string;
}

/**
 * The certificate, log entries and timestamps of a claim, checked by the trusted root: that the signature is the certificate's, that the
 * certificate was valid at a time which the log or a timestamp authority vouches for, and that the logs have it where the root names logs.
 *
 * in      the key that signed, for claims without a certificate; their log entries are checked where they have some
 * out     what was found, or what is wrong as the end of a sentence
 * source  sigstore/architecture-docs, client-spec.md, "Verification"
 */
export function checkMaterial(claim: SignatureClaim, root: TrustedRoot, key?: KeyObject): MaterialCheck | string {
  const { bundle } = claim;
  if (bundle === undefined) return 'it has nothing that a log or an authority says of it';
  if (typeof bundle === 'string') return bundle;
  const { logEntries, certificateLogs } = root.demands;
  const isKeyed = key !== undefined;
  const publicKey = () => {
    if (!key) throw new Error('it names a key in place of a certificate');
    return { publicKey: key, validFor: () => true };
  };
  try {
    const entity = toSignedEntity(bundle, Buffer.from(claim.signed));
    const verifier = new Verifier(
      { ...root.material, publicKey },
      { ctlogThreshold: certificateLogs, tlogThreshold: isKeyed ? 0 : logEntries, timestampThreshold: isKeyed ? 0 : 1 },
    );
    const { identity = {} } = verifier.verify(entity);
    const { extensions, subjectAlternativeName: subject } = identity;
    const signedAt = momentOf(entity);
    return {
      ...(extensions?.issuer !== undefined && { issuer: extensions.issuer }),
      ...(subject !== undefined && { subject }),
      ...(signedAt !== undefined && { signedAt }),
    };
  } catch (error) {
    return toText(error);
  }
}

/** The earliest of the times that were just checked. */
function momentOf({ timestamps }: SignedEntity): string | undefined {
  const moments = timestamps.flatMap((one) => {
    if (one.$case === 'timestamp-authority') return [one.timestamp.signingTime.getTime()];
    return one.tlogEntry.inclusionPromise ? [Number(one.tlogEntry.integratedTime) * 1000] : [];
  });
  const first = Math.min(...moments);
  return Number.isFinite(first) ? new Date(first).toISOString().replace('.000Z', 'Z') : undefined;
}

function toText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message} (${cause.message})` : error.message;
}
