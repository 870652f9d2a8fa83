import { countFindings } from '../judge/findings/count-findings.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import { isOfDecisions } from '../judge/triage/decisions/decision-gaps.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/reading.ts';
import type { EvaluatedState, MovedVulnerability, Reevaluation } from '../model/reevaluation.ts';
import type { Release } from '../model/release.ts';
import { severities } from '../model/severity.ts';
import type { TriageDecision } from '../model/triage-decision.ts';
import { decideAgain, decideRelease } from './decisions/decide-release.ts';
import { inheritFacts } from './decisions/inherit-facts.ts';
import { judgeImages } from './judge-images.ts';
import { orderGaps } from './order-gaps.ts';
import { withPriorities } from './triage/triage-release.ts';

/** How a record is matched again. */
export interface ReuseRequest {
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Version of Plimsoll. */
  readonly engine: string;
  /** The instant that the advisories are taken to stand at; ISO 8601 UTC. */
  readonly asOf?: string;
  /** Exceptions and statements as they are configured now, in place of those of the record. */
  readonly decisions?: Reading<TriageDecision>;
}

/**
 * A record matched again with other advisories; its images are not read.
 *
 * out     the same inventory, images and gaps of reading, and the same decisions where no others are given; findings, undecided packages and embedded advisories are new, what
 *         decisions take out is judged at the new `now`, and `reevaluation` says what came of it
 * cost    one matching of the record's packages
 */
export function reuseRelease(old: Release, advisories: AdvisorySource | undefined, request: ReuseRequest): Release {
  const { now, engine, asOf, decisions } = request;
  const { severityOrder } = old.knowledge;
  const source = advisories && severityOrder ? { ...advisories, severityOrder } : advisories;
  const { knowledge, findings, undecided, gaps } = judgeImages(old.images, source, asOf);
  const judged: Release = {
    ...old,
    now,
    engine,
    knowledge,
    findings,
    undecided,
    gaps: orderGaps([...old.gaps.filter((gap) => !gap.unit.startsWith('judge/') || isOfDecisions(gap)), ...gaps]),
  };
  const release = decisions ? decideRelease(judged, withOlderFacts(decisions, old)) : decideAgain(judged);
  return { ...release, findings: withPriorities(release), reevaluation: compareStates(old, release) };
}

/** What rested on an earlier release still does; the rest is noted again by the same images. */
function withOlderFacts({ items, gaps }: Reading<TriageDecision>, { version, decisions = [] }: Release): Reading<TriageDecision> {
  return { items: inheritFacts(items, { version, decisions: decisions.filter(({ restsOn }) => restsOn) }), gaps };
}

function compareStates(old: Release, now: Release): Reevaluation {
  const [before, after] = [byVulnerability(old.findings), byVulnerability(now.findings)];
  return {
    before: toState(old),
    after: toState(now),
    appeared: listMissing(after, before),
    gone: listMissing(before, after),
  };
}

function toState({ knowledge, engine, now, findings, undecided }: Release): EvaluatedState {
  return { snapshot: knowledge.snapshot, engine, now, findings: countFindings(findings), undecided: undecided.length };
}

function byVulnerability(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return Map.groupBy(findings, ({ vulnerability }) => vulnerability);
}

function listMissing(
  all: ReadonlyMap<string, readonly Finding[]>,
  others: ReadonlyMap<string, readonly Finding[]>,
): readonly MovedVulnerability[] {
  const rows = [...all].filter(([vulnerability]) => !others.has(vulnerability)).map(toMoved);
  return rows.toSorted(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.vulnerability < b.vulnerability ? -1 : 1),
  );
}

function toMoved([vulnerability, findings]: readonly [string, readonly Finding[]]): MovedVulnerability {
  const severity = severities.find((word) => findings.some((finding) => finding.severity === word)) ?? 'UNKNOWN';
  return { vulnerability, severity, images: new Set(findings.map(({ image }) => image)).size };
}
