import writeXlsxFile from 'write-excel-file/universal';
import { severities } from '../../../model/severity.ts';
import { describeCoverage, describeKnowledge, sumOf } from '../describe.ts';
import { describeLives } from '../describe-lives.ts';
import { createPlaces } from '../finding-places.ts';
import { packageTitle } from '../package-title.ts';
import { printable } from '../printable.ts';
import type { AnyRenderer, Report } from '../report.ts';
import { describeImagesWithWorst, describeShares } from '../shares.ts';
import { vulnerabilityLink } from '../vulnerability-link.ts';
import { fixZipTimes } from './fix-zip-times.ts';

type Value = string | number | null;

/** A sheet: its headings, and as many values in each row. */
interface Sheet {
  readonly name: string;
  readonly headings: readonly string[];
  readonly widths: readonly number[];
  readonly rows: readonly (readonly Value[])[];
}

/**
 * The report as a workbook: a row for each image, for each finding, for each gap, and what it is all about.
 *
 * out     the same bytes for the same report; texts are cells of text, so that none is ever a formula
 * source  ECMA-376, SpreadsheetML; a cell holds 32,767 characters, a sheet 1,048,576 rows
 */
export const xlsx = Object.freeze<AnyRenderer>({
  id: 'xlsx',
  render: async (report) => {
    const sheets = [images(report), findings(report), gaps(report), about(report)];
    const file = writeXlsxFile(
      sheets.map(({ name, headings, widths, rows }) => ({
        sheet: name,
        stickyRowsCount: 1,
        columns: widths.map((width) => ({ width })),
        data: [
          headings.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
          ...rows.map((row) => row.map(toCell)),
        ],
      })),
    );
    return fixZipTimes(new Uint8Array(await (await file.toBlob()).arrayBuffer()));
  },
});

const cellLength = 32_767;
const sheetLength = 1_048_575;

function toCell(value: Value) {
  if (value === null) return null;
  if (typeof value === 'number') return { value, type: Number };
  const text = printable(value.toWellFormed()).replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
  return { value: text.length > cellLength ? `${text.slice(0, cellLength - 2)} …` : text, type: String };
}

function images({ images, details = [] }: Report): Sheet {
  const rows = images.map((image, index): readonly Value[] => {
    const detail = details[index];
    const { vulnerabilities, fixable, scores } = detail ?? {};
    return [
      ...[image.reference, detail?.digest ?? '', image.platform, image.status],
      ...[detail?.components.join(', ') ?? '', image.owners.join(', '), image.packages, image.undecided, sumOf(image.findings)],
      vulnerabilities ? sumOf(vulnerabilities) : null,
      ...severities.map((severity) => vulnerabilities?.[severity] ?? null),
      ...severities.map((severity) => fixable?.[severity] ?? null),
      ...[scores?.highest ?? null, scores?.lowest ?? null, scores?.average ?? null],
      ...[detail?.declaredAt ?? '', detail?.identifiers.join(', ') ?? ''],
      ...[detail?.base?.distribution ?? '', detail?.base?.life ?? '', detail?.base?.endsOn ?? ''],
      detail?.base?.endedRuntimes.join(', ') ?? '',
    ];
  });
  return {
    name: 'images',
    headings: [
      ...['image', 'digest', 'platform', 'status', 'components', 'owners', 'packages', 'undecided', 'findings', 'uniqueCount'],
      ...severities.map((severity) => `severity.${severity.toLowerCase()}`),
      ...severities.map((severity) => `fixableCount.${severity.toLowerCase()}`),
      ...['cvssScore.max', 'cvssScore.min', 'cvssScore.avg', 'file', 'identifiers'],
      ...['distribution', 'updates', 'updates until', 'runtimes without updates'],
    ],
    widths: [60, 20, 12, 10, 24, 24],
    rows,
  };
}

function findings({ release }: Report): Sheet {
  const findPlace = createPlaces(release);
  const rows = release.findings.slice(0, sheetLength).map((finding): readonly Value[] => {
    const { declared } = findPlace(finding);
    const { name, version } = packageTitle(finding.purl);
    return [
      ...[finding.vulnerability, finding.severity, finding.priority ?? '', name, version, finding.image, finding.platform],
      ...[declared?.components.join(', ') ?? '', declared?.owners.join(', ') ?? '', finding.state, finding.fixedIn.join(', ')],
      ...[finding.kev ? 'yes' : 'no', finding.epss, finding.fromBase ? 'base' : 'application', finding.suppressedBy ?? ''],
      ...[finding.purl, vulnerabilityLink(finding.vulnerability)],
    ];
  });
  return {
    name: 'findings',
    headings: [
      ...['vulnerability', 'severity', 'priority', 'package', 'version', 'image', 'platform', 'components', 'owners', 'fix'],
      ...['fixed in', 'exploited', 'epss', 'from', 'suppressed by', 'purl', 'url'],
    ],
    widths: [20, 11, 13, 28, 20, 60],
    rows,
  };
}

function gaps({ release }: Report): Sheet {
  const read = release.gaps.map(({ code, image = '', path = '', line, detail }): readonly Value[] => [
    ...['not read', code, image, path, line ?? null, detail],
  ]);
  const decided = release.undecided.map(({ code, purl, reason }): readonly Value[] => [
    'not decided',
    code,
    '',
    purl,
    null,
    reason,
  ]);
  return {
    name: 'gaps',
    headings: ['what', 'code', 'image', 'path', 'line', 'because'],
    widths: [14, 26, 60, 40, 8, 80],
    rows: [...read, ...decided].slice(0, sheetLength),
  };
}

function about(report: Report): Sheet {
  const { release, totals, statistics } = report;
  const rows: readonly (readonly Value[])[] = [
    ['release', `${release.product} ${release.version}`],
    ['coverage', describeCoverage(release)],
    ['advisories', describeKnowledge(release)],
    ['judged at', release.now],
    ['engine', `Plimsoll ${release.engine}`],
    ['shares', describeShares(statistics.shares)],
    ['images', describeImagesWithWorst(statistics.shares)],
    ['updates', describeLives(statistics.lives)],
    ...severities.map((severity): readonly Value[] => [`findings, ${severity.toLowerCase()}`, totals.findings[severity]]),
    ['findings', sumOf(totals.findings)],
    ['vulnerabilities', sumOf(totals.vulnerabilities)],
    ['suppressed findings', sumOf(totals.suppressed)],
  ];
  return { name: 'about', headings: ['what', 'value'], widths: [24, 90], rows };
}
