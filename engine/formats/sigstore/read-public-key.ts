import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** A public key that signatures are checked with. */
export interface PublicKey {
  /** The file that it is from, as it was named. */
  readonly name: string;
  /** `sha256:` and the digest of its DER form, which is how logs name keys. */
  readonly fingerprint: string;
  readonly key: KeyObject;
}

const curves = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const leastRsaBits = 2048;
const block = /-----BEGIN (?:RSA )?PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END (?:RSA )?PUBLIC KEY-----/g;

/**
 * The public keys of a PEM file: ECDSA on the curves of NIST, Ed25519, RSA from 2048 bits on.
 *
 * out     at least one key, or what is wrong as the end of a sentence; private keys and certificates are no public keys
 * source  RFC 7468; cosign 2.4, specs/SIGNATURE_SPEC.md
 */
export function readPublicKeys(text: string, name: string): readonly PublicKey[] | string {
  if (text.includes('PRIVATE KEY')) return 'holds a private key; give the public one';
  const blocks = text.match(block) ?? [];
  const keys: PublicKey[] = [];
  for (const pem of blocks) {
    const key = parse(pem);
    if (typeof key === 'string') return key;
    const der = key.export({ format: 'der', type: 'spki' });
    keys.push({ name, fingerprint: `sha256:${createHash('sha256').update(der).digest('hex')}`, key });
  }
  return keys.length > 0 ? keys : 'holds no public key in PEM form';
}

function parse(pem: string): KeyObject | string {
  try {
    const key = createPublicKey(pem);
    return weakness(key) ?? key;
  } catch {
    return 'holds a public key that cannot be read';
  }
}

function weakness({ asymmetricKeyType: type, asymmetricKeyDetails: details = {} }: KeyObject): string | undefined {
  if (type === 'ed25519') return undefined;
  if (type === 'ec')
    return curves.has(details.namedCurve ?? '') ? undefined : 'holds a key on a curve other than P-256, P-384 and P-521';
  if (type !== 'rsa') return `holds a key of the kind ${type}; ECDSA, Ed25519 and RSA are read`;
  const bits = details.modulusLength ?? 0;
  return bits >= leastRsaBits ? undefined : `holds an RSA key of ${bits} bits; ${leastRsaBits} are the least`;
}
