import type { FindingChange } from '../../../model/difference.ts';
import type { Finding } from '../../../model/finding.ts';
import { type Severity, severities } from '../../../model/severity.ts';
import { describeCoverage, describeKnowledge } from '../describe.ts';
import { describeFix } from '../describe-finding.ts';
import { isSuppressed } from '../finding-places.ts';
import { openNotes } from '../markdown-notes.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { describePackage } from '../package-title.ts';
import type { Renderer, Report } from '../report.ts';

/** Packages named in a cell; the others are counted. */
const shownPackages = 3;
/** Known vulnerabilities of lower severity are summed. */
const listed: readonly Severity[] = ['CRITICAL', 'HIGH'];

/**
 * What those who install a release are told: what it fixes since the one before, and what is known in it.
 *
 * in      a report set against the release before
 * out     Markdown; a vulnerability is fixed when no image of the new release has it, and fixed in part when some have lost it
 */
export const releaseNotes = Object.freeze<Renderer>({
  id: 'release-notes',
  render: (report) => {
    const { release, difference } = report;
    const known = Map.groupBy(
      release.findings.filter((finding) => !isSuppressed(finding)),
      ({ vulnerability }) => vulnerability,
    );
    const gone = Map.groupBy(lostFindings(report), ({ vulnerability }) => vulnerability);
    const fixed = [...gone].filter(([vulnerability]) => !known.has(vulnerability));
    const part = [...gone].filter(([vulnerability]) => known.has(vulnerability));
    const title = escapeMarkdown(`${release.product} ${release.version}`);
    const parts = [
      `## Security notes of ${title}`,
      `${describeCoverage(release)}; ${describeKnowledge(release)}.`,
      section(`Fixed since ${difference?.old.version ?? ''}`, fixed, 'No vulnerability that was known is gone.'),
      ...(part.length > 0 ? [section('Fixed in part', part, '')] : []),
      knownSection(known),
      ...decidedSection(release.findings),
      ...openNotes(release),
    ];
    return `${parts.join('\n\n')}\n`;
  },
});

type ByVulnerability = readonly (readonly [vulnerability: string, findings: readonly Finding[]])[];

/** What our work took away; what only the world's knowledge changed is no fix. */
function lostFindings({ difference }: Report): readonly Finding[] {
  const ours = (difference?.causes ?? []).filter(({ cause }) => cause.startsWith('image-') || cause.startsWith('package-'));
  return ours.flatMap(({ findings }) =>
    findings.flatMap(({ before, after }: FindingChange) => (before && !after ? [before] : [])),
  );
}

function section(title: string, groups: ByVulnerability, nothing: string): string {
  const rows = groups.map(toRow).toSorted(worstFirst);
  const list = rows.length === 0 ? nothing : markdownTable(['vulnerability', 'severity', 'package'], rows);
  return `### ${escapeMarkdown(title)}\n\n${list}`;
}

function knownSection(known: ReadonlyMap<string, readonly Finding[]>): string {
  const groups = [...known].map(([vulnerability, findings]) => ({ vulnerability, findings, worst: worstOf(findings) }));
  const shown = groups.filter(({ worst }) => worst && listed.includes(worst.severity));
  const rows = shown
    .map(({ vulnerability, findings, worst }) => [...toRow([vulnerability, findings]), worst ? describeFix(worst) : ''])
    .toSorted(worstFirst);
  const rest = groups.length - shown.length;
  const list =
    rows.length === 0 ? 'None is critical or high.' : markdownTable(['vulnerability', 'severity', 'package', 'fix'], rows);
  return `### Known in this release\n\n${list}${rest > 0 ? `\n\nBesides, ${rest} of lower or unknown severity.` : ''}`;
}

/** What is there and is taken out by an exception or a statement: told too, with whose word it is. */
function decidedSection(findings: readonly Finding[]): readonly string[] {
  const groups = Map.groupBy(
    findings.filter(isSuppressed),
    ({ vulnerability, suppressedBy }) => `${vulnerability}\n${suppressedBy}`,
  );
  const rows = [...groups.values()].map((group) => [
    ...toRow([group[0]?.vulnerability ?? '', group]),
    group[0]?.suppressedBy ?? '',
  ]);
  const headings = ['vulnerability', 'severity', 'package', 'decided by'];
  return rows.length === 0 ? [] : [`### Decided\n\n${markdownTable(headings, rows.toSorted(worstFirst))}`];
}

function toRow([vulnerability, findings]: ByVulnerability[number]): readonly string[] {
  const packages = [...new Set(findings.map(({ purl }) => describePackage(purl)))];
  const more = packages.length - shownPackages;
  const names = `${packages.slice(0, shownPackages).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return [vulnerability, worstOf(findings)?.severity ?? 'UNKNOWN', names];
}

function worstOf(findings: readonly Finding[]): Finding | undefined {
  return findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))[0];
}

function worstFirst(a: readonly string[], b: readonly string[]): number {
  const rank = (row: readonly string[]) => severities.indexOf(row[1] as Severity);
  return rank(a) - rank(b) || ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1);
}
