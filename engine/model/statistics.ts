import type { SeverityCounts } from './severity.ts';

/** What figures are broken down by. Each value names one group, and every finding is in exactly one, so that groups add up. */
export const dimensions = ['component', 'owner', 'plane', 'tier', 'party', 'origin', 'fix', 'image'] as const;

/** What figures are broken down by. */
export type Dimension = (typeof dimensions)[number];

/** What a figure counts. */
export type Unit = 'finding' | 'vulnerability' | 'image' | 'package';

/** The figures that there are; `docs/concepts/metrics.md` defines each. */
export type MetricId = 'findings' | 'fixable' | 'suppressed' | 'vulnerabilities' | 'images' | 'packages';

/** The figures of one group. */
export interface FigureRow {
  /** The group: what to filter the findings by to see the rows behind these numbers. */
  readonly group: string;
  readonly counts: SeverityCounts;
  readonly total: number;
}

/** One metric, broken down by one dimension. */
export interface FigureTable {
  readonly metric: MetricId;
  /** Of the metric's definition. */
  readonly version: number;
  readonly unit: Unit;
  readonly by: Dimension;
  /** Whether the rows sum to the whole; where they do not, one thing is in several groups. */
  readonly addsUp: boolean;
  /** Those with the worst severities first. */
  readonly rows: readonly FigureRow[];
  readonly whole: FigureRow;
}

/** A percentage that carries what it is of. */
export interface Share {
  readonly part: number;
  readonly whole: number;
  /** 0 to 100, with one decimal; null where the whole is nothing. */
  readonly percent: number | null;
}

/** The percentages that meetings ask for, with their denominators. */
export interface Shares {
  /** Of all findings. */
  readonly critical: Share;
  /** Of all findings. */
  readonly high: Share;
  /** Of the critical findings. */
  readonly criticalFixable: Share;
  /** Of the high findings. */
  readonly highFixable: Share;
  /** Of all images, read or not. */
  readonly imagesWithCriticalOrHigh: Share;
}

/** Images with a number of findings in a range. */
export interface HistogramBin {
  readonly from: number;
  /** The last number in it; null for the open end. */
  readonly to: number | null;
  readonly images: number;
}

/** Images by the days between their creation and the day that the release is judged at. */
export interface ImageAges {
  readonly bins: readonly HistogramBin[];
  /** Images that say no day, or one that builders write for none. */
  readonly unknown: number;
}

/** The figures of a release; every number is a query over the same findings, and was checked against its parts. */
export interface Statistics {
  readonly tables: readonly FigureTable[];
  readonly shares: Shares;
  /** Images by number of findings; the images of all bins are all images. */
  readonly histogram: readonly HistogramBin[];
  /** Images by age in days; with the unknown ones they are all images. */
  readonly ages: ImageAges;
}
