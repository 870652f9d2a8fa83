import { canonicalize } from '../../formats/reference/reference.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Occurrence } from '../../model/occurrence.ts';
import type { Rewriting } from './find-edits.ts';
import { findOtherChanges } from './find-other-changes.ts';
import { maskHash } from './mask-hash.ts';
import type { Rendering } from './read-rendering.ts';
import { repositoryOf } from './tag-request.ts';

/** What an edit did to the release, measured by rendering it again. */
export interface RenderedChange {
  /** Places that state the image with its new version. */
  readonly changed: number;
  /** Places that still state the old one. */
  readonly remaining: readonly Occurrence[];
  /** Other images that got another version, and other texts of resources; sentences. */
  readonly others: readonly string[];
  /** What is not there any more, or cannot be read any more; sentences. Never accepted. */
  readonly lost: readonly string[];
}

/** What was meant to change. */
export interface MeantChange {
  /** Canonical. */
  readonly reference: string;
  readonly rewritings: readonly Rewriting[];
  /** Pieces that were edited. */
  readonly pieces: readonly Rewriting[];
}

/** The release before and after an edit. */
export interface Renderings {
  readonly before: Rendering;
  readonly after: Rendering;
  /** Resources of the edited release, rendered once more: what differs from `after` is made anew each time, such as a password. */
  readonly again?: Rendering['resources'];
}

/**
 * Whether exactly one image changed.
 *
 * in      the release rendered before and after the edit; names that carry a hash of their content count as unchanged
 * cost    O(resources)
 */
export function compareRenderings({ before, after, again }: Renderings, meant: MeantChange): RenderedChange {
  const occurrences = compareOccurrences(before.inventory, after.inventory, meant);
  const noise = new Set(again ? findOtherChanges(after.resources, again, nothing).map(({ place }) => place) : []);
  const texts = findOtherChanges(before.resources, after.resources, { ...meant, occurrences: ofImage(before.inventory, meant) });
  const others = texts.filter(({ place }) => !noise.has(place)).map(({ says }) => says);
  return {
    ...occurrences,
    others: [...new Set([...occurrences.others, ...others])],
    lost: [...occurrences.lost, ...newTroubles(before.inventory, after.inventory)],
  };
}

const nothing = { rewritings: [], pieces: [], occurrences: [] };

function ofImage({ images }: Inventory, { reference }: MeantChange): readonly Occurrence[] {
  return images.find((image) => image.reference === reference)?.occurrences ?? [];
}

/** Occurrences of one place: normally one; image lists have many in one file. */
type ByPlace = ReadonlyMap<string, readonly Occurrence[]>;

function compareOccurrences(before: Inventory, after: Inventory, meant: MeantChange): RenderedChange {
  const [old, now] = [byPlace(before), byPlace(after)];
  const wanted = new Map(meant.rewritings.map(({ from, to }) => [from, canonicalize(to) ?? to]));
  const remaining: Occurrence[] = [];
  const others: string[] = [];
  const lost: string[] = [];
  let changed = 0;
  for (const [place, occurrences] of old) {
    const left = [...(now.get(place) ?? [])];
    const take = (reference: string): boolean => {
      const at = left.findIndex((one) => one.reference === reference);
      return at >= 0 && left.splice(at, 1).length > 0;
    };
    const isMeant = (one: Occurrence): boolean => one.reference === meant.reference;
    const missing = occurrences.filter((one) => !isMeant(one) && !take(one.reference));
    for (const one of occurrences.filter(isMeant)) {
      if (take(wanted.get(one.declared) ?? '')) changed += 1;
      else if (take(one.reference)) remaining.push(one);
      else missing.push(one);
    }
    for (const one of missing) {
      const moved = left.find((other) => repositoryOf(other.reference) === repositoryOf(one.reference));
      if (moved) left.splice(left.indexOf(moved), 1);
      if (moved) others.push(`${one.reference} becomes ${moved.reference} (${placeOf(one)})`);
      else lost.push(`${one.reference} is not there any more (${placeOf(one)})`);
    }
    others.push(...left.map(added));
  }
  for (const [place, occurrences] of now) if (!old.has(place)) others.push(...occurrences.map(added));
  return { changed, remaining, others: [...new Set(others)], lost: [...new Set(lost)] };
}

function added(occurrence: Occurrence): string {
  return `${occurrence.reference} is new (${placeOf(occurrence)})`;
}

function placeOf({ file, line }: Occurrence): string {
  return `${file}:${line}`;
}

/** By everything but version and line, which may change. */
function byPlace({ images }: Inventory): ByPlace {
  const places = new Map<string, Occurrence[]>();
  for (const occurrence of images.flatMap(({ occurrences }) => occurrences)) {
    const { resource, path, how, hook, conditional, component, file } = occurrence;
    const named = resource && { ...resource, name: maskHash(resource.name) };
    const where = how === 'index' ? [repositoryOf(occurrence.reference)] : [path];
    const key = JSON.stringify([named, where, how, hook, conditional, component, resource ? '' : file]);
    places.set(key, [...(places.get(key) ?? []), occurrence]);
  }
  return places;
}

function newTroubles(before: Inventory, after: Inventory): readonly string[] {
  const known = new Set(before.gaps.map(({ code, path, detail }) => `${code} ${path} ${maskHash(detail)}`));
  return after.gaps
    .filter(({ code, path, detail }) => !known.has(`${code} ${path} ${maskHash(detail)}`))
    .map(({ detail }) => detail);
}
