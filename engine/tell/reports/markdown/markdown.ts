import type { Finding } from '../../../model/finding.ts';
import { severities } from '../../../model/severity.ts';
import { countOf, describeConditional, describeCoverage, describeKnowledge, describeUnread, plural, sumOf } from '../describe.ts';
import { describeLives } from '../describe-lives.ts';
import { describeSeverities } from '../describe-severities.ts';
import { openNotes } from '../markdown-notes.ts';
import { escapeMarkdown, markdownCode, markdownTable } from '../markdown-text.ts';
import { describePriorities } from '../priority-words.ts';
import type { Renderer, Report } from '../report.ts';
import { itemCells, itemHeadings } from '../triage-item.ts';

/** Findings listed one by one; the others are counted. */
const shownFindings = 50;

/**
 * The report as GitHub-flavored Markdown.
 *
 * out     headings from level two on, tables, a line end; every text from outside is escaped
 */
export const markdown = Object.freeze<Renderer>({
  id: 'markdown',
  render: (report) =>
    `${[heading(report), totals(report), first(report), images(report), findings(report), ...openNotes(report.release)].filter(Boolean).join('\n\n')}\n`,
});

function heading({ release }: Report): string {
  return [
    `## ${escapeMarkdown(release.product)} ${escapeMarkdown(release.version)}`,
    '',
    [
      describeCoverage(release),
      ...describeConditional(release),
      describeKnowledge(release),
      `Judged at ${release.now} by Plimsoll ${release.engine}.`,
    ].join('. '),
  ].join('\n');
}

function totals({ totals, release, statistics }: Report): string {
  const rows = (['findings', 'fixable', 'vulnerabilities'] as const).map((unit) => [
    unit === 'fixable' ? 'findings with a fix' : unit,
    ...severities.map((severity) => totals[unit][severity]),
    sumOf(totals[unit]),
  ]);
  const { withCriticalOrHigh, total } = totals.images;
  const unread = describeUnread(release);
  return `${markdownTable(['unit', ...severities, 'total'], rows)}\n\n**${withCriticalOrHigh} of ${total} ${plural(total, 'image')}** ${withCriticalOrHigh === 1 ? 'has' : 'have'} critical or high findings.${unread && ` ${unread}.`}\n\n${escapeMarkdown(describeLives(statistics.lives))}.`;
}

function first({ triage }: Report): string {
  if (triage.items.length === 0) return '';
  const rows = triage.items.map((item) => [item.priority, ...itemCells(item)]);
  const list = markdownTable(['priority', ...itemHeadings], rows);
  return `### What comes first\n\n${escapeMarkdown(describePriorities(triage.counts))}; \`plimsoll triage\` says why.\n\n${list}`;
}

function images({ images }: Report): string {
  const rows = images.map((image) => [
    markdownCode(image.reference),
    image.status,
    image.packages,
    image.undecided,
    ...severities.map((severity) => countOf(image.findings[severity], image.status)),
    countOf(sumOf(image.fixable), image.status),
    image.owners.join(', '),
  ]);
  return `### Images\n\n${markdownTable(['image', 'status', 'packages', 'undecided', ...severities, 'fixable', 'owner'], rows)}`;
}

function findings({ release }: Report): string {
  if (release.findings.length === 0) return '';
  const worst = release.findings.filter(({ severity }) => severity === 'CRITICAL' || severity === 'HIGH');
  const shown = worst.slice(0, shownFindings);
  const rest = release.findings.length - shown.length;
  const rows = shown.map((finding) => [
    finding.vulnerability,
    severityOf(finding),
    finding.priority ?? '–',
    markdownCode(finding.image),
    markdownCode(finding.purl),
    fixOf(finding),
    finding.kev ? 'yes' : 'no',
  ]);
  const list =
    shown.length > 0
      ? `${markdownTable(['vulnerability', 'severity', 'priority', 'image', 'package', 'fixed in', 'known exploited'], rows)}`
      : 'None is critical or high.';
  return `### Critical and high findings\n\n${list}${rest > 0 ? `\n\n… and ${rest} more ${plural(rest, 'finding')} of any severity in the record.` : ''}`;
}

/** With who says what, where they differ. */
function severityOf(finding: Finding): string {
  const stated = describeSeverities(finding);
  return stated === '' ? finding.severity : `${finding.severity} (${escapeMarkdown(stated)})`;
}

function fixOf(finding: Finding): string {
  return finding.state === 'fixed' ? finding.fixedIn.join(', ') : finding.state;
}
