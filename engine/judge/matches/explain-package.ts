import { ecosystemWithoutRelease } from '../../formats/ecosystem/ecosystem.ts';
import type { Advisory, AffectedPackage } from '../../model/advisory.ts';
import type { Distribution } from '../../model/distribution.ts';
import type { ExplanationReason } from '../../model/explanation.ts';
import { type AdvisorySource, toStatement } from './advisory-source.ts';
import { findLookups, type Lookup } from './find-lookups.ts';
import { type EntryJudgement, judgeAdvisory, judgeEntry } from './judge-advisory.ts';
import type { MatchablePackage } from './matchable.ts';
import { createReleaseCheck, notHeld } from './release-check.ts';

/** What the advisories say of one vulnerability in one package, for and against. */
export interface PackageExplanation {
  readonly verdict: 'affected' | 'not-affected' | 'undecided';
  /** The deciding ones first. */
  readonly reasons: readonly ExplanationReason[];
}

/**
 * Why a package is matched with a vulnerability, or why not: the same steps as matching, with every reason told.
 *
 * in      the ids of the vulnerability, its aliases among them
 * out     one reason for each release that an advisory for the package speaks of; where none does, what is nearest to one
 */
export function explainPackage(
  item: MatchablePackage,
  distribution: Distribution | undefined,
  { ids, source }: { readonly ids: ReadonlySet<string>; readonly source: AdvisorySource },
): PackageExplanation {
  const found = findLookups(item, distribution);
  if ('reason' in found) return { verdict: 'undecided', reasons: [found.reason] };
  const isHeld = createReleaseCheck(source);
  const held = found.lookups.filter(isHeld);
  if (held.length === 0) return { verdict: 'undecided', reasons: [notHeld(found.lookups, source)] };
  const reasons = held.flatMap((lookup) => explainLookup(lookup, item, { ids, source }));
  const all = reasons.length > 0 ? reasons : nearMisses(item, held, { ids, source });
  const verdict = ranks.find((word) => all.some(({ code }) => verdictOf(code) === word)) ?? 'not-affected';
  return { verdict, reasons: all.toSorted((a, b) => ranks.indexOf(verdictOf(a.code)) - ranks.indexOf(verdictOf(b.code))) };
}

interface Asked {
  readonly ids: ReadonlySet<string>;
  readonly source: AdvisorySource;
}

const ranks = ['affected', 'undecided', 'not-affected'] as const;
const against: ReadonlySet<string> = new Set([
  'outside-range',
  'other-release',
  'other-architecture',
  'other-module',
  'stated-not-affected',
  'withdrawn',
  'no-advisory',
  'other-ecosystem',
]);

function verdictOf(code: string): (typeof ranks)[number] {
  return code === 'affected' ? 'affected' : against.has(code) ? 'not-affected' : 'undecided';
}

function explainLookup(lookup: Lookup, item: MatchablePackage, { ids, source }: Asked): readonly ExplanationReason[] {
  return source
    .find(lookup.ecosystem, lookup.name)
    .filter((advisory) => isAbout(advisory, ids))
    .flatMap((advisory) => explainAdvisory(advisory, lookup, item));
}

/** Whether an advisory is about a vulnerability: it is one of its ids, or names one. */
function isAbout({ id, aliases, upstream }: Advisory, ids: ReadonlySet<string>): boolean {
  return [id, ...aliases, ...upstream].some((one) => ids.has(one));
}

function explainAdvisory(advisory: Advisory, lookup: Lookup, item: MatchablePackage): readonly ExplanationReason[] {
  const about = { advisory: advisory.id, name: lookup.name, version: lookup.version };
  const judged = judgeAdvisory(toStatement(advisory), lookup, item);
  if (judged.kind === 'not-affected' && judged.code === 'withdrawn')
    return [{ ...about, code: judged.code, reason: judged.reason }];
  return advisory.affected.map((entry) => ({ ...about, ...explainEntry(entry, lookup, item) }));
}

function explainEntry(entry: AffectedPackage, lookup: Lookup, item: MatchablePackage): ExplanationReason {
  const place = { ecosystem: entry.ecosystem, range: describeRange(entry) };
  if (!lookup.covers(entry.ecosystem))
    return {
      ...place,
      code: 'other-release',
      reason: `the advisory speaks of ${entry.ecosystem}, and the image is of ${lookup.title}`,
    };
  return { ...place, ...toReason(judgeEntry(entry, lookup, item)) };
}

function toReason(judged: EntryJudgement): Pick<ExplanationReason, 'code' | 'reason'> {
  if (judged.kind === 'affected') return { code: 'affected', reason: judged.comparison };
  return judged.kind === 'undecided' ? judged.reason : { code: judged.code, reason: judged.reason };
}

/** What an entry affects, as people write it. */
function describeRange({ ranges, versions }: AffectedPackage): string {
  const parts = ranges.map(({ events }) =>
    events
      .map(({ introduced, fixed, lastAffected, limit }) => {
        if (introduced !== undefined) return `>= ${introduced}`;
        return lastAffected !== undefined ? `<= ${lastAffected}` : `< ${fixed ?? limit ?? ''}`;
      })
      .join(', ')
      .replaceAll(', >=', ' or >='),
  );
  const listed = versions.length > 5 ? `${versions.slice(0, 5).join(', ')} and ${versions.length - 5} more` : versions.join(', ');
  return [...parts, ...(listed ? [`= ${listed}`] : [])].join('; ');
}

/** No advisory is about this vulnerability in this package: is there one in another ecosystem, or for another of its names? */
function nearMisses(item: MatchablePackage, held: readonly Lookup[], { ids, source }: Asked): readonly ExplanationReason[] {
  const asked = new Set(held.map(({ ecosystem, name }) => `${ecosystem}\n${name}`));
  const names = new Set([item.name, ...(item.source ? [item.source.name] : [])]);
  const elsewhere = [...source.ecosystems].flatMap((ecosystem) =>
    [...names]
      .filter((name) => !asked.has(`${ecosystem}\n${name}`))
      .flatMap((name) => source.find(ecosystem, name).filter((advisory) => isAbout(advisory, ids)))
      .map((advisory) => toElsewhere(advisory, ecosystem, held)),
  );
  const looked = held.map(({ title, name }) => `${name} in ${title}`).join(', ');
  const none = { code: 'no-advisory', reason: `no advisory is about this vulnerability in ${looked}` };
  return [none, ...elsewhere];
}

function toElsewhere({ id, affected }: Advisory, ecosystem: string, held: readonly Lookup[]): ExplanationReason {
  const [entry] = affected;
  const own = [...new Set(held.map((lookup) => ecosystemWithoutRelease(lookup.ecosystem)))].join(' or ');
  const reason = `${id} is about a package of this name in ${ecosystem}, and this one is judged by ${own}`;
  return {
    code: 'other-ecosystem',
    reason,
    advisory: id,
    ecosystem: entry?.ecosystem ?? ecosystem,
    ...(entry && { range: describeRange(entry), name: entry.name }),
  };
}
