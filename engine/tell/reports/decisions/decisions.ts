import type { DecisionsSummary, JudgedDecision } from '../../../model/decision-judgement.ts';
import type { Gap } from '../../../model/reading.ts';
import { type SeverityCounts, severities } from '../../../model/severity.ts';
import type { TriageDecision } from '../../../model/triage-decision.ts';
import { plural } from '../describe.ts';
import { describeExpiry } from '../describe-expiry.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';

/** Which decisions are shown. */
export type DecisionKind = TriageDecision['kind'];

/**
 * What exceptions or statements do in a release, as tables for a terminal.
 *
 * in      summaries of records, the one that is told last; the others are its trend
 */
export function decisionsToText(summaries: readonly DecisionsSummary[], kind: DecisionKind): string {
  const summary = summaries.at(-1);
  if (!summary) return '';
  const shown = summary.decisions.filter(({ decision }) => decision.kind === kind);
  const counts = kind === 'exception' ? summary.byExceptions : summary.byStatements;
  const heads = [
    '',
    'state',
    ...(kind === 'exception' ? ['type', 'owner', 'until'] : ['status', 'made']),
    'takes out',
    'of',
    'where',
  ];
  const parts = [
    printable(`${summary.product} ${summary.version}, as of ${summary.now.slice(0, 10)}`),
    shown.length === 0 ? `There are no ${kind}s.` : table(heads, shown.map(toRow)),
    ...listed(shown),
    `Taken out of totals by ${shown.length} ${plural(shown.length, kind)}: ${tell(counts)}.`,
    ...(kind === 'exception' ? warnings(summary) : []),
    ...trend(summaries, kind),
    ...gapLines(summary.gaps),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The same as JSON: `plimsoll.exceptions/v1`, `plimsoll.vex/v1`. */
export function decisionsToJson(summaries: readonly DecisionsSummary[], kind: DecisionKind): string {
  const summary = summaries.at(-1);
  if (!summary) return '{}\n';
  const { product, version, now, byExceptions, byStatements, decisions, expiring, cliffs, budget, gaps } = summary;
  const shown = decisions.filter(({ decision }) => decision.kind === kind);
  const whole = {
    schema: kind === 'exception' ? 'plimsoll.exceptions/v1' : 'plimsoll.vex/v1',
    product,
    version,
    now,
    byExceptions,
    byStatements,
    decisions: shown.map(({ decision, ...rest }) => ({ ...decision, ...rest })),
    ...(kind === 'exception' && { expiring: expiring.map(({ decision }) => decision.id), cliffs, budget }),
    trend: summaries.map((one) => ({
      version: one.version,
      now: one.now,
      byExceptions: one.byExceptions,
      byStatements: one.byStatements,
      inForce: one.decisions.filter(({ decision, state }) => decision.kind === kind && state === 'in-force').length,
    })),
    gaps,
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

function toRow({ decision, state, suppresses, concerns }: JudgedDecision): (string | number)[] {
  const { id, kind, type = '–', owner = '–', expires, status = '–', statedAt } = decision;
  const own = kind === 'exception' ? [type, owner, describeExpiry(expires)] : [status, statedAt?.slice(0, 10) ?? '–'];
  return [id, state, ...own, sumOf(suppresses), concerns, placeOf(decision)];
}

function placeOf({ file, line }: TriageDecision): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** Why decisions do not do what they say, one line each. */
function listed(shown: readonly JudgedDecision[]): readonly string[] {
  const lines = shown
    .filter(({ because }) => because.length > 0)
    .map(({ decision, state, because }) =>
      printable(
        `${decision.id} (${describeState(state, decision)}): ${because.slice(0, 3).join('; ')}${because.length > 3 ? '; …' : ''}.`,
      ),
    );
  return lines.length > 0 ? [lines.join('\n')] : [];
}

/** What it is held against, where that is a release before and not its file. */
function describeState(state: JudgedDecision['state'], { restedIn }: TriageDecision): string {
  return state === 'ask-again' && restedIn !== undefined ? `${state}, as ${restedIn} had it` : state;
}

function warnings({ expiring, cliffs, budget }: DecisionsSummary): readonly string[] {
  const soon = expiring.map(({ decision, daysLeft = 0 }) => `${decision.id} in ${daysLeft} ${plural(daysLeft, 'day')}`);
  return [
    ...(soon.length > 0 ? [printable(`Ending soon: ${soon.join(', ')}.`)] : []),
    ...cliffs.map(({ on, ids }) =>
      printable(`On ${on} ${ids.length} exceptions end at once: ${ids.slice(0, 10).join(', ')}${ids.length > 10 ? ', …' : ''}.`),
    ),
    ...budget.map(
      ({ severity, allowed, used }) => `Budget: ${used} of ${allowed} ${severity}${used > allowed ? ', which is too many' : ''}.`,
    ),
  ];
}

function trend(summaries: readonly DecisionsSummary[], kind: DecisionKind): readonly string[] {
  if (summaries.length < 2) return [];
  const rows = summaries.map((one) => {
    const counts = kind === 'exception' ? one.byExceptions : one.byStatements;
    const inForce = one.decisions.filter(({ decision, state }) => decision.kind === kind && state === 'in-force').length;
    return [one.version, one.now.slice(0, 10), inForce, ...severities.map((severity) => counts[severity])];
  });
  return [table(['release', 'as of', 'in force', ...severities.map((word) => word.toLowerCase())], rows)];
}

function gapLines(gaps: readonly Gap[]): readonly string[] {
  return gaps.length === 0 ? [] : [gaps.map(gapLine).join('\n')];
}

/** A gap as one line: place, code, sentence. */
export function gapLine({ code, path = '', line, detail }: Gap): string {
  return printable(`${path}${line === undefined ? '' : `:${line}`}: ${code}: ${detail}`);
}

function sumOf(counts: SeverityCounts): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

function tell(counts: SeverityCounts): string {
  return severities.map((severity) => `${counts[severity]} ${severity.toLowerCase()}`).join(', ');
}
