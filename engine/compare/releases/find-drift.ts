import { toLogicalName } from '../../formats/reference/logical-name.ts';
import { parseReference } from '../../formats/reference/reference.ts';
import type { Drift, MovedImage, RunningImage } from '../../model/drift.ts';
import type { DeclaredImage } from '../../model/inventory.ts';

/** Prefixes that images are pulled from, instead of where they are declared. */
type Mirrors = readonly { readonly from: string; readonly to: string }[];

/**
 * What a cluster runs, against what the release says. A copy in a mirror is the image itself; the digest decides where both are known.
 *
 * in      images that run, each reference with each of its digests once
 * out     an image with another tag is one that is not declared, and leaves the declared one not running
 * cost    O(declared + running), sorting aside
 */
export function findDrift(declared: readonly DeclaredImage[], running: readonly RunningImage[], mirrors: Mirrors = []): Drift {
  const named = new Map(running.map((image) => [image, nameOf(image.reference, mirrors)]));
  const byName = groupBy(running, (image) => named.get(image) ?? image.reference);
  const byDigest = groupBy(running, ({ digest }) => digest ?? '');
  const explained = new Set<RunningImage>();
  const notRunning: DeclaredImage[] = [];
  const otherDigest: MovedImage[] = [];
  for (const image of declared) {
    const sameName = byName.get(nameOf(image.reference, mirrors)) ?? [];
    const sameDigest = image.digest === null ? [] : (byDigest.get(image.digest) ?? []);
    for (const each of [...sameName, ...sameDigest]) explained.add(each);
    const moved = sameName.filter(({ digest }) => digest !== null && digest !== image.digest);
    if (moved.length > (image.digest === null ? 1 : 0))
      otherDigest.push({ reference: image.reference, declared: image.digest, running: moved.toSorted(byReference) });
    if (sameName.length === 0 && sameDigest.length === 0) notRunning.push(image);
  }
  return {
    running: running.length,
    notDeclared: running.filter((image) => !explained.has(image)).toSorted(byReference),
    notRunning: notRunning.filter(isExpected).flatMap(toUnused).toSorted(byReference),
    otherDigest: otherDigest.toSorted(byReference),
  };
}

/** Where an image comes from, with its tag; with its digest where it has no tag. */
function nameOf(text: string, mirrors: Mirrors): string {
  const reference = parseReference(text);
  if (!reference) return text;
  const { name } = toLogicalName(reference, mirrors);
  return reference.tag === undefined && reference.digest !== undefined
    ? `${name}@${reference.digest}`
    : `${name}:${reference.tag ?? 'latest'}`;
}

/** Hooks have run and are gone; what a switch turns on may be off. */
function isExpected({ occurrences }: DeclaredImage): boolean {
  return occurrences.some(({ hook, conditional }) => !hook && conditional.length === 0);
}

function toUnused({ reference, occurrences: [first] }: DeclaredImage) {
  return first ? [{ reference, file: first.file, line: first.line }] : [];
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** By code unit; then by digest, where there is one. */
function byReference<Item extends { readonly reference: string; readonly digest?: string | null }>(
  one: Item,
  other: Item,
): number {
  const [a, b] = [`${one.reference}\n${one.digest ?? ''}`, `${other.reference}\n${other.digest ?? ''}`];
  return a < b ? -1 : a > b ? 1 : 0;
}
