import { chooseTags, saysVersion } from '../../compare/remediation/tags/choose-tags.ts';
import { logicalNameOf } from '../../formats/reference/logical-name.ts';
import { parseReference } from '../../formats/reference/reference.ts';
import type { ImageStore } from '../../gather/images/store.ts';
import { isUnsuppressed } from '../../judge/findings/count-findings.ts';
import type { Reading } from '../../model/reading.ts';
import type { Release } from '../../model/release.ts';
import type { StageOptions } from '../world.ts';

/** Repositories that are listed at the same time. */
const lists = 8;

/** The images of a release that something open is found in; references, sorted. */
export function findAffectedImages({ findings }: Pick<Release, 'findings'>): readonly string[] {
  return [...new Set(findings.flatMap((finding) => (isUnsuppressed(finding) ? [finding.image] : [])))].toSorted();
}

/** A tag that affected images could be raised to. */
export interface NewerTag {
  readonly reference: string;
  /** References of the images. */
  readonly chosenFor: readonly string[];
}

/**
 * The references that affected images could be raised to, by the tags that the stores list.
 *
 * in      how many at most for each image
 * out     each once; none for images without a tag, or whose tag says no version: nothing can be newer than it
 * gaps    those of the stores, where none lists the tags of a repository
 */
export async function findNewerTags(
  release: Release,
  limit: number,
  stores: readonly ImageStore[],
  { onStep, signal }: StageOptions,
): Promise<Reading<NewerTag>> {
  const found: Reading<readonly [reference: string, image: string]>[] = [];
  const pending = [...Map.groupBy(findAffectedImages(release).flatMap(toTagged), ({ repository }) => repository)];
  const total = pending.length;
  const work = async (): Promise<void> => {
    for (let next = pending.shift(); next; next = pending.shift()) {
      const [repository, images] = next;
      const { items, gaps } = await listTags(stores, repository, signal);
      const chosen = images.flatMap(({ image, tag }) =>
        chooseTags(tag, items, limit).map((newer) => [`${repository}:${newer}`, image] as const),
      );
      found.push({ items: chosen, gaps });
      onStep?.(found.length, total, repository);
    }
  };
  await Promise.all(Array.from({ length: lists }, work));
  const byReference = Map.groupBy(
    found.flatMap(({ items }) => items),
    ([reference]) => reference,
  );
  return {
    items: [...byReference].map(([reference, pairs]) => ({ reference, chosenFor: pairs.map(([, image]) => image) })),
    gaps: found.flatMap(({ gaps }) => gaps).toSorted((a, b) => (a.detail < b.detail ? -1 : 1)),
  };
}

/** Of references that a person gives those that could stand in the place of an affected image. */
export function selectCandidates(release: Release, listed: readonly string[]): readonly string[] {
  const affected = findAffectedImages(release);
  const names = new Set(affected.map(logicalNameOf));
  return [...new Set(listed)].filter((reference) => names.has(logicalNameOf(reference)) && !affected.includes(reference));
}

interface Tagged {
  readonly image: string;
  readonly repository: string;
  readonly tag: string;
}

function toTagged(image: string): readonly Tagged[] {
  const reference = parseReference(image);
  if (reference?.tag === undefined || !saysVersion(reference.tag)) return [];
  return [{ image, repository: `${reference.registry}/${reference.repository}`, tag: reference.tag }];
}

/** Of the first store that has the whole list. */
async function listTags(
  stores: readonly ImageStore[],
  repository: string,
  signal: AbortSignal | undefined,
): Promise<Reading<string>> {
  const gaps: Reading<string>['gaps'][number][] = [];
  for (const store of stores) {
    const listed = await store.listTags?.(repository, signal);
    if (listed?.gaps.length === 0) return listed;
    gaps.push(...(listed?.gaps ?? []));
  }
  return { items: [], gaps };
}
