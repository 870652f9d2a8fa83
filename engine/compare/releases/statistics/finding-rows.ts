import type { Finding } from '../../../model/finding.ts';
import type { DeclaredImage } from '../../../model/inventory.ts';
import type { Release } from '../../../model/release.ts';
import type { BaseLife, Dimension } from '../../../model/statistics.ts';

/** A row of the relation that every figure is a query over. */
export interface FindingRow {
  readonly finding: Finding;
  /** An image of two components is in a group of its own, `a + b`: counted once, and seen by both. */
  readonly groups: Readonly<Record<Dimension, string>>;
  /** Whether a statement or exception takes it out of the totals. */
  readonly suppressed: boolean;
}

/** What stands where nobody says. */
export const unstated = 'not said';

/**
 * The relation of a release: one row for each finding, with what is known of its image.
 *
 * in      `lives`: of each image, whether its distribution gets security updates
 * out     in the order of the findings; equal groups are one object
 */
export function toFindingRows(
  release: Pick<Release, 'findings' | 'inventory'>,
  lives: ReadonlyMap<string, BaseLife>,
): readonly FindingRow[] {
  const images = new Map(release.inventory.images.map((image) => [image.reference, groupsOfImage(image)]));
  const toGroups = ({ image, fromBase, state }: Finding): FindingRow['groups'] => ({
    ...(images.get(image) ?? unknownImage),
    image,
    life: lives.get(image) ?? 'unread',
    origin: fromBase ? 'base' : 'application',
    fix: state,
  });
  const known = new Map<string, FindingRow['groups']>();
  return release.findings.map((finding) => {
    const key = `${finding.fromBase} ${finding.state} ${finding.image}`;
    const groups = known.get(key) ?? toGroups(finding);
    known.set(key, groups);
    return { finding, suppressed: finding.suppressedBy !== undefined && finding.suppressedBy !== null, groups };
  });
}

type ImageGroups = Omit<FindingRow['groups'], 'image' | 'life' | 'origin' | 'fix'>;

/** Of an image that no manifest states. */
export const unknownImage: ImageGroups = {
  component: unstated,
  owner: unstated,
  plane: unstated,
  tier: unstated,
  party: unstated,
};

/** The groups that an image is in, whatever is found in it. */
export function groupsOfImage({ components, owners, plane, tier, party }: DeclaredImage): ImageGroups {
  return {
    component: nameOf(components),
    owner: nameOf(owners),
    plane: plane ?? unstated,
    tier,
    party: party ?? unstated,
  };
}

function nameOf(names: readonly string[]): string {
  return names.length === 0 ? unstated : names.toSorted().join(' + ');
}
