import { parseReference, toCanonical } from '../../../formats/reference/reference.ts';
import { type DeclaredChart, type DeclaredImage, type Inventory, type Tier, tiers } from '../../../model/inventory.ts';
import type { Occurrence, Rejected } from '../../../model/occurrence.ts';
import type { Gap } from '../../../model/reading.ts';

/** What the configuration says of a component. */
export interface ComponentRule {
  readonly owner?: string;
  readonly tier?: Tier;
  readonly plane?: string;
}

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
  readonly components: Readonly<Record<string, ComponentRule>>;
  readonly extraImages: readonly DeclaredExtra[];
  /** Name of the configuration's file, where `extraImages` stand. */
  readonly configurationFile: string;
}

const unit = 'gather/sources/references';

/**
 * Everything that a release ships, image by image: what every source states, and what the configuration adds.
 *
 * in      occurrences with their places, from all sources, in any order
 * out     images ordered by reference, their occurrences by file, line and path; the same whatever the order of the input;
 *         the tier of an image is the one that matters most among its components, and `core` where none is configured
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
  return {
    images: [...images]
      .map(([reference, places]) => toImage(reference, places, parts.components))
      .toSorted(by((image) => image.reference)),
    charts: distinct(parts.charts).toSorted(by((chart) => placeOf(chart) + chart.name)),
    rejected: distinct(parts.rejected).toSorted(by((text) => placeOf(text) + text.text)),
    gaps: [...parts.gaps, ...extras.filter((extra) => 'code' in extra)],
  };
}

function toImage(reference: string, places: readonly Occurrence[], rules: InventoryParts['components']): DeclaredImage {
  const components = sortedSet(places.flatMap(({ component }) => component ?? []));
  const configured = components.flatMap((component) => (Object.hasOwn(rules, component) ? (rules[component] ?? []) : []));
  return {
    reference,
    digest: parseReference(reference)?.digest ?? null,
    components,
    owners: sortedSet(configured.flatMap(({ owner }) => owner ?? [])),
    tier: tiers.find((tier) => configured.some((rule) => rule.tier === tier)) ?? 'core',
    occurrences: places.toSorted(by((place) => `${placeOf(place)}${place.path}\n${JSON.stringify(place)}`)),
  };
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

/** Order by code unit, the same on every machine. */
function by<Item>(keyOf: (item: Item) => string): (one: Item, other: Item) => number {
  return (one, other) => {
    const [a, b] = [keyOf(one), keyOf(other)];
    return a < b ? -1 : a > b ? 1 : 0;
  };
}
