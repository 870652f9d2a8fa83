import { type Cause, type Difference, type FindingChange, originOfCause, origins } from '../../../model/difference.ts';
import type { Finding } from '../../../model/finding.ts';
import { type SeverityCounts, severities } from '../../../model/severity.ts';
import { plural, sumOf } from '../describe.ts';
import { describeCause, originNames, signed } from '../describe-cause.ts';
import { describeMoved, describeUnchanged } from '../describe-moved.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { type Cell, table } from '../table.ts';

/** Causes listed of each origin; the others are summed. */
const shownCauses = 15;

/**
 * What changed between two releases, as tables for a terminal.
 *
 * in      how many causes are listed of each origin; the others are summed
 */
export function differenceToText(difference: Difference, { causes: shown = shownCauses } = {}): string {
  const parts = causes(difference, shown).map(({ title, rows, rest }) => `${title}\n\n${table(columns, rows)}${rest}`);
  const lines = movedImages(difference, shown);
  const moved = lines.length > 0 ? [[movedTitle(difference), ...lines.map((line) => `  ${line}`)].join('\n')] : [];
  const whole = parts.length > 0 ? parts : [describeUnchanged(difference)];
  return `${[head(difference), totals(difference), ...whole, ...moved].join('\n\n')}\n`;
}

/** What changed between two releases, as a section for minutes or a release page. */
export function differenceToMarkdown(difference: Difference): string {
  const { old, new: now } = difference;
  const row = (name: string, counts: SeverityCounts, write: (value: number) => string | number) => [
    name,
    ...severities.map((severity) => write(counts[severity])),
  ];
  const grid = markdownTable(
    ['', ...severities],
    [
      row(old.version, old.findings, Number),
      row(now.version, now.findings, Number),
      row('difference', difference.difference, signed),
      ...movingOrigins(difference).map(([name, counts]) => row(`from ${name}`, counts, signed)),
    ],
  );
  const parts = causes(difference, shownCauses).map(({ title, rows, rest }) => {
    const list = rows.map((row) => `- ${escapeMarkdown(String(row[0]))} ${escapeMarkdown(sentenceOf(row))}`);
    return `### ${title}\n\n${list.join('\n')}${rest}`;
  });
  const lines = movedImages(difference, shownCauses).map((line) => `- ${escapeMarkdown(line)}`);
  const moved = lines.length > 0 ? [`### ${movedTitle(difference)}\n\n${lines.join('\n')}`] : [];
  const whole = [grid, ...(parts.length > 0 ? parts : [describeUnchanged(difference)]), ...moved].join('\n\n');
  return `## ${escapeMarkdown(`${now.product} ${old.version} → ${now.version}`)}\n\n${whole}\n`;
}

/** `plimsoll diff -f json`: the difference with the shape that the contract fixes. */
export function differenceToJson(difference: Difference): string {
  const causes = difference.causes.map((cause) => ({ ...cause, findings: cause.findings.map(toChange) }));
  return `${JSON.stringify({ schema: 'plimsoll.diff/v1', ...difference, causes }, undefined, 2)}\n`;
}

function toChange({ before, after }: FindingChange) {
  const side = (finding: Finding | null) => finding && { image: finding.image, purl: finding.purl, severity: finding.severity };
  const { vulnerability = '', platform = '' } = after ?? before ?? {};
  return { vulnerability, platform, before: side(before), after: side(after) };
}

const columns = ['all', 'critical', 'high', 'because'];

function head({ old, new: now }: Difference): string {
  const advisories =
    old.snapshot === now.snapshot ? 'the same advisories' : `advisories of ${dayOf(old.asOf)} and ${dayOf(now.asOf)}`;
  return printable(`${now.product} ${old.version} → ${now.version}, by ${advisories}`);
}

function dayOf(moment: string | null): string {
  return moment?.slice(0, 10) ?? 'no day';
}

function totals(all: Difference): string {
  const { old, new: now, difference } = all;
  const row = (name: string, counts: SeverityCounts, write: (value: number) => Cell): Cell[] => [
    name,
    ...severities.map((severity) => write(counts[severity])),
    write(sumOf(counts)),
  ];
  const sign = (value: number): Cell => ({ text: signed(value), paint: (text) => text, right: true });
  return table(
    ['findings', ...severities, 'total'],
    [
      row(old.version, old.findings, Number),
      row(now.version, now.findings, Number),
      row('difference', difference, sign),
      ...movingOrigins(all).map(([name, counts]) => row(`  ${name}`, counts, sign)),
    ],
  );
}

function movingOrigins({ byOrigin }: Difference): readonly (readonly [name: string, counts: SeverityCounts])[] {
  const moving = origins.filter((origin) => severities.some((severity) => byOrigin[origin][severity] !== 0));
  return moving.map((origin) => [originNames[origin], byOrigin[origin]] as const);
}

/** Causes of one origin. */
interface CauseList {
  /** `News of the world: −46 (+38 −84)`. */
  readonly title: string;
  readonly rows: readonly (readonly Cell[])[];
  /** What is not listed. */
  readonly rest: string;
}

function causes({ causes }: Difference, count: number): readonly CauseList[] {
  return origins.flatMap((origin) => {
    const own = causes.filter(({ cause }) => originOfCause[cause] === origin);
    if (own.length === 0) return [];
    const rest = own.slice(count);
    const more = `… and ${rest.length} more ${plural(rest.length, 'cause')}, together ${signed(sumOfCauses(rest))}; --format json has them all`;
    return [
      {
        title: titleOf(originNames[origin], own),
        rows: own.slice(0, count).map(toRow),
        rest: rest.length > 0 ? `\n${more}` : '',
      },
    ];
  });
}

function movedTitle({ moved = [] }: Difference): string {
  return `The same tag, and another image (${moved.length})`;
}

function movedImages({ moved = [] }: Difference, count: number): readonly string[] {
  const rest = moved.length - count;
  const more = rest > 0 ? [`… and ${rest} more ${plural(rest, 'image')}; --format json has them all`] : [];
  return [...moved.slice(0, count).map(describeMoved), ...more];
}

/** What came and what went are told beside the sum where there is both. */
function titleOf(name: string, causes: readonly Cause[]): string {
  const [came, went] = [
    causes.filter((cause) => sumOf(cause.contribution) > 0),
    causes.filter((cause) => sumOf(cause.contribution) < 0),
  ];
  const both = came.length > 0 && went.length > 0 ? ` (${signed(sumOfCauses(came))} ${signed(sumOfCauses(went))})` : '';
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${signed(sumOfCauses(causes))}${both}`;
}

function sumOfCauses(causes: readonly Cause[]): number {
  return causes.reduce((sum, { contribution }) => sum + sumOf(contribution), 0);
}

function toRow(cause: Cause): readonly Cell[] {
  const number = (value: number): Cell => ({ text: signed(value), paint: (text) => text, right: true });
  const { contribution } = cause;
  return [signed(sumOf(contribution)), number(contribution.CRITICAL), number(contribution.HIGH), describeCause(cause)];
}

function sentenceOf(row: readonly Cell[]): string {
  const text = (cell: Cell | undefined) => (typeof cell === 'object' ? cell.text : String(cell ?? ''));
  return `(critical ${text(row[1])}, high ${text(row[2])}): ${text(row[3])}`;
}
