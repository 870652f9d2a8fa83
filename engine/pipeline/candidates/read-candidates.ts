import type { Gap } from '../../model/reading.ts';
import type { Release } from '../../model/release.ts';
import { readImages } from '../read-images.ts';
import type { RunListener, World } from '../world.ts';
import { findNewerTags, selectCandidates } from './find-candidates.ts';
import type { ReadCandidates } from './judge-candidates.ts';

/** Where candidates are looked for. */
export interface CandidateSearch {
  /** Tags at most for each affected image, out of the lists of its registry; absent where no registry is asked. */
  readonly tagsPerImage?: number;
  /** Canonical references that a person gives. */
  readonly listed: readonly string[];
}

/** Candidates that were read, and what keeps others from being known. */
export interface FoundCandidates extends ReadCandidates {
  /** Repositories whose tags could not be listed, and lines of a list that are no references. */
  readonly unlisted: readonly Gap[];
}

/**
 * Looks for images that could be taken in the place of affected ones, and reads them as a scan would, for the platforms of the release.
 *
 * gaps    those of the stores, layers and catalogers
 * faults  rejects with the signal's reason when it is aborted
 */
export async function readCandidates(
  release: Release,
  { tagsPerImage, listed }: CandidateSearch,
  world: Pick<World, 'stores' | 'readLayers' | 'expectLayers'>,
  options: { readonly listener: RunListener; readonly signal: AbortSignal },
): Promise<FoundCandidates> {
  const { listener, signal } = options;
  listener.stage('Listing tags');
  const newer =
    tagsPerImage === undefined
      ? { items: [], gaps: [] }
      : await findNewerTags(release, tagsPerImage, world.stores, { onStep: (...step) => listener.step(...step), signal });
  const given = new Set(selectCandidates(release, listed));
  const references = [...given.union(new Set(newer.items.map(({ reference }) => reference)))].toSorted();
  const { images, gaps } = await readImages(references, release.platforms, world, options);
  const chosenFor = new Map(
    newer.items.flatMap(({ reference, chosenFor }) => (given.has(reference) ? [] : [[reference, chosenFor] as const])),
  );
  return { images, gaps, unlisted: newer.gaps, chosenFor };
}
