import type { Claim } from '../../model/reconciliation.ts';
import { findRelation, isSameName, isSameVersion } from './same-package.ts';

/** How two claims were found to speak of one thing. */
export type Link = 'same' | 'version' | 'source';

/** What both sides, or one of them, say. */
export type Pair =
  | { readonly base: Claim; readonly other: Claim; readonly link: Link }
  | { readonly base: Claim; readonly other: null }
  | { readonly base: null; readonly other: Claim };

const links: readonly { readonly link: Link; readonly fits: (one: Claim, other: Claim) => boolean }[] = [
  { link: 'same', fits: (one, other) => isSameName(one.package, other.package) && isSameVersion(one.package, other.package) },
  { link: 'version', fits: (one, other) => isSameName(one.package, other.package) },
  { link: 'source', fits: (one, other) => findRelation(one.package, other.package) !== undefined },
];

/**
 * Which claims of two sides on one image speak of one thing: the same vulnerability, in the same package, else in another version of
 * it, else in a related package. Each claim is in one pair at most.
 *
 * in      each side ordered; two claims of one side on one vulnerability and package are one already
 * cost    O(claims), but for vulnerabilities of many packages
 */
export function pairClaims(base: readonly Claim[], other: readonly Claim[]): readonly Pair[] {
  const right = Map.groupBy(other, ({ vulnerability }) => vulnerability);
  const left = Map.groupBy(base, ({ vulnerability }) => vulnerability);
  const paired = [...left].flatMap(([vulnerability, claims]) => pairOne(claims, right.get(vulnerability) ?? []));
  const rest = [...right].filter(([vulnerability]) => !left.has(vulnerability)).flatMap(([, claims]) => claims);
  return [...paired, ...rest.map((claim): Pair => ({ base: null, other: claim }))];
}

function pairOne(base: readonly Claim[], other: readonly Claim[]): readonly Pair[] {
  const left = new Set(base);
  const right = new Set(other);
  const pairs: Pair[] = [];
  for (const { link, fits } of links) {
    for (const one of left) {
      const match = [...right].find((candidate) => fits(one, candidate));
      if (!match) continue;
      pairs.push({ base: one, other: match, link });
      left.delete(one);
      right.delete(match);
    }
  }
  return [
    ...pairs,
    ...[...left].map((claim): Pair => ({ base: claim, other: null })),
    ...[...right].map((claim): Pair => ({ base: null, other: claim })),
  ];
}
