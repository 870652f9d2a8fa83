import type { AffectedPackage } from '../../model/advisory.ts';
import type { FixState, Match } from '../../model/match.ts';
import { getScheme } from '../../versions/all.ts';
import { judgeRange, type RangeJudgement } from '../../versions/range.ts';
import type { AdvisoryHead, AdvisoryStatement } from './advisory-source.ts';
import type { Lookup } from './find-lookups.ts';
import { judgeModule } from './judge-module.ts';
import type { MatchablePackage, Reason } from './matchable.ts';

/** What one advisory means for one package. */
export type Judgement =
  | { readonly kind: 'affected'; readonly match: Match }
  | NotAffected
  | { readonly kind: 'undecided'; readonly reason: Reason; readonly advisory: string };

/** An entry, or all of them, say nothing against the package. */
export interface NotAffected {
  readonly kind: 'not-affected';
  /** `other-release`, `stated-not-affected`, `other-architecture`, `other-module`, `outside-range`, `withdrawn`. */
  readonly code: string;
  /** A sentence; a getter where it is long to make, as it is hardly ever read. */
  readonly reason: string;
}

type Affected = {
  readonly kind: 'affected';
  readonly entry: AffectedPackage;
  readonly fixedIn: readonly string[];
  readonly range: string;
  readonly comparison: string;
};

/** What one entry of an advisory means for one package. */
export type EntryJudgement = Affected | NotAffected | { readonly kind: 'undecided'; readonly reason: Reason };

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
 * cost    the rest of the advisory is only read where it is not settled by its entries
 */
export function judgeAdvisory(statement: AdvisoryStatement, lookup: Lookup, item: MatchablePackage): Judgement {
  let first: Affected | undefined;
  let open: Extract<EntryJudgement, { kind: 'undecided' }> | undefined;
  let not: NotAffected = otherRelease;
  let fixedIn: readonly string[] = [];
  for (const entry of statement.entries(lookup.covers)) {
    const judged = judgeEntry(entry, lookup, item);
    if (judged.kind === 'undecided') open ??= judged;
    else if (judged.kind === 'not-affected') not = judged;
    else {
      fixedIn = first ? [...new Set([...fixedIn, ...judged.fixedIn])] : judged.fixedIn;
      first ??= judged;
    }
  }
  if (!first && !open) return not;
  const advisory = statement.read();
  if (advisory.withdrawnAt !== undefined) return withdrawn(advisory.withdrawnAt);
  if (first) return { kind: 'affected', match: toMatch(advisory, lookup, item, { ...first, fixedIn }) };
  return open ? { ...open, advisory: advisory.id } : not;
}

const otherRelease: NotAffected = {
  kind: 'not-affected',
  code: 'other-release',
  reason: 'the advisory speaks of other releases of the distribution',
};

function withdrawn(at: string): NotAffected {
  return { kind: 'not-affected', code: 'withdrawn', reason: `the advisory was withdrawn on ${at.slice(0, 10)}` };
}

/** Holds one entry of an advisory, which covers the release, against the version that a lookup asks for. */
export function judgeEntry(entry: AffectedPackage, lookup: Lookup, item: MatchablePackage): EntryJudgement {
  if (entry.state === 'not-affected') return statedNot;
  if (isOtherArchitecture(entry, item)) return otherArchitecture(entry, item);
  if (!lookup.isComparable) return noVersion(lookup);
  if (!entry.scheme) return undecided('ecosystem-unknown', `versions of ${entry.ecosystem} cannot be compared`);
  const module = judgeModule(entry, lookup.version, item.module);
  if (module === 'other') return otherModule(entry, item);
  const scheme = getScheme(entry.scheme);
  const judged = judgeRange({ scheme, version: lookup.version, ranges: entry.ranges, versions: entry.versions });
  if (judged.verdict === 'unknown') return undecided('version-unreadable', judged.comparison);
  if (judged.verdict === 'not-affected') return entry.state === 'unknown' ? incomplete : new OutsideRange(judged);
  if (module === 'unknown') return streamUnknown;
  const { range = '', fixedIn, comparison } = judged;
  return { kind: 'affected', entry, fixedIn, range, comparison };
}

const statedNot: NotAffected = {
  kind: 'not-affected',
  code: 'stated-not-affected',
  reason: 'the advisory says that the package is not affected',
};

function otherArchitecture(entry: AffectedPackage, { architecture = '' }: MatchablePackage): NotAffected {
  const reason = `the advisory is for ${entry.architectures.join(', ')}, and the package for ${architecture}`;
  return { kind: 'not-affected', code: 'other-architecture', reason };
}

function otherModule(entry: AffectedPackage, { module }: MatchablePackage): NotAffected {
  const theirs = entry.modules ? `the module stream ${entry.modules.join(', ')}` : 'builds of another kind';
  const own = module ? `of ${module.split(':', 2).join(':')}` : 'of none';
  return { kind: 'not-affected', code: 'other-module', reason: `the advisory speaks of ${theirs}, and the package is ${own}` };
}

/** Most entries end here, and hardly anybody reads why: the sentence is made when it is. */
class OutsideRange implements NotAffected {
  readonly kind = 'not-affected';
  readonly code = 'outside-range';
  readonly #judged: RangeJudgement;

  constructor(judged: RangeJudgement) {
    this.#judged = judged;
  }

  get reason(): string {
    return this.#judged.comparison;
  }
}

function noVersion({ name, version }: Lookup) {
  return undecided('version-missing', `${name} states no version that could be compared (${version || 'empty'})`);
}

function toMatch(advisory: AdvisoryHead, lookup: Lookup, item: MatchablePackage, judged: Affected): Match {
  const { entry, fixedIn, range, comparison } = judged;
  return {
    purl: item.purl,
    advisory: advisory.id,
    aliases: aliasesOf(advisory),
    state: stateOf(entry, fixedIn),
    fixedIn,
    severities: entry.severities.length > 0 ? [...entry.severities, ...advisory.severities] : advisory.severities,
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

function aliasesOf({ aliases, upstream }: AdvisoryHead): readonly string[] {
  if (aliases.length === 0 && isAscending(upstream)) return upstream;
  if (upstream.length === 0 && isAscending(aliases)) return aliases;
  return [...new Set([...aliases, ...upstream])].sort();
}

/** Sorted, and each once. */
function isAscending(texts: readonly string[]): boolean {
  return texts.every((text, at) => at === 0 || (texts[at - 1] ?? '') < text);
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
