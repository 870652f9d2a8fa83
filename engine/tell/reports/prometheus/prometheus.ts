import { priorities } from '../../../model/priority.ts';
import { type SeverityCounts, severities } from '../../../model/severity.ts';
import type { Dimension, FigureRow, FigureTable, MetricId } from '../../../model/statistics.ts';
import { licensesOf } from '../related.ts';
import type { Renderer, Report } from '../report.ts';
import { metricText, type Sample } from './metric-text.ts';

/** Groups that have series of their own; what is beyond is summed under `(others)`, so that no release can flood a server. */
const shownGroups = 200;

/**
 * The figures as Prometheus' text format, for a textfile collector or a push gateway.
 *
 * out     labels of severities, priorities, tiers, components and owners alone: none is of a vulnerability, an image or a package
 * source  prometheus.io, "Exposition formats", text version 0.0.4
 */
export const prometheus = Object.freeze<Renderer>({
  id: 'prometheus',
  render: (report) => {
    const { product, version } = report.release;
    const common = { product, version };
    return [...totals(report), ...broken(report), ...state(report)]
      .map(({ name, help, samples }) =>
        metricText(
          name,
          help,
          samples.map(({ labels, value }) => ({ labels: { ...common, ...labels }, value })),
        ),
      )
      .join('');
  },
});

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

function totals({ totals: figures, triage }: Report): readonly Metric[] {
  const { findings, fixable, suppressed, vulnerabilities, images } = figures;
  return [
    counted('plimsoll_findings', 'Findings that no statement or exception takes out.', bySeverity(findings)),
    counted('plimsoll_fixable_findings', 'Of the findings, those with a fix.', bySeverity(fixable)),
    counted('plimsoll_suppressed_findings', 'Findings that a statement or exception takes out.', bySeverity(suppressed)),
    counted('plimsoll_vulnerabilities', 'Distinct vulnerabilities, at their highest severity.', bySeverity(vulnerabilities)),
    counted(
      'plimsoll_priority_findings',
      'Findings by what to do about them.',
      priorities.map((priority) => ({ labels: { priority }, value: triage.counts[priority] })),
    ),
    counted('plimsoll_images_critical_or_high', 'Images with critical or high findings.', [one(images.withCriticalOrHigh)]),
  ];
}

function broken({ statistics: { tables } }: Report): readonly Metric[] {
  const shown: readonly (readonly [metric: MetricId, by: Dimension, help: string])[] = [
    ['findings', 'tier', 'Findings by tier of the image.'],
    ['findings', 'component', 'Findings by component of the image.'],
    ['fixable', 'component', 'Findings with a fix by component of the image.'],
    ['findings', 'owner', 'Findings by owner of the image.'],
    ['fixable', 'owner', 'Findings with a fix by owner of the image.'],
  ];
  return shown.flatMap(([metric, by, help]) => {
    const table = tables.find((candidate) => candidate.metric === metric && candidate.by === by);
    const name = metric === 'findings' ? `plimsoll_${by}_findings` : `plimsoll_${by}_${metric}_findings`;
    return table
      ? [
          counted(
            name,
            help,
            boundedRows(table).flatMap(({ group, counts }) => bySeverity(counts, { [by]: group })),
          ),
        ]
      : [];
  });
}

function state(report: Report): readonly Metric[] {
  const { release, statistics } = report;
  const { expected: _, ...ends } = release.coverage;
  const { packages: __, ...known } = licensesOf(report).counts;
  const asOf = release.knowledge.snapshot?.asOf;
  return [
    counted('plimsoll_images', 'Images expected, by how far they were read.', byName('status', ends)),
    counted(
      'plimsoll_images_base_life',
      'Images by the security updates of their distribution.',
      byName('life', statistics.lives.counts),
    ),
    counted('plimsoll_gaps', 'Things that could not be read.', [one(release.gaps.length)]),
    counted('plimsoll_undecided', 'Packages and advisories that could not be judged.', [one(release.undecided.length)]),
    counted('plimsoll_license_packages', 'Distinct packages by what they state of their license.', byName('license', known)),
    counted('plimsoll_judged_timestamp_seconds', 'When the release was judged.', seconds(release.now)),
    counted('plimsoll_advisories_timestamp_seconds', 'Of the newest advisory that was known.', seconds(asOf)),
    counted('plimsoll_release_info', 'The release, always 1.', [{ labels: { engine: release.engine }, value: 1 }]),
  ];
}

/** The groups with series of their own, and the others in one; still summing to the whole. */
function boundedRows({ rows }: FigureTable): readonly Pick<FigureRow, 'group' | 'counts'>[] {
  if (rows.length <= shownGroups) return rows;
  const rest = rows.slice(shownGroups);
  const counts = Object.fromEntries(severities.map((word) => [word, rest.reduce((sum, row) => sum + row.counts[word], 0)]));
  return [...rows.slice(0, shownGroups), { group: '(others)', counts: counts as SeverityCounts }];
}

function counted(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, samples };
}

function bySeverity(counts: SeverityCounts, labels: Readonly<Record<string, string>> = {}): readonly Sample[] {
  return severities.map((severity) => ({ labels: { ...labels, severity }, value: counts[severity] }));
}

function byName(label: string, counts: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(counts).map(([name, value]) => ({ labels: { [label]: name }, value }));
}

function one(value: number): Sample {
  return { labels: {}, value };
}

function seconds(at: string | undefined): readonly Sample[] {
  const value = Date.parse(at ?? '') / 1000;
  return Number.isNaN(value) ? [] : [one(value)];
}
