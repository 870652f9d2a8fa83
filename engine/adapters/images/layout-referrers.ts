import { type Descriptor, isArtifactEntry } from '../../formats/oci/descriptor.ts';
import { digestOf } from '../../formats/oci/digest.ts';
import { isIndexType } from '../../formats/oci/media-types.ts';
import { readArtifact } from '../../formats/oci/read-artifact.ts';
import { maxManifestBytes, readManifest } from '../../formats/oci/read-manifest.ts';
import { cosignTypes } from './cosign-tags.ts';
import { readBlob } from './local-blob.ts';
import type { LocalLayout } from './local-store.ts';

/**
 * What a layout lists with a subject: artifacts in its `index.json`, and indexes that stand under the tag of a subject. Looked through
 * once, when it is first asked.
 *
 * out     descriptors with what they say they are; one whose manifest is missing or wrong is nothing that is attached
 * source  OCI distribution-spec 1.1, "Referrers Tag Schema"; image-spec 1.1, image-layout.md
 */
export function createLayoutReferrers(
  entries: readonly Descriptor[],
  locate: LocalLayout['locate'],
): (digest: string) => Promise<readonly Descriptor[]> {
  let all: Promise<ReadonlyMap<string, readonly Descriptor[]>> | undefined;
  return async (digest) => {
    all ??= readAll(entries, locate);
    return (await all).get(digest) ?? [];
  };
}

async function readAll(entries: readonly Descriptor[], locate: LocalLayout['locate']) {
  const found = new Map<string, Descriptor[]>();
  const add = (subject: string, entry: Descriptor) => {
    const known = found.get(subject) ?? [];
    if (!known.some(({ digest }) => digest === entry.digest)) found.set(subject, [...known, entry]);
  };
  for (const entry of entries) {
    const signed = signedByCosign(entry);
    if (signed) add(signed.subject, { ...entry, artifactType: signed.type });
    if (signed) continue;
    const subject = subjectInName(entry);
    if (subject === undefined && !isArtifactEntry(entry)) continue;
    const bytes = await readVerified(entry, locate);
    if (!bytes) continue;
    if (subject !== undefined && isIndexType(entry.mediaType)) {
      const index = readManifest(bytes);
      if (index.kind === 'index') for (const inner of index.entries) add(subject, inner);
      continue;
    }
    const document = readArtifact(bytes);
    if (typeof document === 'string' || !document.subject) continue;
    add(document.subject.digest, {
      ...entry,
      artifactType: document.type,
      annotations: { ...document.annotations, ...entry.annotations },
    });
  }
  return found;
}

async function readVerified({ digest }: Descriptor, locate: LocalLayout['locate']): Promise<Uint8Array | undefined> {
  const place = await locate(digest);
  const bytes = place && (await readBlob(place, maxManifestBytes).catch(() => undefined));
  return bytes && digestOf(bytes, digest) === digest ? bytes : undefined;
}

function signedByCosign({ annotations }: Descriptor): { readonly subject: string; readonly type: string } | undefined {
  const name = annotations['org.opencontainers.image.ref.name'] ?? '';
  const [, hex = '', ending = ''] = /(?:^|:)sha256-([0-9a-f]{64})\.(sig|att|sbom)$/.exec(name) ?? [];
  const type = cosignTypes.get(ending);
  return type === undefined ? undefined : { subject: `sha256:${hex}`, type };
}

/** `REPOSITORY:sha256-HEX`, the tag that stands in for the list of referrers. */
function subjectInName({ annotations }: Descriptor): string | undefined {
  const name = annotations['org.opencontainers.image.ref.name'] ?? '';
  const [, algorithm, hex] = /(?:^|:)(sha256|sha512)-([0-9a-f]{64,128})$/.exec(name) ?? [];
  return algorithm === undefined ? undefined : `${algorithm}:${hex}`;
}
