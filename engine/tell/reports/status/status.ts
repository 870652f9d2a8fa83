import type { DecisionsSummary } from '../../../model/decision-judgement.ts';
import { type Difference, origins } from '../../../model/difference.ts';
import type { History } from '../../../model/history.ts';
import type { Plan } from '../../../model/plan.ts';
import { severities } from '../../../model/severity.ts';
import { countOf, describeConditional, describeCoverage, describeKnowledge, describeUnread, plural, sumOf } from '../describe.ts';
import { describeAction, describePlan, placeOfAction } from '../describe-action.ts';
import { describeCause, originNames, signed } from '../describe-cause.ts';
import { describeExpiry } from '../describe-expiry.ts';
import { describeItem } from '../describe-item.ts';
import { describeLives } from '../describe-lives.ts';
import { describeUnchanged } from '../describe-moved.ts';
import { openNotes } from '../markdown-notes.ts';
import { escapeMarkdown, markdownCode, markdownTable } from '../markdown-text.ts';
import { mostFirst } from '../most-first.ts';
import type { Renderer, Report } from '../report.ts';
import { describeImagesWithWorst, describeShares } from '../shares.ts';

/** Rows of each list; the others are counted. */
const shown = { causes: 8, images: 20, ownItems: 2 } as const;

/**
 * The section that a meeting of security people opens with, in the shape that such meetings have.
 *
 * out     Markdown with headings from level two on; every text from outside is escaped
 * source  weekly notes of the working groups that do this by hand: statistics, what moved, images, remediation, exceptions, next
 */
export const status = Object.freeze<Renderer>({
  id: 'status',
  render: (report) => {
    const { release, difference, history, plan, decisions } = report;
    const parts = [
      `## Update on ${escapeMarkdown(`${release.product} ${release.version}`)}: container image vulnerability statistics and response`,
      statistics(report),
      ...(difference ? [moved(difference)] : []),
      ...(history ? [trend(history)] : []),
      worstImages(report),
      ...(plan ? [remediation(plan)] : []),
      ...(decisions ? [exceptions(decisions)] : []),
      next(report),
      ...openNotes(release),
    ];
    return `${parts.filter(Boolean).join('\n\n')}\n`;
  },
});

