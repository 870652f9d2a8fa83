import { hasEnded } from '../../formats/end-of-life/end-of-life.ts';
import type { Distribution } from '../../model/distribution.ts';
import type { Match, Undecided } from '../../model/match.ts';
import type { AdvisorySource } from './advisory-source.ts';
import { findLookups, type Lookup } from './find-lookups.ts';
import { createFindSpoken, type FindSpoken } from './find-spoken.ts';
import { judgeAdvisory } from './judge-advisory.ts';
import type { MatchablePackage, Reason } from './matchable.ts';
import { createReleaseCheck, notHeld } from './release-check.ts';

/** What the advisories say of some packages. A package with neither is one that no advisory speaks of. */
export interface Matching {
  /** In the order of the packages, then by advisory. */
  readonly matches: readonly Match[];
  readonly undecided: readonly Undecided[];
}

/** Matches packages of one image after another; packages that images share are judged once. */
export type Matcher = (packages: readonly MatchablePackage[], distribution: Distribution | undefined) => Matching;

/**
 * A matcher over one source of advisories.
 *
 * in      undefined when there is no advisory database: then every package is undecided
 * cost    one lookup and a few comparisons for each distinct package and distribution
 */
export function createMatcher(source: AdvisorySource | undefined): Matcher {
  const means = source && { source, isHeld: createReleaseCheck(source), find: createFindSpoken(source) };
  const matchers = new Map<string, (item: MatchablePackage) => Matching>();
  const matcherOf = (distribution: Distribution | undefined) => {
    const key = textOf(distribution);
    const known = matchers.get(key);
    if (known) return known;
    const place = means && { ...means, distribution, isOver: isPastSupport(distribution, means.source) };
    const matcher = matchOnce((item) => (place ? matchPackage(item, place) : undecided(item, noSource)));
    matchers.set(key, matcher);
    return matcher;
  };
  return (packages, distribution) => {
    const judged = packages.map(matcherOf(distribution));
    const [only, another] = judged;
    if (only && !another) return only;
    return { matches: judged.flatMap((one) => one.matches), undecided: judged.flatMap((one) => one.undecided) };
  };
}

/** Packages come again, as the same object or as another that says the same; of the few that differ with one purl the last is kept. */
function matchOnce(match: (item: MatchablePackage) => Matching): (item: MatchablePackage) => Matching {
  const byPurl = new Map<string, { readonly item: MatchablePackage; readonly matching: Matching }>();
  return (item) => {
    const known = byPurl.get(item.purl);
    if (known && isSame(known.item, item)) return known.matching;
    const matching = match(item);
    byPurl.set(item.purl, { item, matching });
    return matching;
  };
}

/** Whether two packages of one purl say the same. */
function isSame(a: MatchablePackage, b: MatchablePackage): boolean {
  return (
    a === b ||
    (a.type === b.type &&
      a.name === b.name &&
      a.version === b.version &&
      a.source?.name === b.source?.name &&
      a.source?.version === b.source?.version &&
      a.architecture === b.architecture &&
      a.module === b.module)
  );
}

/** What a source says of the packages of one image. For several images keep one `createMatcher`. */
export function matchPackages(
  packages: readonly MatchablePackage[],
  distribution: Distribution | undefined,
  source: AdvisorySource | undefined,
): Matching {
  return createMatcher(source)(packages, distribution);
}

const noSource: Reason = { code: 'advisories-missing', reason: 'there is no advisory database' };

/** What packages of one distribution are judged with. */
interface Means {
  readonly source: AdvisorySource;
  readonly isHeld: (lookup: Lookup) => boolean;
  readonly find: FindSpoken;
  readonly distribution: Distribution | undefined;
  /** The distribution gets no more updates. */
  readonly isOver: boolean;
}

function isPastSupport(distribution: Distribution | undefined, { snapshot }: AdvisorySource): boolean {
  const { asOf, evaluatedAsOf = asOf } = snapshot;
  return distribution !== undefined && hasEnded(distribution, evaluatedAsOf);
}

function matchPackage(item: MatchablePackage, { source, isHeld, find, distribution, isOver }: Means): Matching {
  const found = findLookups(item, distribution);
  if ('reason' in found) return undecided(item, found.reason);
  const held = found.lookups.filter(isHeld);
  if (held.length === 0) return undecided(item, notHeld(found.lookups, source));
  const isClosed = isOver && isSystem(item);
  const [only, another] = held;
  if (only && !another) return closed(matchLookup(only, item, find), isClosed);
  const matching = held.map((lookup) => matchLookup(lookup, item, find));
  const whole = { matches: matching.flatMap((one) => one.matches), undecided: matching.flatMap((one) => one.undecided) };
  return closed(withoutRepeats(whole), isClosed);
}

function matchLookup(lookup: Lookup, item: MatchablePackage, find: FindSpoken): Matching {
  const matches: Match[] = [];
  const open: Undecided[] = [];
  for (const statement of find(lookup)) {
    const judgement = judgeAdvisory(statement, lookup, item);
    if (judgement.kind === 'affected') matches.push(judgement.match);
    if (judgement.kind === 'undecided') open.push({ purl: item.purl, advisory: judgement.advisory, ...judgement.reason });
  }
  return { matches: sorted(matches), undecided: sorted(open) };
}

/** In a release that gets no more updates, what is not fixed will not be. */
function closed(matching: Matching, isClosed: boolean): Matching {
  if (!isClosed) return matching;
  return {
    ...matching,
    matches: matching.matches.map((match) => (match.state === 'not-fixed' ? { ...match, state: 'wont-fix' } : match)),
  };
}

function isSystem({ type }: MatchablePackage): boolean {
  return type === 'deb' || type === 'apk' || type === 'rpm';
}

function sorted<Item extends { readonly advisory?: string }>(items: Item[]): Item[] {
  if (items.length < 2) return items;
  return items.sort((a, b) => ((a.advisory ?? '') < (b.advisory ?? '') ? -1 : 1));
}

/** The same advisory may speak of the package and of its source: the match decides, then the first answer. */
function withoutRepeats({ matches, undecided: open }: Matching): Matching {
  const matched = new Map(matches.toReversed().map((match) => [match.advisory, match]));
  const asked = new Map(open.toReversed().map((one) => [one.advisory, one]));
  return {
    matches: matches.filter((match) => matched.get(match.advisory) === match),
    undecided: open.filter(
      (one) => asked.get(one.advisory) === one && !(one.advisory !== undefined && matched.has(one.advisory)),
    ),
  };
}

function undecided(item: MatchablePackage, reason: Reason): Matching {
  return { matches: [], undecided: [{ purl: item.purl, ...reason }] };
}

function textOf(distribution: Distribution | undefined): string {
  return distribution ? `${distribution.id} ${distribution.versionId ?? ''} ${distribution.codename ?? ''}` : '';
}
