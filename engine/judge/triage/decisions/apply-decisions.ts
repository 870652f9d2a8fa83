import { normalizeId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { DecisionState, JudgedDecision } from '../../../model/decision-judgement.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Release } from '../../../model/release.ts';
import type { Severity } from '../../../model/severity.ts';
import type { TriageDecision } from '../../../model/triage-decision.ts';
import { daysUntil, findEnd, findOwnEnd } from './expiry.ts';
import { createUnusedReasons } from './find-unused-reason.ts';
import { type FindingSubject, toImageSubject, toSubjects } from './finding-subject.ts';
import { findChangedFacts } from './rested-facts.ts';
import { settleStatements } from './settle-statements.ts';
import { createSpeaksOf, type SpeaksOf } from './speaks-of.ts';

/** What decisions are applied to. */
export type DecidableRelease = Pick<Release, 'images' | 'findings' | 'now'>;

/** What decisions did. */
export interface AppliedDecisions {
  /** The same findings, in the same order, each with the decision that takes it out of totals. */
  readonly findings: readonly Finding[];
  /** What is said of a finding in the end: the decision that takes it out, or the statement that it is affected or looked into. */
  readonly said: ReadonlyMap<Finding, TriageDecision>;
  /** One for each decision, in their order. */
  readonly judged: readonly JudgedDecision[];
  readonly gaps: readonly Gap[];
}

/** A decision with what is known of it so far. */
export interface OpenDecision {
  readonly decision: TriageDecision;
  readonly speaksOf: SpeaksOf;
  /** Why it holds for nothing at all. */
  readonly end: { readonly state: DecisionState; readonly because: string } | undefined;
  readonly tally: Tally;
}

/** What came of a decision, finding by finding. */
interface Tally {
  concerns: number;
  readonly states: Map<DecisionState, Set<string>>;
  readonly suppresses: Record<Severity, number>;
}

/** What is said of one finding. */
interface Spoken {
  readonly suppressor: OpenDecision | undefined;
  readonly informer: TriageDecision | undefined;
}

/** Where nothing says more, a decision is what most of it is; findings that it takes out come first. */
const precedence: readonly DecisionState[] = [
  'in-force',
  'informs',
  'ask-again',
  'contradicted',
  'undecided',
  'ended',
  'superseded',
];

/**
 * Applies exceptions and statements to the findings of a release.
 *
 * in      what the record holds, judged at its `now`; every decision, in the order that they count: of several that would take a finding
 *         out, the first exception does, else the last statement
 * out     suppressions of an earlier application are forgotten
 * gaps    statements-contradict: two statements of the same time; neither counts
 * cost    O(decisions + findings), by the ids of vulnerabilities; decisions that name none look at every finding
 */
export function applyDecisions(release: DecidableRelease, decisions: readonly TriageDecision[]): AppliedDecisions {
  const images = release.images.map(toImageSubject);
  const open = decisions.map((decision): OpenDecision => {
    const tally = { concerns: 0, states: new Map(), suppresses: { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, UNKNOWN: 0 } };
    return { decision, speaksOf: createSpeaksOf(decision), end: findEnd(decision.expires, release.now, images), tally };
  });
  const said = new Map<Finding, Spoken>();
  const gaps = new Map<string, Gap>();
  const find = indexByVulnerability(open);
  for (const subject of decisions.length > 0 ? toSubjects(release) : []) {
    const speaking = find(subject).filter(({ speaksOf }) => speaksOf(subject));
    for (const { tally } of speaking) tally.concerns += 1;
    const spoken = decide(subject, speaking, gaps);
    if (spoken.suppressor) spoken.suppressor.tally.suppresses[subject.finding.severity] += 1;
    said.set(subject.finding, spoken);
  }
  const findings = release.findings.map((finding) => withSuppression(finding, said.get(finding)?.suppressor?.decision.id));
  const reasonOf = createUnusedReasons(images, release.findings);
  return {
    findings,
    said: toSaid(release.findings, findings, said),
    judged: open.map((one) => toJudged(one, release.now, reasonOf)),
    gaps: [...gaps.values()],
  };
}

/** The findings that each decision speaks of, in force or not; decisions that speak of none are left out. */
export function findConcerned(
  release: DecidableRelease,
  decisions: readonly TriageDecision[],
): ReadonlyMap<TriageDecision, readonly FindingSubject[]> {
  const concerned = new Map<TriageDecision, FindingSubject[]>();
  const find = indexByVulnerability(decisions.map((decision) => ({ decision, speaksOf: createSpeaksOf(decision) })));
  for (const subject of toSubjects(release))
    for (const { decision, speaksOf } of find(subject)) if (speaksOf(subject)) pushTo(concerned, decision, subject);
  return concerned;
}

/** The decision that takes a finding out; what comes of the others is noted. */
function decide(subject: FindingSubject, speaking: readonly OpenDecision[], gaps: Map<string, Gap>): Spoken {
  const exceptions = speaking.filter(({ decision }) => decision.kind === 'exception');
  const holding = exceptions.filter((one) => holds(subject, one));
  const statements = speaking.filter(({ decision }) => decision.kind === 'statement');
  const settled = settleStatements(statements.map(({ decision }) => decision));
  if (settled.gap) gaps.set(settled.gap.detail.replace(subject.finding.image, ''), settled.gap);
  for (const one of statements) {
    const { state, because } = settled.outcomes.get(one.decision) ?? { state: 'superseded' as const, because: '' };
    note(one, state, because);
  }
  const suppressor = holding[0] ?? statements.find(({ decision }) => decision === settled.suppressor);
  return { suppressor, informer: settled.informer };
}

function toSaid(
  before: readonly Finding[],
  after: readonly Finding[],
  spoken: ReadonlyMap<Finding, Spoken>,
): ReadonlyMap<Finding, TriageDecision> {
  const said = new Map<Finding, TriageDecision>();
  for (const [index, finding] of after.entries()) {
    const { suppressor, informer } = spoken.get(before[index] ?? finding) ?? {};
    const decision = suppressor?.decision ?? informer;
    if (decision) said.set(finding, decision);
  }
  return said;
}

function holds(subject: FindingSubject, one: OpenDecision): boolean {
  const { decision, end } = one;
  if (end) return false;
  const over = findOwnEnd(decision.expires, subject);
  const changed = over === undefined && decision.restsOn ? findChangedFacts(decision.restsOn, subject) : [];
  if (over !== undefined) note(one, 'ended', over);
  else if (changed.length > 0) for (const fact of changed) note(one, 'ask-again', fact);
  else note(one, 'in-force', '');
  return over === undefined && changed.length === 0;
}

function pushTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function note({ tally }: OpenDecision, state: DecisionState, because: string): void {
  const sentences = tally.states.get(state) ?? new Set();
  if (because !== '') sentences.add(because);
  tally.states.set(state, sentences);
}

function indexByVulnerability<One extends { readonly decision: TriageDecision }>(
  open: readonly One[],
): (subject: FindingSubject) => readonly One[] {
  const byId = new Map<string, One[]>();
  const order = new Map(open.map((one, index) => [one, index]));
  const all = open.filter(({ decision }) => decision.vulnerabilities.length === 0);
  for (const one of open) for (const id of new Set(one.decision.vulnerabilities.map(keyOf))) pushTo(byId, id, one);
  return ({ finding: { vulnerability, aliases } }) => {
    const found = new Set([vulnerability, ...aliases].flatMap((id) => byId.get(keyOf(id)) ?? []));
    for (const one of all) found.add(one);
    return [...found].toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  };
}

function keyOf(id: string): string {
  return normalizeId(id).toLowerCase();
}

function withSuppression(finding: Finding, by: string | undefined): Finding {
  if (by !== undefined) return finding.suppressedBy === by ? finding : { ...finding, suppressedBy: by };
  if (finding.suppressedBy === undefined || finding.suppressedBy === null) return finding;
  const { suppressedBy: _, ...rest } = finding;
  return rest;
}

function toJudged(
  { decision, end, tally }: OpenDecision,
  now: string,
  reasonOf: (decision: TriageDecision) => readonly string[],
): JudgedDecision {
  const state = end?.state ?? precedence.find((word) => tally.states.has(word)) ?? 'unused';
  const noted = [...tally.states.values()].flatMap((sentences) => [...sentences]);
  const because = end ? [end.because] : state === 'unused' ? reasonOf(decision) : noted;
  return {
    decision,
    state,
    because: because.slice(0, mostSentences),
    concerns: tally.concerns,
    suppresses: tally.suppresses,
    ...(decision.expires?.kind === 'date' && { daysLeft: daysUntil(decision.expires.on, now) }),
  };
}

/** Nobody reads more reasons of one decision than these. */
const mostSentences = 20;
