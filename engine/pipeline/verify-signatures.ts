import { digestOf } from '../formats/oci/digest.ts';
import { parseReference } from '../formats/reference/reference.ts';
import { readClaim, type SignatureBlob } from '../formats/sigstore/read-claims.ts';
import type { PublicKey } from '../formats/sigstore/read-public-key.ts';
import type { TrustedRoot } from '../formats/sigstore/read-trusted-root.ts';
import { findImage } from '../gather/images/find-image.ts';
import type { FoundImage, ImageStore } from '../gather/images/store.ts';
import { type ClaimDemand, judgeClaim } from '../judge/signatures/judge-claim.ts';
import {
  type CoveringRule,
  type FoundSignatures,
  findRule,
  judgeImageSignatures,
} from '../judge/signatures/judge-image-signatures.ts';
import type { ImageManifest, Platform, Referrer } from '../model/image.ts';
import {
  type ImageSignatures,
  type JudgedSignature,
  type SignatureReport,
  type SignatureRule,
  signatureStates,
} from '../model/signatures.ts';

/** Whom a site trusts, read. */
export interface SignatureTrust {
  readonly rules: readonly SignatureRule[];
  /** By the name that rules give their files. */
  readonly keys: ReadonlyMap<string, readonly PublicKey[]>;
  readonly root?: TrustedRoot;
}

/** What asking takes. */
export interface VerifyOptions {
  readonly platforms: readonly Platform[];
  readonly signal?: AbortSignal;
  readonly onStep?: (done: number, total: number, what: string) => void;
}

/** Images looked up at the same time; registries are slower than processors. */
const lookups = 8;
/** Artifacts of one image that are read; who attaches more hides something, and the image is then unknown. */
const maxArtifacts = 200;

/**
 * Who signed each image, and whether that is what the site demands. Nothing that is not read is a pass.
 *
 * in      canonical references; stores in their order
 * out     a row for each image and platform; the counts sum to the rows
 * faults  none; rejects with the signal's reason when it is aborted
 * cost    for each image the artifacts that are attached to it; no layer is read
 */
export async function verifySignatures(
  references: readonly string[],
  stores: readonly ImageStore[],
  trust: SignatureTrust,
  options: VerifyOptions,
): Promise<SignatureReport> {
  const wanted = references.flatMap((reference) => options.platforms.map((platform) => ({ reference, platform })));
  const images: ImageSignatures[] = [];
  const pending = [...wanted.entries()];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let next = pending.shift(); next; next = pending.shift()) {
      const [index, { reference, platform }] = next;
      const covering = findRule(repositoryOf(reference), trust.rules);
      images[index] = judgeImageSignatures(
        await findSignatures({ reference, platform }, stores, trust, { covering, ...options }),
        covering,
      );
      done += 1;
      options.onStep?.(done, wanted.length, reference);
    }
  };
  await Promise.all(Array.from({ length: lookups }, work));
  const count = (state: string) => images.filter((image) => image.state === state).length;
  const counts = Object.fromEntries(signatureStates.map((state) => [state, count(state)])) as SignatureReport['counts'];
  return { counts, accepted: images.filter(({ accepted }) => accepted).length, images };
}

async function findSignatures(
  request: { readonly reference: string; readonly platform: Platform },
  stores: readonly ImageStore[],
  trust: SignatureTrust,
  { signal, covering }: { readonly signal?: AbortSignal; readonly covering: CoveringRule | undefined },
): Promise<FoundSignatures> {
  const { reference: image, platform } = request;
  const nothing = { image, platform, digest: null, indexDigest: null, signatures: [] };
  const found = await findImage(stores, { ...request, ...(signal && { signal }) });
  if (found.kind === 'described')
    return { ...nothing, digest: found.digest, unread: ['An SBOM stands for it, which says nothing of signatures.'] };
  if (found.kind !== 'found') return { ...nothing, unread: found.gaps.slice(-1).map(({ detail }) => detail) };
  const { manifest, attached } = found;
  const known = { image, platform, digest: manifest.digest, indexDigest: manifest.indexDigest ?? null };
  if (!attached) return { ...known, signatures: [], unread: [`${manifest.store} does not keep what is attached to images.`] };
  const { items, gaps } = await attached.list(signal, 'tags');
  const artifacts = items.filter(mayBeSigned);
  const unread = gaps.map(({ detail }) => detail);
  if (artifacts.length > maxArtifacts) unread.push(`${artifacts.length} artifacts are attached to it; ${maxArtifacts} are read.`);
  const signatures: JudgedSignature[] = [];
  for (const referrer of artifacts.slice(0, maxArtifacts))
    signatures.push(...(await readSignatures(found, referrer, toDemand(manifest, trust, covering))));
  return { ...known, signatures, unread };
}

/** Bare SBOMs are not signed; what says nothing of itself is looked into. */
function mayBeSigned({ type }: Referrer): boolean {
  return !/spdx|cyclonedx|syft|artifact\.sbom/.test(type) || /sigstore|dsse|in-toto/.test(type);
}

function toDemand(
  { reference, digest, indexDigest }: ImageManifest,
  trust: SignatureTrust,
  covering: CoveringRule | undefined,
): ClaimDemand {
  const { rule } = covering ?? {};
  return {
    digests: [digest, ...(indexDigest === undefined ? [] : [indexDigest])],
    ...(rule?.reference && { repository: repositoryOf(reference) }),
    keys: (rule?.keys ?? []).flatMap((name) => trust.keys.get(name) ?? []),
    identities: rule?.identities ?? [],
    ...(trust.root && { root: trust.root }),
  };
}

async function readSignatures(found: FoundImage, referrer: Referrer, demand: ClaimDemand): Promise<readonly JudgedSignature[]> {
  const { digest: artifact, subject, type } = referrer;
  const unsure = (because: string): JudgedSignature => ({
    ...{ artifact, subject, form: 'other', state: 'unknown', because, signer: null, signedAt: null, content: null },
    kind: /in-toto|dsse|\.att/.test(type) ? 'attestation' : 'signature',
  });
  const read = await found.attached?.read(referrer);
  if (!read) return [];
  const judged: JudgedSignature[] = read.gaps.map(({ detail }) => unsure(`It could not be read: ${detail}`));
  for (const blob of read.items) {
    const claim = readClaim(blob, await manifestFor(found, subject, blob));
    if (claim) {
      const { form, content } = claim;
      const isRead = typeof content !== 'string';
      const kind = isRead ? content.kind : kindOf(blob);
      judged.push({ artifact, subject, form, kind, ...judgeClaim(claim, demand), content: isRead ? content : null });
    } else if (/notary|signature|pkcs7|jose|cose/.test(`${type} ${blob.mediaType}`))
      judged.push({ ...unsure(`It is a signature in a form that is not read: ${type}.`), state: 'unverified' });
  }
  return judged;
}

function kindOf({ mediaType }: SignatureBlob): JudgedSignature['kind'] {
  return /dsse|in-toto/.test(mediaType) ? 'attestation' : 'signature';
}

/** Bundles may sign the manifest as it is; others never need it. */
async function manifestFor(found: FoundImage, subject: string, { mediaType }: SignatureBlob): Promise<Uint8Array | undefined> {
  if (!mediaType.includes('dev.sigstore.bundle')) return undefined;
  const bytes = await found.document?.(subject, 'manifest');
  return bytes instanceof Uint8Array && digestOf(bytes, subject) === subject ? bytes : undefined;
}

function repositoryOf(reference: string): string {
  const parsed = parseReference(reference);
  return parsed ? `${parsed.registry}/${parsed.repository}` : reference;
}
