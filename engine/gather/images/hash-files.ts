import { createHash } from 'node:crypto';
import { packDigests, unhashed } from '../../formats/file-digests/file-digests.ts';
import type { TarContentSink, TarEntry } from '../../formats/tar/tar-entry.ts';
import type { FileDigests } from '../../model/layer.ts';

/** Hashes the files of one layer as their content passes by. */
export interface FileHasher {
  /** Every entry, in order, and who else wants its content; answers with a sink that serves both. */
  take(entry: TarEntry, reader: TarContentSink | undefined): TarContentSink | undefined;
  /** What is known of the files among the layer's standing paths. */
  end(paths: readonly string[]): FileDigests;
}

/**
 * Takes the SHA-256 of every file of a layer.
 *
 * in      entries in archive order; a later entry at the same path replaces the earlier one
 * out     a hard link has the digest of what its target is at that moment
 * cost    a microsecond or two a file and what hashing its bytes costs; the holes of sparse files would have to be written out, so these
 *         have no digest
 */
export function hashFiles(): FileHasher {
  const digests = new Map<string, string>();
  return {
    take(entry, reader) {
      const { path, kind, target, isSparse } = entry;
      if (kind === 'hardlink') digests.set(path, digests.get(target) ?? unhashed);
      else if (kind === 'file') digests.set(path, unhashed);
      else digests.delete(path);
      return kind === 'file' && !isSparse ? hashing(reader, (digest) => digests.set(path, digest)) : reader;
    },
    end: (paths) =>
      packDigests(
        new Map(
          paths.flatMap((path) => {
            const digest = digests.get(path);
            return digest === undefined ? [] : [[path, digest] as const];
          }),
        ),
      ),
  };
}

function hashing(reader: TarContentSink | undefined, done: (digest: string) => void): TarContentSink {
  const hash = createHash('sha256');
  return {
    write(chunk) {
      hash.update(chunk);
      reader?.write(chunk);
    },
    end() {
      done(hash.digest('binary'));
      reader?.end();
    },
  };
}
