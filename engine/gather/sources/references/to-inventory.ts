import { type MirrorRule, toLogicalName } from '../../../formats/reference/logical-name.ts';
import { whyMutable } from '../../../formats/reference/mutable-tag.ts';
import { parseReference, type Reference, toCanonical } from '../../../formats/reference/reference.ts';
import {
  type DeclaredChart,
  type DeclaredImage,
  type ImageIdentity,
  type Inventory,
  type SameImage,
  tiers,
} from '../../../model/inventory.ts';
import type { Occurrence, Rejected } from '../../../model/occurrence.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Attribution } from '../attribution.ts';

/** An image that the release pulls and no manifest states, as the configuration declares it. */
export interface DeclaredExtra {
  readonly image: string;
  readonly component?: string;
  readonly reason: string;
  /** 1-based, in the configuration. */
  readonly line: number;
}

/** What an inventory is made of. */
export interface InventoryParts {
  readonly occurrences: readonly Occurrence[];
  readonly rejected: readonly Rejected[];
  readonly charts: readonly DeclaredChart[];
  readonly gaps: readonly Gap[];
  /** Whose a place is, and what for. */
  readonly attribute: (occurrence: Occurrence) => Attribution;
  readonly extraImages: readonly DeclaredExtra[];
  /** Name of the configuration's file, where `extraImages` stand. */
  readonly configurationFile: string;
  /** What is declared as `from` is pulled from `to`. */
  readonly mirrors?: readonly MirrorRule[];
  /** Whether a logical name is the project's own; absent where the configuration does not say. */
  readonly isOwn?: (logicalName: string) => boolean;
}

const unit = 'gather/sources/references';

/**
 * Everything that a release ships, image by image: what every source states, and what the configuration adds.
 *
 * in      occurrences with their places, from all sources, in any order
 * out     images ordered by reference, their occurrences by file, line and path; the same whatever the order of the input;
 *         the tier of an image is the one that matters most among its places, and `core` where no rule speaks of any;
 *         components that labels name count where the configuration names none
 * gaps    reference-unreadable: an image in the configuration that is no reference
 */
export function toInventory(parts: InventoryParts): Inventory {
  const extras = parts.extraImages.map((extra, index) => toOccurrence(extra, index, parts.configurationFile));
  const occurrences = [...parts.occurrences, ...extras.filter((extra) => 'reference' in extra)];
  const images = new Map<string, Occurrence[]>();
  for (const occurrence of distinct(occurrences)) {
    const same = images.get(occurrence.reference) ?? [];
    same.push(occurrence);
    images.set(occurrence.reference, same);
  }
  const declared = sortedBy(
    [...images].map(([reference, places]) => toImage(reference, places, parts)),
    (image) => image.reference,
  );
  return {
    images: declared,
    charts: sortedBy(distinct(parts.charts), (chart) => placeOf(chart) + chart.name),
    rejected: sortedBy(distinct(parts.rejected), (text) => placeOf(text) + text.text),
    gaps: [...parts.gaps, ...extras.filter((extra) => 'code' in extra)],
    sameImages: findSame(declared),
  };
}

function toImage(reference: string, places: readonly Occurrence[], parts: InventoryParts): DeclaredImage {
  const attributions = places.map(parts.attribute);
  const parsed = parseReference(reference);
  const identity = parsed && toIdentity(parsed, places, parts);
  const [componentsFrom, components] = componentsOf(attributions);
  const ownership = sortedBy(distinct(attributions.flatMap(({ owners }) => owners)), (one) => `${one.owner}\n${placeOf(one)}`);
  const plane = mostImportantPlane(attributions);
  return {
    reference,
    digest: parsed?.digest ?? null,
    components,
    owners: sortedSet(ownership.map(({ owner }) => owner)),
    tier: tiers.find((tier) => attributions.some((one) => one.tier === tier)) ?? 'core',
    ...(plane !== undefined && { plane }),
    ...(identity && parts.isOwn && { party: parts.isOwn(identity.logicalName) ? 'own' : 'third-party' }),
    ...(ownership.length > 0 && { ownership }),
    ...(componentsFrom && { componentsFrom }),
    ...(identity && { identity }),
    occurrences: sortedBy(places, (place) => `${placeOf(place)}${place.path}\n${JSON.stringify(place)}`),
  };
}

function componentsOf(attributions: readonly Attribution[]): readonly [DeclaredImage['componentsFrom'], readonly string[]] {
  const from = (['configuration', 'label'] as const).find((each) => attributions.some((one) => one.componentFrom === each));
  const named = attributions.filter(({ componentFrom }) => componentFrom === from);
  return [from, from ? sortedSet(named.flatMap(({ component }) => component ?? [])) : []];
}

/** In the order of what an outage of it means. */
const planes = ['control-plane', 'user-access', 'compute'];

function mostImportantPlane(attributions: readonly Attribution[]): string | undefined {
  const stated = sortedSet(attributions.flatMap(({ plane }) => plane ?? []));
  return planes.find((plane) => stated.includes(plane)) ?? stated[0];
}

/** `:latest` in a canonical reference may be what no tag means; what was written tells. */
function toIdentity(reference: Reference, places: readonly Occurrence[], { mirrors }: InventoryParts): ImageIdentity {
  const { name, by } = toLogicalName(reference, mirrors);
  const isTagless = places.every(({ declared }) => parseReference(declared)?.tag === undefined);
  const reason = reference.digest === undefined ? whyMutable(isTagless ? undefined : reference.tag) : undefined;
  const pin = reference.digest !== undefined ? 'digest' : reason === undefined ? 'tag' : 'mutable-tag';
  return { logicalName: name, by, pin, ...(reason !== undefined && { reason }) };
}

/** References with one digest or, where neither has one, with one logical name and tag. */
function findSame(images: readonly DeclaredImage[]): readonly SameImage[] {
  const groups = new Map<string, string[]>();
  for (const { reference, digest, identity } of images) {
    const tag = parseReference(reference)?.tag ?? 'latest';
    const key = digest ?? `${identity?.logicalName ?? reference}:${tag}`;
    groups.set(key, [...(groups.get(key) ?? []), reference]);
  }
  const same = [...groups]
    .filter(([, references]) => references.length > 1)
    .map(([identity, references]) => ({ identity, references: references.toSorted() }));
  return sortedBy(same, ({ identity }) => identity);
}

function toOccurrence(extra: DeclaredExtra, index: number, file: string): Occurrence | Gap {
  const { image, component, line } = extra;
  const reference = parseReference(image);
  const path = `extraImages[${index}].image`;
  if (!reference)
    return { code: 'reference-unreadable', unit, path: file, line, detail: `${path}: “${image}” is no image reference.` };
  return {
    reference: toCanonical(reference),
    declared: image,
    how: 'declared',
    certainty: 'certain',
    resource: null,
    path,
    hook: false,
    conditional: [],
    file,
    line,
    ...(component !== undefined && { component }),
  };
}

/** Sorts by file, then by line as a number. */
function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}\n${String(line).padStart(9, '0')}\n`;
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function sortedSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}

/** In order of their keys by code unit, the same on every machine; each key is made once. */
function sortedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  if (items.length < 2) return items;
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ item }) => item);
}
