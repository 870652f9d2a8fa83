import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type PublicKey, readPublicKeys } from '../formats/sigstore/read-public-key.ts';
import { readTrustedRoot, type TrustedRoot } from '../formats/sigstore/read-trusted-root.ts';
import { Fault } from '../model/fault.ts';
import type { IdentityDemand, SignaturePolicy, SignatureRule, TextDemand } from '../model/signatures.ts';
import { isExpression } from '../pipeline/configuration/signatures-schema.ts';
import type { SignatureTrust } from '../pipeline/verify-signatures.ts';

/** Whom the command line trusts; the names are those of cosign. */
export interface TrustOptions {
  readonly key?: readonly string[];
  readonly certificateIdentity?: string;
  readonly certificateIdentityRegexp?: string;
  readonly certificateOidcIssuer?: string;
  readonly certificateOidcIssuerRegexp?: string;
  readonly trustedRoot?: string;
}

/**
 * Whom this run trusts: what the command line names, for all images, else the rules of the configuration.
 *
 * in      the policy of the configuration, and its folder
 * faults  usage-wrong: half an identity, or no regular expression; file-unreadable; document-invalid: no keys, no trusted root
 */
export function openTrust(options: TrustOptions, policy: SignaturePolicy | undefined, folder: string): SignatureTrust {
  const identity = toIdentity(options);
  const isStated = options.key !== undefined || identity !== undefined;
  const rules = isStated ? [ruleOf(options.key ?? [], identity)] : (policy?.rules ?? []);
  const names = [...new Set(rules.flatMap((rule) => rule.keys))];
  const home = isStated ? '.' : folder;
  const keys = new Map(names.map((name) => [name, keysIn(resolve(home, name), name)]));
  const rootFile = options.trustedRoot ?? (policy?.trustedRoot && resolve(folder, policy.trustedRoot));
  const needsRoot = rules.some(({ identities }) => identities.length > 0);
  if (needsRoot && rootFile === undefined)
    throw new Fault('usage-wrong', 'identities are demanded, and there is no trusted root to check certificates with', {
      help: 'Name a trusted_root.json with --trusted-root, or under `signatures` in plimsoll.yaml; nothing is fetched.',
    });
  return { rules, keys, ...(rootFile !== undefined && { root: rootIn(rootFile) }) };
}

function ruleOf(keys: readonly string[], identity: IdentityDemand | undefined): SignatureRule {
  return { images: ['**'], demanded: true, keys, identities: identity ? [identity] : [], reference: false, attestations: [] };
}

function toIdentity(options: TrustOptions): IdentityDemand | undefined {
  const subject = toDemand(options.certificateIdentity, options.certificateIdentityRegexp);
  const issuer = toDemand(options.certificateOidcIssuer, options.certificateOidcIssuerRegexp);
  if (!subject && !issuer) return undefined;
  if (subject && issuer) return { issuer, subject };
  throw new Fault('usage-wrong', 'an identity is a subject and the issuer that vouches for it, and one of the two is missing', {
    help: 'Give --certificate-identity and --certificate-oidc-issuer together, or the forms that end in -regexp.',
  });
}

function toDemand(exact: string | undefined, pattern: string | undefined): TextDemand | undefined {
  if (exact !== undefined) return { text: exact, isPattern: false };
  if (pattern === undefined) return undefined;
  if (!isExpression(pattern)) throw new Fault('usage-wrong', `\`${pattern}\` is not a regular expression`);
  return { text: pattern, isPattern: true };
}

function keysIn(file: string, name: string): readonly PublicKey[] {
  const keys = readPublicKeys(readBytes(file).toString('utf8'), name);
  if (typeof keys === 'string') throw new Fault('document-invalid', `${name} ${keys}`);
  return keys;
}

function rootIn(file: string): TrustedRoot {
  const root = readTrustedRoot(readBytes(file));
  if (typeof root === 'string') throw new Fault('document-invalid', `${file} ${root}`);
  return root;
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new Fault('file-unreadable', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
