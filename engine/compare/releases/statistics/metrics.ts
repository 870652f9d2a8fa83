import type { Dimension, MetricId, Unit } from '../../../model/statistics.ts';
import type { FindingRow } from './finding-rows.ts';

/** A figure with its definition. A change of what it counts is a new version, and series that cross it are marked. */
export interface Metric {
  readonly id: MetricId;
  readonly version: number;
  readonly unit: Unit;
  readonly title: string;
  /** What it counts, in a sentence. */
  readonly definition: string;
  readonly counts: (row: FindingRow) => boolean;
  /** Rows with the same key are one; its severity is the highest among them. Undefined: every row is one. */
  readonly keyOf?: (row: FindingRow) => string;
}

const isShown = ({ suppressed }: FindingRow): boolean => !suppressed;

/** Every metric; `docs/concepts/metrics.md` explains them, and a test compares the two. */
export const metrics: readonly Metric[] = [
  {
    id: 'findings',
    version: 1,
    unit: 'finding',
    title: 'Findings',
    definition:
      'Image, platform, package and vulnerability, each combination once, without what a statement or exception suppresses.',
    counts: isShown,
  },
  {
    id: 'fixable',
    version: 1,
    unit: 'finding',
    title: 'Findings with a fix',
    definition: 'Of the findings, those whose state is `fixed`: a version without the vulnerability is published.',
    counts: (row) => isShown(row) && row.finding.state === 'fixed',
  },
  {
    id: 'suppressed',
    version: 1,
    unit: 'finding',
    title: 'Suppressed findings',
    definition: 'Findings that a statement or exception in force takes out of every other figure.',
    counts: ({ suppressed }) => suppressed,
  },
  {
    id: 'vulnerabilities',
    version: 1,
    unit: 'vulnerability',
    title: 'Vulnerabilities',
    definition: 'Distinct vulnerabilities after aliases, each at the highest severity among its findings.',
    counts: isShown,
    keyOf: ({ finding }) => finding.vulnerability,
  },
  {
    id: 'images',
    version: 1,
    unit: 'image',
    title: 'Images with findings',
    definition: 'Distinct image references with at least one finding, each at the highest severity among them.',
    counts: isShown,
    keyOf: ({ finding }) => finding.image,
  },
  {
    id: 'packages',
    version: 1,
    unit: 'package',
    title: 'Packages with findings',
    definition:
      'Distinct packages and versions with at least one finding, whatever the image, each at the highest severity among them.',
    counts: isShown,
    keyOf: ({ finding }) => finding.purl,
  },
];

/** The metric of that name. */
export function getMetric(id: MetricId): Metric {
  const metric = metrics.find((candidate) => candidate.id === id);
  if (!metric) throw new Error(`there is no metric ${id}`);
  return metric;
}

const ofTheImage: ReadonlySet<Dimension> = new Set(['component', 'owner', 'plane', 'tier', 'party', 'life', 'image']);

/** Whether the groups of a dimension add up to the whole: a vulnerability can be in several of them, a finding is in one. */
export function addsUp({ unit }: Metric, dimension: Dimension): boolean {
  return unit === 'finding' || (unit === 'image' && ofTheImage.has(dimension));
}
