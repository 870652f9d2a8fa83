import type { Matcher, Matching } from '../judge/matches/match-packages.ts';
import type { ReleaseImage } from '../model/release.ts';

/**
 * What the advisories say of the packages of one image. What a distribution package installed is judged as that package: its
 * distribution fixes it without a new version, and says so in its own advisories.
 *
 * out     matches and undecided packages. A package that a distribution package owns has neither, unless the owner could not be judged:
 *         then it is judged by itself
 * source  docs/concepts/images.md, "One thing, not two"
 */
export function judgePackages(
  { packages, distribution }: Pick<ReleaseImage, 'packages' | 'distribution'>,
  match: Matcher,
): Matching {
  const judge = (some: ReleaseImage['packages']) => match(some, distribution ?? undefined);
  const whole = packages.filter(({ ownedBy }) => ownedBy === null);
  const matching = judge(whole);
  if (whole.length === packages.length) return matching;
  const unjudged = new Set(matching.undecided.flatMap(({ purl, advisory }) => (advisory === undefined ? [purl] : [])));
  const judgedOwners = new Set(whole.flatMap(({ purl }) => (unjudged.has(purl) ? [] : [purl])));
  const orphans = judge(packages.filter(({ ownedBy }) => ownedBy !== null && !judgedOwners.has(ownedBy)));
  return {
    matches: [...matching.matches, ...orphans.matches],
    undecided: [...matching.undecided, ...orphans.undecided],
  };
}
