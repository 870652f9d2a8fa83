import { Buffer } from 'node:buffer';
import { constants, type KeyObject, verify } from 'node:crypto';
import type { SignatureClaim } from '../../formats/sigstore/read-claims.ts';
import type { PublicKey } from '../../formats/sigstore/read-public-key.ts';
import type { TrustedRoot } from '../../formats/sigstore/read-trusted-root.ts';
import type { IdentityDemand, JudgedSignature, Signer, TextDemand } from '../../model/signatures.ts';
import { checkMaterial, type MaterialCheck } from './check-material.ts';

/** Whose signatures of an image count, and over what. */
export interface ClaimDemand {
  /** Digests that the image goes by: of its manifest, and of the index that it was found in. */
  readonly digests: readonly string[];
  /** `registry.example/team/app`, where a signature has to name it. */
  readonly repository?: string;
  readonly keys: readonly PublicKey[];
  readonly identities: readonly IdentityDemand[];
  readonly root?: TrustedRoot;
}

/** What is found of one claim. */
export type ClaimVerdict = Pick<JudgedSignature, 'state' | 'because' | 'signer' | 'signedAt'>;

/**
 * Whether a claim holds: it is read, speaks of this very image, and somebody signed it who may.
 *
 * out     `verified` only where all of it was checked; what nobody given could have signed is `unverified`
 * cost    one signature check for each key
 */
export function judgeClaim(claim: SignatureClaim, demand: ClaimDemand): ClaimVerdict {
  const { content } = claim;
  if (typeof content === 'string') return fail('invalid', `It cannot count: ${content}.`);
  if (!content.digests.some((digest) => demand.digests.includes(digest)))
    return fail('invalid', `It speaks of another image: ${content.digests.slice(0, 3).join(', ')}.`);
  const verdict = judgeSigner(claim, demand);
  if (verdict.state !== 'verified' || demand.repository === undefined || content.kind === 'attestation') return verdict;
  if (content.reference !== undefined && repositoryOf(content.reference) === demand.repository) return verdict;
  return fail('invalid', `It names ${content.reference ?? 'no repository'}, where ${demand.repository} is demanded.`);
}

/** Who is given a key does not ask for a certificate that came along. */
function judgeSigner(claim: SignatureClaim, demand: ClaimDemand): ClaimVerdict {
  const key = demand.keys.find((one) => claim.signatures.some((signature) => isSignedBy(one.key, claim.signed, signature)));
  if (key) return judgeKey(claim, key, demand.root);
  return claim.hasCertificate ? judgeIdentity(claim, demand) : withoutKey(claim, demand.keys);
}

function judgeIdentity(claim: SignatureClaim, { root, identities }: ClaimDemand): ClaimVerdict {
  if (!root) return fail('unverified', 'A certificate says who signed, and no trusted root is given to check it with.');
  if (identities.length === 0) return fail('unverified', 'A certificate says who signed, and no identity is given that may.');
  const checked = checkMaterial(claim, root);
  if (typeof checked === 'string') return fail('invalid', `Its certificate does not hold: ${checked}.`);
  const { issuer = '', subject = '', signedAt } = checked;
  if (!identities.some((identity) => fits(identity.issuer, issuer) && fits(identity.subject, subject)))
    return fail('invalid', `It is signed by ${subject || 'nobody named'} of ${issuer || 'no issuer'}, who may not sign here.`);
  return hold({ kind: 'identity', issuer, subject }, signedAt);
}

function judgeKey(claim: SignatureClaim, { name, fingerprint, key }: PublicKey, root: TrustedRoot | undefined): ClaimVerdict {
  const isLogged = root !== undefined && root.demands.logEntries > 0 && claim.bundle !== undefined && !claim.hasCertificate;
  const checked: MaterialCheck | string = isLogged ? checkMaterial(claim, root, key) : {};
  if (typeof checked === 'string') return fail('invalid', `What the log says of it does not hold: ${checked}.`);
  return hold({ kind: 'key', key: name, fingerprint }, checked.signedAt);
}

/** A signature without a name for its key may be another's, or altered: nobody can tell which. */
function withoutKey({ hints }: SignatureClaim, keys: readonly PublicKey[]): ClaimVerdict {
  if (keys.length === 0) return fail('unverified', 'It is signed with a key, and no key is given that may have signed it.');
  const named = keys.find(({ fingerprint }) => hints.some((hint) => namesKey(hint, fingerprint)));
  if (named) return fail('invalid', `It says that ${named.name} signed it, and that key did not.`);
  return fail('unverified', 'No key that is given signed it: another one did, or it was altered.');
}

const hashes: Readonly<Record<string, readonly string[]>> = {
  prime256v1: ['sha256'],
  secp384r1: ['sha256', 'sha384'],
  secp521r1: ['sha256', 'sha512'],
};

/** cosign hashes by SHA-256 whatever the curve; others take the curve's own size. */
function isSignedBy(key: KeyObject, signed: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length === 0 || signed.length === 0) return false;
  const type = key.asymmetricKeyType;
  try {
    if (type === 'ed25519') return verify(null, signed, key, signature);
    if (type === 'rsa') return verify('sha256', signed, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
    const kinds = hashes[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? [];
    return kinds.some((hash) => verify(hash, signed, key, signature));
  } catch {
    return false;
  }
}

/** Tools name a key by its digest in hexadecimal or base64. */
function namesKey(hint: string, fingerprint: string): boolean {
  const hex = fingerprint.slice('sha256:'.length);
  const base64 = Buffer.from(hex, 'hex').toString('base64');
  return [fingerprint, hex, base64, `SHA256:${base64.replace(/=+$/, '')}`].includes(hint);
}

/** Who is longer than this is nobody; patterns are the site's own, texts are not. */
const longestText = 2000;

function fits({ text, isPattern }: TextDemand, stated: string): boolean {
  if (stated === '' || stated.length > longestText) return false;
  return isPattern ? new RegExp(`^(?:${text})$`).test(stated) : text === stated;
}

/** Without tag and digest; cosign writes either. */
function repositoryOf(reference: string): string {
  const [name = ''] = reference.split('@');
  const slash = name.lastIndexOf('/');
  const colon = name.lastIndexOf(':');
  return colon > slash ? name.slice(0, colon) : name;
}

function fail(state: 'invalid' | 'unverified', because: string): ClaimVerdict {
  return { state, because, signer: null, signedAt: null };
}

function hold(signer: Signer, signedAt: string | undefined): ClaimVerdict {
  const who = signer.kind === 'key' ? signer.key : `${signer.subject} of ${signer.issuer}`;
  return { state: 'verified', because: `It is signed by ${who}.`, signer, signedAt: signedAt ?? null };
}
