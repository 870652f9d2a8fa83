import type { Advisory, AffectedPackage } from '../../model/advisory.ts';
import type { FixState, Match } from '../../model/match.ts';
import { getScheme } from '../../versions/all.ts';
import { judgeRange } from '../../versions/range.ts';
import type { Lookup } from './find-lookups.ts';
import { judgeModule } from './judge-module.ts';
import type { MatchablePackage, Reason } from './matchable.ts';

/** What one advisory means for one package. */
export type Judgement =
  | { readonly kind: 'affected'; readonly match: Match }
  | { readonly kind: 'not-affected' }
  | { readonly kind: 'undecided'; readonly reason: Reason };

type EntryJudgement =
  | {
      readonly kind: 'affected';
      readonly entry: AffectedPackage;
      readonly fixedIn: readonly string[];
      readonly range: string;
      readonly comparison: string;
    }
  | Exclude<Judgement, { kind: 'affected' }>;

const notAffected = { kind: 'not-affected' } as const;
const incomplete = undecided(
  'advisory-incomplete',
  'the advisory does not say which versions are affected, or cannot be read whole',
);
const streamUnknown = undecided('module-unknown', 'the RPM module stream of the package, or of the advisory, is not known');
const archless: ReadonlySet<string> = new Set(['noarch', 'all', 'any']);

/**
 * Holds an advisory against the version that a lookup asks for.
 *
 * in      an advisory whose `affected` entries are of the looked-up package
 * out     affected when one entry says so; else undecided when one cannot say; else not affected. Withdrawn ones affect nothing
 */
export function judgeAdvisory(advisory: Advisory, lookup: Lookup, item: MatchablePackage): Judgement {
  if (advisory.withdrawnAt !== undefined) return notAffected;
  const judged = advisory.affected
    .filter((entry) => lookup.covers(entry.ecosystem))
    .map((entry) => judgeEntry(entry, lookup, item));
  const affected = judged.filter((judgement) => judgement.kind === 'affected');
  const [first] = affected;
  if (!first) return judged.find((judgement) => judgement.kind === 'undecided') ?? notAffected;
  const fixedIn = [...new Set(affected.flatMap((judgement) => judgement.fixedIn))];
  return { kind: 'affected', match: toMatch(advisory, lookup, item, { ...first, fixedIn }) };
}

function judgeEntry(entry: AffectedPackage, lookup: Lookup, item: MatchablePackage): EntryJudgement {
  if (entry.state === 'not-affected' || isOtherArchitecture(entry, item)) return notAffected;
  if (!entry.scheme) return undecided('ecosystem-unknown', `versions of ${entry.ecosystem} cannot be compared`);
  const module = judgeModule(entry, lookup.version, item.module);
  if (module === 'other') return notAffected;
  const scheme = getScheme(entry.scheme);
  const { verdict, range = '', fixedIn, comparison } = judgeRange({ ...entry, scheme, version: lookup.version });
  if (verdict === 'unknown') return undecided('version-unreadable', comparison);
  if (verdict === 'not-affected') return entry.state === 'unknown' ? incomplete : notAffected;
  if (module === 'unknown') return streamUnknown;
  return { kind: 'affected', entry, fixedIn, range, comparison };
}

function toMatch(
  advisory: Advisory,
  lookup: Lookup,
  item: MatchablePackage,
  judged: Extract<EntryJudgement, { kind: 'affected' }>,
): Match {
  const { entry, fixedIn, range, comparison } = judged;
  return {
    purl: item.purl,
    advisory: advisory.id,
    aliases: [...new Set([...advisory.aliases, ...advisory.upstream])].toSorted(),
    state: stateOf(entry, fixedIn),
    fixedIn,
    severities: [...entry.severities, ...advisory.severities],
    rule: {
      ecosystem: entry.ecosystem,
      name: lookup.name,
      version: lookup.version,
      scheme: entry.scheme ?? '',
      range,
      comparison,
    },
    source: 'osv',
  };
}

/** No fix is stated: open ranges say that there is none; a last affected version, or a list, says nothing of one. */
function stateOf(entry: AffectedPackage, fixedIn: readonly string[]): FixState {
  if (fixedIn.length > 0) return 'fixed';
  if (entry.state === 'wont-fix') return 'wont-fix';
  const isOpen =
    entry.ranges.length > 0 &&
    entry.ranges.every((range) => range.events.every((event) => event.lastAffected === undefined && event.limit === undefined));
  return isOpen ? 'not-fixed' : 'unknown';
}

function isOtherArchitecture({ architectures }: AffectedPackage, { architecture }: MatchablePackage): boolean {
  return (
    architectures.length > 0 && architecture !== undefined && !archless.has(architecture) && !architectures.includes(architecture)
  );
}

function undecided(code: string, reason: string): { kind: 'undecided'; reason: Reason } {
  return { kind: 'undecided', reason: { code, reason } };
}
