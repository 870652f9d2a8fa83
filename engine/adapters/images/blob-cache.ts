import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf, isDigest } from '../../formats/oci/digest.ts';
import { writeAtomically } from '../files/write-atomically.ts';

/** Manifests and configurations by digest, so that what a registry has not changed is not pulled again. */
export interface BlobCache {
  /** Verified; undefined where there is none, or it is damaged. */
  find(digest: string): Promise<Uint8Array | undefined>;
  /** Never fails: without it, it is only pulled again. */
  put(digest: string, bytes: Uint8Array): Promise<void>;
}

/** A cache in a folder, one file a blob. Safe with several processes: a file is renamed into its place. */
export function createBlobCache(folder: string): BlobCache {
  const fileOf = (digest: string) => (isDigest(digest) ? join(folder, digest.replace(':', '-')) : undefined);
  return {
    async find(digest) {
      const file = fileOf(digest);
      const bytes = file && (await readFile(file).catch(() => undefined));
      return bytes && digestOf(bytes, digest) === digest ? bytes : undefined;
    },
    async put(digest, bytes) {
      const file = fileOf(digest);
      if (file) await writeAtomically(file, bytes).catch(() => undefined);
    },
  };
}
