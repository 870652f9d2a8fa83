import type { ScanReport } from '../../../model/scan.ts';
import { type SeverityCounts, severities } from '../../../model/severity.ts';
import { groupGaps, listGroups } from '../group-gaps.ts';
import { type Cell, table } from '../table.ts';

/** Another tool's report, with its figures; unit: the report's own rows. */
export interface CountedScan {
  readonly report: ScanReport;
  readonly findings: SeverityCounts;
}

/** A way to show reports; each gives text with a line end. */
export type ScansForm = 'terminal' | 'json';

/** The forms of `plimsoll scans`, the default first. */
export const scansForms: readonly ScansForm[] = ['terminal', 'json'];

/**
 * What other tools' reports are and hold.
 *
 * out     `json`: the document of docs/reference/schemas/scans.json; `terminal`: a table for people
 */
export function renderScans(scans: readonly CountedScan[], form: ScansForm): string {
  if (form === 'json') return `${JSON.stringify({ schema: 'plimsoll.scans/v1', reports: scans.map(toDocument) }, null, 2)}\n`;
  const headings = ['report', 'tool', 'version', 'about', 'images', ...severities, 'other'];
  const gaps = scans.flatMap(({ report }) => report.gaps);
  return `${[
    table(headings, scans.map(toCells)),
    ...(gaps.length > 0 ? [[`Gaps of the reports (${gaps.length})`, ...listGroups(groupGaps(gaps))].join('\n')] : []),
  ].join('\n\n')}\n`;
}

function toDocument({ report, findings }: CountedScan) {
  const { file, tool, engine, format, version, kind, images, databaseAt, gaps } = report;
  const suppressed = report.rows.filter((row) => row.suppressed !== undefined).length;
  return {
    file,
    tool,
    version,
    images,
    findings,
    gaps,
    engine,
    format,
    kind,
    total: report.rows.length,
    suppressed,
    ignored: report.ignored.length,
    packages: report.packages?.length ?? null,
    checks: report.checks.length,
    statements: report.statements.length,
    endOfLife: report.endOfLife.length,
    databaseAt,
  };
}

function toCells({ report, findings }: CountedScan): readonly Cell[] {
  const { file, tool, engine, version, kind, images } = report;
  const named = tool === engine ? (tool ?? 'unknown') : `${tool} (${engine})`;
  const isCounted = kind === 'vulnerabilities';
  return [
    file,
    named,
    version ?? '',
    kind ?? 'not recognized',
    images.length,
    ...severities.map((severity): Cell => (isCounted ? findings[severity] : '')),
    others(report),
  ];
}

function others({ checks, statements, endOfLife, packages, kind, ignored }: ScanReport): string {
  const counts = [
    [checks.length, 'checks'],
    [statements.length, 'statements'],
    [endOfLife.length, 'end of life'],
    [ignored.length, 'ignored'],
    [kind === 'sbom' ? (packages?.length ?? 0) : 0, 'packages'],
  ] as const;
  return counts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : [])).join(', ');
}
