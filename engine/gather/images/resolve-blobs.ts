import type { Descriptor } from '../../formats/oci/descriptor.ts';
import { digestOf } from '../../formats/oci/digest.ts';
import type { Gap } from '../../model/reading.ts';
import type { ImageRequest } from './store.ts';

const unit = 'gather/images';

/** What a small blob is. An artifact is the content of an SBOM, a signature, an attestation. */
export type SmallBlob = 'manifest' | 'configuration' | 'artifact';

/** The small blobs of a store: manifests, indexes, configurations. Each adapter implements it. */
export interface ManifestSource {
  /** Id of the store, as configured. */
  readonly id: string;
  /**
   * The bytes of a blob, bounded in size, not yet verified; or why there are none.
   *
   * gaps    blob-missing, and what the store itself does wrong
   */
  readonly read: (descriptor: Descriptor, kind: SmallBlob) => Promise<Uint8Array | Gap>;
}

/** Reads verified blobs for one request, and words its gaps. */
export interface ManifestReader {
  readonly request: ImageRequest;
  readonly store: string;
  readonly read: ManifestSource['read'];
  readonly gap: (code: string, detail: string) => Gap;
}

/**
 * A reader that believes no store: size and digest of every blob are checked.
 *
 * gaps    digest-differs, and those of the source
 */
export function createManifestReader(request: ImageRequest, source: ManifestSource): ManifestReader {
  const gap = (code: string, detail: string): Gap => ({ code, unit, detail, image: request.reference });
  return {
    request,
    store: source.id,
    gap,
    async read(descriptor, kind) {
      const bytes = await source.read(descriptor, kind);
      if (!(bytes instanceof Uint8Array)) return { image: request.reference, ...bytes };
      const { digest, sizeBytes = bytes.length } = descriptor;
      if (bytes.length !== sizeBytes)
        return gap('digest-differs', `${source.id} gave ${bytes.length} bytes for ${digest}, where ${sizeBytes} are stated`);
      const actual = digestOf(bytes, digest);
      return actual === digest ? bytes : gap('digest-differs', `${source.id} gave content of digest ${actual} for ${digest}`);
    },
  };
}
