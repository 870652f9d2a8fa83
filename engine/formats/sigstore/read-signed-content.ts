import type { SignedContent } from '../../model/signatures.ts';
import { listAt, memberAt, objectsAt, textAt } from '../json/members.ts';
import { scalarText } from '../json/scalar-text.ts';
import { isDigest } from '../oci/digest.ts';
import { readStrictJson } from './read-strict-json.ts';

/** Payloads of signatures have some 200 bytes. */
export const maxPayloadBytes = 64 * 1024;
/** Attested SBOMs of large images have some 20 MB. */
export const maxStatementBytes = 64 * 1024 * 1024;
/** Longer texts in statements are nobody's name. */
const longestText = 4096;

/** What an attestation is called that says no more than a signature. */
const signaturePredicate = 'https://sigstore.dev/cosign/sign/v1';

/**
 * What a payload of simple signing names.
 *
 * out     the content, or what is wrong as the end of a sentence
 * source  containers/image, docs/containers-signature.5.md; cosign 2.4, specs/SIGNATURE_SPEC.md
 */
export function readSimpleSigning(bytes: Uint8Array): SignedContent | string {
  const { value, trouble } = readStrictJson(bytes, maxPayloadBytes);
  if (trouble !== undefined) return `the payload ${trouble}`;
  const digest = memberAt(value, 'critical', 'image', 'docker-manifest-digest');
  if (typeof digest !== 'string' || !isDigest(digest)) return 'the payload names no digest of an image';
  const type = textAt(value, 'critical', 'type');
  if (type !== 'cosign container image signature' && type !== 'atomic container signature')
    return 'the payload does not say that it is the signature of an image';
  const reference = shortText(value, 'critical', 'identity', 'docker-reference');
  return { kind: 'signature', digests: [digest], ...(reference !== undefined && { reference }) };
}

/**
 * What a statement of in-toto speaks of, and what SLSA provenance says of who built it from what.
 *
 * out     the content, or what is wrong as the end of a sentence
 * source  in-toto attestation framework, spec/v1/statement.md; slsa.dev/provenance v0.2 and v1
 */
export function readStatement(bytes: Uint8Array): SignedContent | string {
  const { value, trouble } = readStrictJson(bytes, maxStatementBytes);
  if (trouble !== undefined) return `the statement ${trouble}`;
  const type = textAt(value, '_type');
  if (!type?.startsWith('https://in-toto.io/Statement/')) return 'the statement is none of in-toto';
  const predicateType = shortText(value, 'predicateType');
  if (predicateType === undefined) return 'the statement has no type of predicate';
  const digests = objectsAt(value, 'subject').flatMap((subject) => digestsOf(subject));
  if (digests.length === 0 || digests.length !== listAt(value, 'subject').length)
    return 'the statement has a subject without a sha256 digest';
  if (predicateType === signaturePredicate) return { kind: 'signature', digests, predicateType };
  return { kind: 'attestation', digests, predicateType, ...provenanceOf(value) };
}

function digestsOf(subject: unknown): readonly string[] {
  const hex = memberAt(subject, 'digest', 'sha256');
  const digest = `sha256:${scalarText(hex)}`;
  return isDigest(digest) ? [digest] : [];
}

function provenanceOf(statement: unknown): Pick<SignedContent, 'builder' | 'source'> {
  const at = (...path: readonly string[]) => shortText(statement, 'predicate', ...path);
  const builder = at('runDetails', 'builder', 'id') ?? at('builder', 'id');
  const source =
    at('buildDefinition', 'externalParameters', 'workflow', 'repository') ??
    at('buildDefinition', 'externalParameters', 'source', 'uri') ??
    at('invocation', 'configSource', 'uri');
  return { ...(builder !== undefined && { builder }), ...(source !== undefined && { source }) };
}

function shortText(value: unknown, ...path: readonly string[]): string | undefined {
  const text = textAt(value, ...path);
  return text !== undefined && text.length <= longestText ? text : undefined;
}
