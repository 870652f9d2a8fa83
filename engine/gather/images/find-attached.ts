import type { Descriptor } from '../../formats/oci/descriptor.ts';
import { readArtifact } from '../../formats/oci/read-artifact.ts';
import { readManifest } from '../../formats/oci/read-manifest.ts';
import type { ImageManifest, Referrer } from '../../model/image.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import { createManifestReader, type ManifestReader, type ManifestSource } from './resolve-blobs.ts';
import type { AttachedArtifacts, AttachedBlob } from './store.ts';

/** What one artifact may hold: cosign adds a blob for every signature and attestation. */
const maxBlobs = 500;
const maxTotalBytes = 256 * 1024 * 1024;

/** A store that knows what is attached to its images. */
export interface ReferrerSource extends ManifestSource {
  /** Descriptors of what names the digest as its subject, unverified. */
  readonly referrersOf: (digest: string, signal?: AbortSignal, reach?: 'tags') => Promise<Reading<Descriptor>>;
}

/**
 * What is attached to an image and to the index that it was found in, and how it is read: referrers, and the attestations that BuildKit
 * puts into the index itself.
 *
 * source  OCI distribution-spec 1.1, "Listing Referrers"; BuildKit, docs/attestations/attestation-storage.md
 */
export function attachedTo(manifest: ImageManifest, source: ReferrerSource): AttachedArtifacts {
  const reader = createManifestReader({ reference: manifest.reference, platform: manifest.platform }, source);
  return {
    async list(signal, reach) {
      const found = new Map<string, Referrer>();
      const gaps: Gap[] = [];
      const subjects = [manifest.digest, ...(manifest.indexDigest === undefined ? [] : [manifest.indexDigest])];
      for (const subject of subjects) {
        const { items, gaps: missed } = await source.referrersOf(subject, signal, reach);
        for (const item of items) found.set(item.digest, toReferrer(item, subject));
        gaps.push(...missed.map((gap) => ({ image: manifest.reference, ...gap })));
      }
      for (const one of await attestations(reader, manifest)) found.set(one.digest, one);
      const order = ({ type, digest }: Referrer) => `${type} ${digest}`;
      return { items: [...found.values()].toSorted((one, other) => (order(one) < order(other) ? -1 : 1)), gaps };
    },
    read: (referrer) => readBlobs(reader, referrer),
  };
}

function toReferrer({ digest, mediaType, artifactType = '', annotations }: Descriptor, subject: string): Referrer {
  return { subject, digest, mediaType, type: artifactType, annotations };
}

/** An index that cannot be read any more was read a moment ago, and has no gap of its own. */
async function attestations(reader: ManifestReader, { digest, indexDigest }: ImageManifest): Promise<readonly Referrer[]> {
  if (indexDigest === undefined) return [];
  const bytes = await reader.read({ digest: indexDigest, mediaType: '', annotations: {} }, 'manifest');
  const document = bytes instanceof Uint8Array ? readManifest(bytes) : undefined;
  const entries = document?.kind === 'index' ? document.entries : [];
  return entries
    .filter(({ annotations }) => annotations['vnd.docker.reference.digest'] === digest)
    .map((entry) => toReferrer({ ...entry, artifactType: entry.artifactType ?? 'application/vnd.in-toto+json' }, digest));
}

async function readBlobs(reader: ManifestReader, referrer: Referrer): Promise<Reading<AttachedBlob>> {
  const bytes = await reader.read(referrer, 'manifest');
  if (!(bytes instanceof Uint8Array)) return { items: [], gaps: [bytes] };
  const document = readArtifact(bytes);
  if (typeof document === 'string')
    return { items: [], gaps: [reader.gap('artifact-invalid', `${referrer.digest}, attached to the image: ${document}`)] };
  const totalBytes = document.blobs.reduce((total, { sizeBytes = 0 }) => total + sizeBytes, 0);
  if (document.blobs.length > maxBlobs || totalBytes > maxTotalBytes) {
    const detail = `${referrer.digest}, attached to the image, has ${document.blobs.length} blobs of ${totalBytes} bytes; ${maxBlobs} and ${maxTotalBytes} are the limits`;
    return { items: [], gaps: [reader.gap('artifact-invalid', detail)] };
  }
  const items: AttachedBlob[] = [];
  const gaps: Gap[] = [];
  for (const { mediaType, annotations, ...place } of document.blobs) {
    const blob = await reader.read({ mediaType, annotations, ...place }, 'artifact');
    if (blob instanceof Uint8Array) items.push({ mediaType, annotations, bytes: blob });
    else gaps.push(blob);
  }
  return { items, gaps };
}
