import { createGlob } from '../../formats/text/match-glob.ts';
import type {
  AttestationDemand,
  ImageSignatures,
  JudgedSignature,
  SignatureRule,
  SignatureState,
} from '../../model/signatures.ts';

/** What was found of an image and what is attached to it. */
export interface FoundSignatures extends Pick<ImageSignatures, 'image' | 'platform' | 'digest' | 'indexDigest'> {
  readonly signatures: readonly JudgedSignature[];
  /** Why something could not be read: sentences. Empty where the store listed all and all of it was read. */
  readonly unread: readonly string[];
}

/** A rule that covers an image, and the glob that does. */
export interface CoveringRule {
  readonly rule: SignatureRule;
  readonly pattern: string;
}

/** The first rule that covers an image; undefined where none does. */
export function findRule(repository: string, rules: readonly SignatureRule[]): CoveringRule | undefined {
  for (const rule of rules) {
    const pattern = rule.images.find((glob) => createGlob(glob)(repository));
    if (pattern !== undefined) return { rule, pattern };
  }
  return undefined;
}

/**
 * What the signatures of an image come to, and whether that is what its rule demands.
 *
 * out     `verified` needs one signature that holds; where the rule demands attestations, these count too. Of an image that has none,
 *         what could not be read comes before what does not hold, and that before what nobody given signed
 */
export function judgeImageSignatures(found: FoundSignatures, covering: CoveringRule | undefined): ImageSignatures {
  const { unread, ...rest } = found;
  const demands = covering?.rule.attestations ?? [];
  const counted = found.signatures.filter(({ kind }) => kind === 'signature' || demands.length > 0);
  const state = stateOf(counted, unread);
  const missing = demands.filter((demand) => !found.signatures.some((one) => meets(one, demand))).map(toSentence);
  const isDemanded = covering?.rule.demanded ?? true;
  return {
    ...rest,
    state,
    because: reasonOf(state, counted, found),
    rule: covering?.pattern ?? null,
    accepted: !isDemanded || (state === 'verified' && missing.length === 0),
    missing: isDemanded ? missing : [],
  };
}

function stateOf(counted: readonly JudgedSignature[], unread: readonly string[]): SignatureState {
  const has = (state: SignatureState) => counted.some((one) => one.state === state);
  if (has('verified')) return 'verified';
  if (unread.length > 0 || has('unknown')) return 'unknown';
  if (has('invalid')) return 'invalid';
  return has('unverified') ? 'unverified' : 'unsigned';
}

function reasonOf(state: SignatureState, counted: readonly JudgedSignature[], found: FoundSignatures): string {
  const deciding = counted.filter((one) => one.state === state);
  const attestations = found.signatures.filter(({ kind }) => kind === 'attestation').length;
  if (state === 'unsigned')
    return attestations > 0
      ? `It has no signature; attestations attached to it: ${attestations}.`
      : 'Nothing that signs it is attached.';
  const through = deciding.every(({ subject }) => subject === found.indexDigest)
    ? ' That is of the index that it was found in.'
    : '';
  const [first] = deciding;
  if (!first) return found.unread[0] ?? '';
  const more = deciding.length > 1 ? ` So ${deciding.length} of ${counted.length}.` : '';
  return `${first.because}${more}${found.indexDigest === null ? '' : through}`;
}

/**
 * What predicate types are called for short.
 *
 * source  cosign 2.4, `cosign attest --type`; slsa.dev, in-toto attestation framework, predicates
 */
const predicateTypes: Readonly<Record<string, readonly string[]>> = {
  slsaprovenance: ['https://slsa.dev/provenance/v0.2', 'https://slsa.dev/provenance/v1'],
  spdx: ['https://spdx.dev/Document'],
  cyclonedx: ['https://cyclonedx.org/bom'],
  vuln: ['https://cosign.sigstore.dev/attestation/vuln/v1'],
};

function meets({ state, kind, content }: JudgedSignature, { type, builder, source }: AttestationDemand): boolean {
  if (state !== 'verified' || kind !== 'attestation' || content === null) return false;
  const isType = (predicateTypes[type] ?? [type]).some((known) => hasType(content.predicateType ?? '', known));
  const isFrom = (pattern: string | undefined, text = '') => pattern === undefined || createGlob(pattern)(text);
  return isType && isFrom(builder, content.builder) && isFrom(source, content.source);
}

/** SBOM types come with their version and without: `https://spdx.dev/Document/v2.3`. */
function hasType(stated: string, known: string): boolean {
  return stated === known || stated.startsWith(`${known}/`);
}

function toSentence({ type, builder, source }: AttestationDemand): string {
  const by = builder === undefined ? '' : ` by ${builder}`;
  const from = source === undefined ? '' : ` from ${source}`;
  return `No attestation of the type ${type}${by}${from} is verified.`;
}
