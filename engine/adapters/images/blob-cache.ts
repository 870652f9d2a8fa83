import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf, isDigest } from '../../formats/oci/digest.ts';
import { createRoom } from '../files/prune-folder.ts';
import { writeAtomically } from '../files/write-atomically.ts';

/** Manifests and configurations by digest, so that what a registry has not changed is not pulled again. */
export interface BlobCache {
  /** Verified; undefined where there is none, or it is damaged. */
  find(digest: string): Promise<Uint8Array | undefined>;
  /** Never fails: without it, it is only pulled again. */
  put(digest: string, bytes: Uint8Array): Promise<void>;
}

/** Manifests and configurations of some ten thousand images; bytes. */
const maxFolderBytes = 200 * 1024 * 1024;

/** A cache in a folder, one file a blob; the least recently used go. Safe with several processes: a file is renamed into its place. */
export function createBlobCache(folder: string): BlobCache {
  const fileOf = (digest: string) => (isDigest(digest) ? join(folder, digest.replace(':', '-')) : undefined);
  const room = createRoom(folder, maxFolderBytes);
  return {
    async find(digest) {
      const file = fileOf(digest);
      const bytes = file && (await readFile(file).catch(() => undefined));
      if (!file || !bytes || digestOf(bytes, digest) !== digest) return undefined;
      const now = new Date();
      await utimes(file, now, now).catch(() => undefined);
      return bytes;
    },
    async put(digest, bytes) {
      const file = fileOf(digest);
      if (!file) return;
      await writeAtomically(file, bytes)
        .then(() => room.make(bytes.length))
        .catch(() => undefined);
    },
  };
}
