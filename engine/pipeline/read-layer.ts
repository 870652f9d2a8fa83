import { createTarParser } from '../formats/tar/parse-tar.ts';
import type { TarEntry, TarLimits } from '../formats/tar/tar-entry.ts';
import { hashFiles } from '../gather/images/hash-files.ts';
import { catalogLayer } from '../gather/packages/catalog-layer.ts';
import type { Cataloger } from '../gather/packages/cataloger.ts';
import type { Scratch } from '../gather/packages/collect-content.ts';
import type { Spool } from '../gather/packages/spool.ts';
import type { LayerReading } from '../model/layer.ts';
import { collectFiles } from './collect-files.ts';
import { collectPaths, metadataPrefix } from './collect-paths.ts';
import { limitGaps } from './limit-gaps.ts';
import { ownFiles } from './own-files.ts';

/** What reading one layer needs. */
export interface LayerReaderOptions {
  readonly catalogers: readonly Cataloger[];
  readonly spool: Spool;
  readonly scratch?: Scratch;
  readonly tarLimits?: TarLimits;
  /** Files above this are spooled; bytes. */
  readonly memoryBytes?: number;
  /** What an earlier pass over the same layer answered as `again`. */
  readonly linkTargets?: readonly string[];
  /** Packages that the layer may tell. */
  readonly mostPackages?: number;
  /** Whether the SHA-256 of each file is taken. */
  readonly fileDigests?: boolean;
}

/** What a layer's uncompressed bytes say. The caller adds digests and sizes. */
export interface LayerContent
  extends Pick<
    LayerReading,
    'paths' | 'whiteouts' | 'opaque' | 'found' | 'distributions' | 'facts' | 'fileDigests' | 'gaps' | 'complete'
  > {
  /** Not empty when links lead to files that had gone by: read the layer again with these as `linkTargets`. */
  readonly again: readonly string[];
}

/** A reader that is pushed the uncompressed bytes of one layer. */
export interface LayerReader {
  /** Throws only what the spool throws. */
  push(chunk: Uint8Array): void;
  end(): LayerContent;
  /** Gives everything back when the layer is given up. */
  dispose(): void;
}

/**
 * Reads one layer in one pass: its paths and whiteouts, the packages that catalogers find, the distribution, facts of its files.
 *
 * in      the bytes of a tar archive, in chunks of any size
 * out     a function of these bytes, of the catalogers and of whether files are hashed alone
 * gaps    those of formats/tar, gather/packages and each cataloger, at most a hundred of each code; incomplete when reading stopped early
 * faults  none
 * source  OCI image-spec 1.1, layer.md
 */
export function createLayerReader(options: LayerReaderOptions): LayerReader {
  const gaps = limitGaps();
  const files = collectFiles();
  const catalog = catalogLayer({ ...options, catalogers: [...options.catalogers, ...files.catalogers] });
  const paths = collectPaths();
  const hashes = options.fileDigests ? hashFiles() : undefined;
  const takeFile = (entry: TarEntry) => {
    const read = catalog.entry(entry);
    return hashes ? hashes.take(entry, read) : read;
  };
  const parser = createTarParser(
    {
      entry: (entry) => (paths.take(entry) ? takeFile(entry) : undefined),
      gap: (gap) => gaps.add(gap),
    },
    options.tarLimits,
  );
  return {
    push: (chunk) => parser.push(chunk),
    end() {
      const isWhole = parser.end();
      const { found, owned, listed, again, ...rest } = catalog.end();
      const { entries, paths: standing, ...layer } = paths.end();
      for (const gap of [...layer.gaps, ...rest.gaps]) gaps.add(gap);
      const { distributions, ...facts } = files.end(standing);
      return {
        paths: standing,
        whiteouts: layer.whiteouts,
        opaque: layer.opaque,
        found: found.filter(({ cataloger, path }) => !files.isOurs(cataloger) && !path.startsWith(metadataPrefix)),
        distributions,
        facts: { entries, owned, ...facts },
        ...(hashes && { fileDigests: ownFiles(hashes.end(standing), listed) }),
        gaps: gaps.list(),
        complete: isWhole && rest.complete,
        again,
      };
    },
    dispose: () => catalog.dispose(),
  };
}