function statistics({ release, totals, statistics: { shares, lives } }: Report): string {
  const { findings, fixable, suppressed } = totals;
  const out = sumOf(suppressed);
  const lines = [
    `${describeShares(shares)}.`,
    `${[describeImagesWithWorst(shares), describeUnread(release)].filter(Boolean).join('; ')}.`,
    `In counts: ${findings.CRITICAL} critical (${fixable.CRITICAL} fixable) and ${findings.HIGH} high (${fixable.HIGH} fixable) of ${sumOf(findings)} findings, which are ${sumOf(totals.vulnerabilities)} vulnerabilities.`,
    ...(out > 0
      ? [
          `${out} more ${plural(out, 'finding')} ${out === 1 ? 'is' : 'are'} taken out by exceptions and statements; with them it would be ${sumOf(findings) + out}.`,
        ]
      : []),
    `${escapeMarkdown(describeLives(lives))}.`,
    `${describeCoverage(release)}; ${describeKnowledge(release)}.`,
    ...describeConditional(release).map((sentence) => `${sentence}.`),
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

function moved(whole: Difference): string {
  const { old, new: now, difference, byOrigin, causes } = whole;
  const row = (name: string, counts: typeof difference, write: (value: number) => string | number) => [
    name,
    ...severities.map((severity) => write(counts[severity])),
    write(sumOf(counts)),
  ];
  const moving = origins.filter((origin) => severities.some((severity) => byOrigin[origin][severity] !== 0));
  const grid = markdownTable(
    ['findings', ...severities, 'all'],
    [
      row(old.version, old.findings, Number),
      row(now.version, now.findings, Number),
      row('difference', difference, signed),
      ...moving.map((origin) => row(`from ${originNames[origin]}`, byOrigin[origin], signed)),
    ],
  );
  const top = mostFirst(causes).slice(0, shown.causes);
  const list = top.map((cause) => `- ${signed(sumOf(cause.contribution))} because ${escapeMarkdown(describeCause(cause))}`);
  const rest = causes.length - top.length;
  const more = rest > 0 ? [`- … and ${rest} more ${plural(rest, 'cause')}`] : [];
  return `### What moved since ${escapeMarkdown(old.version)}, and why\n\n${grid}\n\n${causes.length === 0 ? describeUnchanged(whole) : [...list, ...more].join('\n')}`;
}

function trend({ points }: History): string {
  const rows = points.map(({ version, asKnownThen: then, asKnownNow: now }) => [
    version,
    then.findings.CRITICAL,
    then.findings.HIGH,
    now.findings.CRITICAL,
    now.findings.HIGH,
    `${now.images.withCriticalOrHigh} of ${now.images.total}`,
  ]);
  const headings = ['release', 'critical then', 'high then', 'critical now', 'high now', 'images with critical or high now'];
  return `### Burn-down\n\n${markdownTable(headings, rows)}\n\n"Then" is as known when the release was made, "now" by the newest advisories.`;
}

function worstImages({ images, release }: Report): string {
  const worst = images.filter(({ findings }) => findings.CRITICAL + findings.HIGH > 0);
  if (worst.length === 0)
    return `### Images with critical or high\n\nNone${describeUnread(release) ? ' of those that were read.' : '.'}`;
  const rows = worst
    .slice(0, shown.images)
    .map(({ reference, findings, fixable, status, owners }) => [
      markdownCode(reference),
      countOf(findings.CRITICAL, status),
      countOf(findings.HIGH, status),
      fixable.CRITICAL + fixable.HIGH,
      owners.join(', ') || 'nobody',
    ]);
  const rest = worst.length - rows.length;
  return `### Images with critical or high\n\n${markdownTable(['image', 'critical', 'high', 'of them fixable', 'owner'], rows)}${rest > 0 ? `\n\n… and ${rest} more.` : ''}`;
}

function remediation(plan: Plan): string {
  const rows = plan.actions.map((action) => [
    describeAction(action),
    action.owner ?? 'nobody',
    action.images.length,
    -action.removes.CRITICAL,
    -action.removes.HIGH,
    -sumOf(action.removes),
    placeOfAction(action),
  ]);
  const grid =
    rows.length === 0 ? '' : `${markdownTable(['action', 'owner', 'images', 'critical', 'high', 'all', 'edit'], rows)}\n\n`;
  return `### Remediation\n\n${grid}${escapeMarkdown(describePlan(plan))}`;
}

function exceptions({ decisions, expiring }: DecisionsSummary): string {
  const rows = decisions
    .filter(({ decision }) => decision.kind === 'exception')
    .map(({ decision, state, suppresses }) => [
      decision.id,
      decision.type ?? '–',
      decision.owner ?? 'nobody',
      describeExpiry(decision.expires),
      state,
      sumOf(suppresses),
    ]);
  if (rows.length === 0) return '';
  const soon = expiring.map(
    ({ decision: { id }, daysLeft = 0 }) => `\n- ${escapeMarkdown(id)} ends in ${daysLeft} ${plural(daysLeft, 'day')}`,
  );
  return `### Exceptions\n\n${markdownTable(['exception', 'type', 'owner', 'until', 'state', 'findings'], rows)}${soon.length > 0 ? `\n${soon.join('')}` : ''}`;
}

function next({ triage }: Report): string {
  const lines = triage.agenda.flatMap(({ owner, items }) =>
    items.slice(0, shown.ownItems).map((item) => `- **${escapeMarkdown(owner)}**: ${escapeMarkdown(describeItem(item))}`),
  );
  return lines.length === 0 ? '' : `### Next actions\n\n${lines.join('\n')}`;
}
