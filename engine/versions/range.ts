import type { VersionRange } from '../model/advisory.ts';
import { type Bound, findSpan, type RangeSpan } from './range-span.ts';
import type { VersionScheme } from './scheme.ts';

/** One version, and what an advisory says of its package. */
export interface RangeQuestion {
  readonly scheme: VersionScheme;
  readonly version: string;
  readonly ranges: readonly VersionRange[];
  /** Affected versions listed one by one. */
  readonly versions: readonly string[];
}

/** Whether a version is affected, and the comparison that decided. */
export interface RangeJudgement {
  readonly verdict: 'affected' | 'not-affected' | 'unknown';
  /** The stretch or listed version that holds it: `>= 1.0, < 1.2.3`, `= 1.1`; only where affected. */
  readonly range?: string;
  /** The nearest versions above it that are fixed and in no range themselves, lowest first; empty unless affected. */
  readonly fixedIn: readonly string[];
  /** A sentence: `3.0.9-1 is before 3.0.11-1~deb12u2`. */
  readonly comparison: string;
}

/** More ranges that take over from each other than any advisory has; a hostile one must not cost their square. */
const longestChain = 64;

/**
 * Whether a version is affected by OSV ranges and lists.
 *
 * in      ranges that are not GIT; the scheme of their ecosystem
 * out     affected where one range or the list holds it; else unknown where a range could not be decided; else not affected.
 *         An advisory with neither ranges nor versions says nothing: unknown
 * cost    O(events + listed versions) comparisons
 * source  OSV schema 1.7, "Evaluation"
 */
export function judgeRange(question: RangeQuestion): RangeJudgement {
  return judgeBelowFix(question) ?? judgeRanges(question);
}

/** Nine of ten advisories are one range, from the first version to one fix: the same answer with one comparison. */
function judgeBelowFix(question: RangeQuestion): RangeJudgement | undefined {
  const { scheme, version, ranges, versions } = question;
  const [range, another] = ranges;
  if (!range || another || versions.length > 0 || range.events.length !== 2) return undefined;
  const fix = range.events[1]?.fixed;
  if (range.events[0]?.introduced !== '0' || fix === undefined) return undefined;
  const order = scheme.compare(version, fix);
  if (order === 'unknown') return judgeUnknown(`${version} cannot be compared with ${fix}`);
  if (order === 'before')
    return { verdict: 'affected', range: `>= 0, < ${fix}`, fixedIn: [fix], comparison: `${version} is before ${fix}` };
  return new Outside(() => `${version} is ${words[order]} ${fix}`);
}

/** The answer for ranges and lists of every shape. */
export function judgeRanges(question: RangeQuestion): RangeJudgement {
  const { scheme, version, ranges } = question;
  const spans = ranges.map((range) => findSpan(scheme, version, range));
  const holding = spans.find(({ verdict }) => verdict === 'affected');
  if (holding) return judgeHeld(question, spans, holding);
  const listed = findListed(question);
  if (listed !== undefined) return judgeListed(question, spans, listed);
  const undecided = spans.find(({ verdict }) => verdict === 'unknown');
  if (undecided) return judgeUnknown(`${version} cannot be compared with ${undecided.unreadable?.version ?? 'the range'}`);
  if (ranges.length > 0) return new Outside(() => sayOutside(question, spans));
  if (question.versions.length === 0) return judgeUnknown('neither ranges nor versions are stated');
  if (scheme.compare(version, version) === 'unknown') return judgeUnknown(`${version} cannot be read as a ${scheme.id} version`);
  return { verdict: 'not-affected', fixedIn: [], comparison: `${version} is not among the affected versions` };
}

function judgeUnknown(comparison: string): RangeJudgement {
  return { verdict: 'unknown', fixedIn: [], comparison };
}

/** Most advisories end here, and hardly anybody reads why: the sentence is made when it is. */
class Outside implements RangeJudgement {
  readonly verdict = 'not-affected';
  readonly fixedIn = none;
  readonly #say: () => string;

  constructor(say: () => string) {
    this.#say = say;
  }

  get comparison(): string {
    return this.#say();
  }
}

const none: readonly never[] = [];

