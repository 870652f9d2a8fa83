import { type Bundle, bundleFromJSON } from '@sigstore/bundle';
import { isObject } from '../json/members.ts';
import { readStrictJson } from './read-strict-json.ts';

/** Bundles carry what they attest. */
const maxBundleBytes = 64 * 1024 * 1024;

/**
 * A bundle of Sigstore, versions 0.1 to 0.3: a signature with all that checks it.
 *
 * out     the bundle as Sigstore's library takes it, or what is wrong as the end of a sentence
 * source  sigstore/protobuf-specs, protos/sigstore_bundle.proto
 */
export function readBundle(bytes: Uint8Array): Bundle | string {
  const { value, trouble } = readStrictJson(bytes, maxBundleBytes);
  return trouble === undefined ? toBundle(value) : `the bundle ${trouble}`;
}

/** The same, of a value that was read or made. */
export function toBundle(value: unknown): Bundle | string {
  if (!isObject(value)) return 'the bundle is no object';
  try {
    return bundleFromJSON(value);
  } catch (error) {
    return `the bundle cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Whether a certificate says who signed, and not a key alone. */
export function hasCertificate({ verificationMaterial: { content } }: Bundle): boolean {
  return content.$case !== 'publicKey';
}
