import { type Severity, severities } from '../../../model/severity.ts';
import { countOf, describeConditional, describeCoverage, describeKnowledge, plural, sumOf } from '../describe.ts';
import { describeLives } from '../describe-lives.ts';
import { describeSeverities } from '../describe-severities.ts';
import { type GapGroup, groupGaps, groupUndecided, listGroups } from '../group-gaps.ts';
import { printable } from '../printable.ts';
import { describePriorities, priorityColors } from '../priority-words.ts';
import type { Renderer, Report } from '../report.ts';
import { type Cell, table } from '../table.ts';
import { itemCells, itemHeadings } from '../triage-item.ts';

/** SGR codes; the word is always there too, so that color alone says nothing. */
const colors: Readonly<Record<Severity, string>> = { CRITICAL: '1;31', HIGH: '31', MEDIUM: '33', LOW: '36', UNKNOWN: '35' };

/** Differences on severity listed; the others are counted. */
const shownDisagreements = 5;

/** Images listed; the others are counted. */
const shownImages = 25;

/** Things to look at; `plimsoll triage` lists them all. */
const shownItems = 5;

type Paint = (text: string, code: string) => string;

/**
 * The report as tables for a terminal.
 *
 * out     text with a line end; SGR colors only when asked
 */
export const terminal = Object.freeze<Renderer>({
  id: 'terminal',
  render(report, { color }) {
    const paint: Paint = (text, code) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
    const sections = [
      heading(report, paint),
      totals(report, paint),
      ...first(report, paint),
      images(report, paint),
      ...disagreements(report),
      ...notes(report, paint),
    ];
    return `${sections.join('\n\n')}\n`;
  },
});

function heading({ release }: Report, paint: Paint): string {
  const title = paint(printable(`${release.product} ${release.version}`), '1');
  const clean = release.gaps.length === 0 && release.undecided.length === 0;
  const coverage = paint(describeCoverage(release), clean ? '32' : '33');
  const knowledge = `${describeKnowledge(release)}; judged at ${release.now}`;
  return [title, coverage, ...describeConditional(release), knowledge].join('\n');
}

function totals({ totals, release, statistics: { lives } }: Report, paint: Paint): string {
  const rows = (['findings', 'fixable', 'vulnerabilities'] as const).map((unit): Cell[] => [
    unit === 'fixable' ? 'findings with a fix' : unit,
    ...severities.map((severity) => count(totals[unit][severity], severity, paint)),
    sumOf(totals[unit]),
  ]);
  const { withCriticalOrHigh, total } = totals.images;
  const unread = release.coverage.expected - release.coverage.read;
  const caveat = unread > 0 ? `; ${unread} not read to the end, so there may be more` : '';
  const old = lives.counts.ended + lives.withEndedRuntime > 0 ? `\n${describeLives(lives)}` : '';
  return `${table(['', ...severities, 'total'], rows)}\n${withCriticalOrHigh} of ${total} ${plural(total, 'image')} ${withCriticalOrHigh === 1 ? 'has' : 'have'} critical or high findings${caveat}${old}`;
}

function first({ triage }: Report, paint: Paint): string[] {
  const items = triage.items.slice(0, shownItems);
  if (items.length === 0) return [];
  const rows = items.map((item): Cell[] => [
    { text: item.priority, paint: (text) => paint(text, priorityColors[item.priority]) },
    ...itemCells(item),
  ]);
  const more = `${describePriorities(triage.counts)}; \`plimsoll triage\` says why, and whose they are`;
  return [`${paint('What comes first', '1')}\n${table(['priority', ...itemHeadings], rows)}\n${more}`];
}

function images({ images }: Report, paint: Paint): string {
  const rows = images
    .slice(0, shownImages)
    .map((image): Cell[] => [
      image.reference,
      image.status === 'read' ? 'read' : { text: image.status, paint: (text) => paint(text, '33') },
      image.packages,
      image.undecided,
      ...severities.map((severity) => count(countOf(image.findings[severity], image.status), severity, paint)),
      countOf(sumOf(image.fixable), image.status),
      image.owners.join(', ') || '–',
    ]);
  const rest = images.length - rows.length;
  const more = rest > 0 ? `\n… and ${rest} more ${plural(rest, 'image')}; --format md or json has them all` : '';
  return `${table(['image', 'status', 'packages', 'undecided', ...severities, 'fixable', 'owner'], rows)}${more}`;
}

function count(value: number | '?', severity: Severity, paint: Paint): Cell {
  return value === 0
    ? { text: '0', paint: (text) => paint(text, '2'), right: true }
    : { text: String(value), paint: (text) => paint(text, colors[severity]), right: true };
}

/** Vulnerabilities whose sources rate them differently, the worst first. */
function disagreements({ release }: Report): string[] {
  const told = new Map<string, string>();
  for (const finding of release.findings) {
    const stated = describeSeverities(finding);
    if (stated !== '' && !told.has(finding.vulnerability))
      told.set(finding.vulnerability, `${finding.severity} is shown; ${stated}`);
  }
  if (told.size === 0) return [];
  const shown = [...told]
    .slice(0, shownDisagreements)
    .map(([vulnerability, text]) => `  ${printable(vulnerability)}: ${printable(text)}`);
  const rest = told.size - shown.length;
  return [
    [`Rated differently by their sources (${told.size})`, ...shown, ...(rest > 0 ? [`  … and ${rest} more`] : [])].join('\n'),
  ];
}

function notes({ release }: Report, paint: Paint): string[] {
  const gaps = groupGaps(release.gaps);
  const undecided = groupUndecided(release.undecided);
  return [
    ...(gaps.length > 0 ? [noteList(`Not read (${release.gaps.length})`, gaps, paint)] : []),
    ...(undecided.length > 0 ? [noteList(`Not decided (${release.undecided.length})`, undecided, paint)] : []),
  ];
}

function noteList(title: string, groups: readonly GapGroup[], paint: Paint): string {
  return [paint(title, '1;33'), ...listGroups(groups)].join('\n');
}
