import type { SeverityCounts } from './severity.ts';

/** What figures are broken down by. Each value names one group, and every finding is in exactly one, so that groups add up. */
export const dimensions = ['component', 'owner', 'plane', 'tier', 'party', 'life', 'origin', 'fix', 'image'] as const;

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
  /** Of the definition. */
  readonly version: number;
  readonly bins: readonly HistogramBin[];
  /** Images that say no day, or one that builders write for none. */
  readonly unknown: number;
}

/**
 * How far the distribution that an image holds gets security updates: `unknown` its last day is not known, or it has none, as rolling ones;
 * `none` the image was read and holds no distribution; `unread` it was not read to the end, or nothing was recognized in it.
 */
export const baseLives = ['ended', 'supported', 'unknown', 'none', 'unread'] as const;

/** How far the distribution that an image holds gets security updates. */
export type BaseLife = (typeof baseLives)[number];

/** An image, and until when what it holds gets security updates. */
export interface ImageLife {
  /** Canonical. */
  readonly reference: string;
  readonly life: BaseLife;
  /** `debian 10`, where one was seen. */
  readonly distribution: string | null;
  /** ISO date of the last day with updates. */
  readonly endsOn: string | null;
  /** Runtimes and servers whose updates ended: `python 3.7`. */
  readonly endedRuntimes: readonly string[];
}

/** Images by the security updates of what they hold. */
export interface ImageLives {
  /** Of the definition. */
  readonly version: number;
  /** Each image once, at the worst among its platforms. */
  readonly images: readonly ImageLife[];
  /** Of each kind; together all images of the release, and without `unread` those that were read. */
  readonly counts: Readonly<Record<BaseLife, number>>;
  /** Images with a runtime or server whose updates ended. */
  readonly withEndedRuntime: number;
}

/** The figures of a release; every number is a query over the same findings, and was checked against its parts. */
export interface Statistics {
  readonly tables: readonly FigureTable[];
  readonly shares: Shares;
  /** Images by number of findings; the images of all bins are all images. */
  readonly histogram: readonly HistogramBin[];
  /** Images by age in days; with the unknown ones they are all images. */
  readonly ages: ImageAges;
  /** Images by the security updates of their distribution, judged at the release's time. */
  readonly lives: ImageLives;
}