function judgeHeld(question: RangeQuestion, spans: readonly RangeSpan[], { lower, upper }: RangeSpan): RangeJudgement {
  const from = `>= ${lower?.version ?? '0'}`;
  const range = upper ? `${from}, ${upper.kind === 'lastAffected' ? '<=' : '<'} ${upper.version}` : from;
  return {
    verdict: 'affected',
    range,
    fixedIn: findFixes(question, spans),
    comparison: sayInside(question.version, lower, upper),
  };
}

function judgeListed(question: RangeQuestion, spans: readonly RangeSpan[], listed: string): RangeJudgement {
  const { scheme, version, ranges } = question;
  // A span that the version stands outside of names what begins next, not what is fixed next.
  const fixes = ranges
    .flatMap(({ events }) => events.map(({ fixed }) => fixed))
    .filter((fixed) => fixed !== undefined)
    .filter((fixed) => scheme.compare(version, fixed) === 'before');
  const nearest = sortUnique(scheme, fixes).slice(0, 1);
  const isOutside = spans.length > 0 && spans.every(({ verdict }) => verdict === 'not-affected');
  const comparison = `${version} is listed as affected${isOutside ? ', though in no range' : ''}`;
  return { verdict: 'affected', range: `= ${listed}`, fixedIn: nearest, comparison };
}

/** The listed version that is this one, in the same words or by the scheme. */
function findListed({ scheme, version, versions }: RangeQuestion): string | undefined {
  if (versions.includes(version)) return version;
  return versions.find((listed) => scheme.compare(version, listed) === 'same');
}

/** A fix that another range holds is no fix: its own fixes stand in. Versions only grow, so this ends. */
function findFixes({ scheme, ranges }: RangeQuestion, spans: readonly RangeSpan[]): readonly string[] {
  const fixes: string[] = [];
  const reached: string[] = [];
  addFixes(reached, spans);
  for (const from of reached) {
    if (reached.length >= longestChain) break;
    const further = ranges.map((range) => findSpan(scheme, from, range));
    if (further.some(isHolding)) addFixes(reached, further);
    else fixes.push(from);
  }
  return sortUnique(scheme, fixes);
}

/** Where the ranges that hold a version end with a fix; each once. */
function addFixes(reached: string[], spans: readonly RangeSpan[]): void {
  for (const { verdict, upper } of spans)
    if (verdict === 'affected' && upper?.kind === 'fixed' && !reached.includes(upper.version)) reached.push(upper.version);
}

function isHolding({ verdict }: RangeSpan): boolean {
  return verdict === 'affected';
}

function sortUnique(scheme: VersionScheme, versions: readonly string[]): readonly string[] {
  if (versions.length < 2) return versions;
  const signs = { before: -1, same: 0, after: 1, unknown: 0 };
  return [...new Set(versions)].sort((a, b) => signs[scheme.compare(a, b)]);
}

function sayInside(version: string, lower: Bound | undefined, upper: Bound | undefined): string {
  const isFromStart = !lower || lower.version === '0';
  if (!upper)
    return isFromStart ? 'every version is affected' : `${version} is ${sayOrder(lower)}, and no later version is fixed`;
  return isFromStart ? `${version} is ${sayOrder(upper)}` : `${version} is ${sayOrder(lower)} and ${sayOrder(upper)}`;
}

/** The nearest bounds on both sides, out of all ranges. */
function sayOutside({ scheme, version }: RangeQuestion, spans: readonly RangeSpan[]): string {
  let lower: Bound | undefined;
  let upper: Bound | undefined;
  for (const span of spans) {
    if (span.lower && (!lower || scheme.compare(span.lower.version, lower.version) === 'after')) lower = span.lower;
    if (span.upper && (!upper || scheme.compare(span.upper.version, upper.version) === 'before')) upper = span.upper;
  }
  if (!lower) return upper ? `${version} is ${sayOrder(upper)}` : 'no affected version is stated';
  return upper ? `${version} is ${sayOrder(lower)} and ${sayOrder(upper)}` : `${version} is ${sayOrder(lower)}`;
}

const words = { before: 'before', same: 'the same as', after: 'after', unknown: 'not comparable with' } as const;

function sayOrder({ order, version }: Bound): string {
  return `${words[order]} ${version}`;
}
