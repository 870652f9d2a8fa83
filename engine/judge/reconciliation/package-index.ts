import type { Claim, ClaimedPackage } from '../../model/reconciliation.ts';
import { findRelation, isSameName, isSameVersion, keysOf } from './same-package.ts';
import type { SideImage } from './side.ts';

/** How a side of an image stands to a package. */
export type Sight =
  | { readonly kind: 'same' }
  | { readonly kind: 'other-version'; readonly version: string }
  | { readonly kind: 'not-seen' }
  /** It lists no packages, and nothing shows whether it saw this one. */
  | { readonly kind: 'unknown' };

/** Asks one side of one image about packages. */
export interface PackageIndex {
  see(item: ClaimedPackage): Sight;
  /** A claim on the same vulnerability in a related package, with the sentence that relates them. */
  findRelated(claim: Claim): string | undefined;
  /** Whether a package of the distribution installed it. */
  isOwned(item: ClaimedPackage): boolean;
}

/**
 * Makes it.
 *
 * cost    O(packages) once, then O(1) for each question but for packages that share a name
 */
export function createPackageIndex({ claims, packages }: SideImage): PackageIndex {
  const known = [...(packages ?? []), ...claims.map((claim) => claim.package)];
  const byKey = groupByKeys(known);
  const types = new Set(known.map(({ type }) => type));
  const byVulnerability = Map.groupBy(claims, ({ vulnerability }) => vulnerability);
  const namesakes = (item: ClaimedPackage) =>
    keysOf(item).flatMap((key) => byKey.get(key)?.filter((other) => isSameName(item, other)) ?? []);
  return {
    see(item) {
      const found = namesakes(item);
      if (found.some((other) => isSameVersion(item, other))) return { kind: 'same' };
      const [other] = found;
      if (other) return { kind: 'other-version', version: other.version ?? '' };
      const isListed = packages !== null || (item.type !== undefined && !types.has(item.type) && !types.has(undefined));
      return { kind: isListed ? 'not-seen' : 'unknown' };
    },
    findRelated(claim) {
      for (const other of byVulnerability.get(claim.vulnerability) ?? []) {
        const relation = findRelation(claim.package, other.package);
        if (relation !== undefined) return relation;
      }
      return undefined;
    },
    isOwned: (item) => namesakes(item).some(({ isOwned }) => isOwned === true),
  };
}

function groupByKeys(packages: readonly ClaimedPackage[]): ReadonlyMap<string, readonly ClaimedPackage[]> {
  const groups = new Map<string, ClaimedPackage[]>();
  for (const item of packages) {
    for (const key of keysOf(item)) {
      const group = groups.get(key) ?? [];
      group.push(item);
      groups.set(key, group);
    }
  }
  return groups;
}
