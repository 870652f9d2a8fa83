import type { Platform } from '../../model/image.ts';
import type { ReadStatus, Release } from '../../model/release.ts';
import type { SeverityCounts } from '../../model/severity.ts';
import type { Statistics } from '../../model/statistics.ts';
import type { Totals } from '../../model/totals.ts';
import type { Triage } from '../../model/triage.ts';
import type { Need, Related } from './related.ts';

/** What renderers are given: the release and the figures over it. They count nothing themselves. */
export interface Report extends Related {
  readonly release: Release;
  readonly totals: Totals;
  /** One row for each image and platform, those with the worst findings first. */
  readonly images: readonly ImageFigures[];
  readonly statistics: Statistics;
  /** What comes first; a few items, and all the counts. */
  readonly triage: Triage;
}

/** The figures of one image; unit: finding. */
export interface ImageFigures {
  readonly reference: string;
  readonly platform: Platform;
  readonly status: ReadStatus;
  readonly owners: readonly string[];
  readonly packages: number;
  /** Of the packages, those that could not be judged: never to be read as clean. */
  readonly undecided: number;
  readonly findings: SeverityCounts;
  readonly fixable: SeverityCounts;
  /** Findings that a statement or exception takes out of the others. */
  readonly suppressed: SeverityCounts;
}

/** How a report should look. */
export interface RenderOptions {
  /** Whether the terminal shows colors. */
  readonly color: boolean;
  /** For forms by owner or component: only this one. */
  readonly owner?: string;
  readonly component?: string;
}

/** One form that a report is given in. A frozen plain object: no state, no I/O, no counting. */
export interface AnyRenderer {
  /** Same as the folder name; a folder may hold several forms. */
  readonly id: string;
  render(report: Report, options: RenderOptions): string | Uint8Array | Promise<string | Uint8Array>;
}

/** A form that is text, and needs no library that takes its time. */
export interface Renderer extends AnyRenderer {
  render(report: Report, options: RenderOptions): string;
}

/** A line of `all.ts`: what is known of a renderer without loading the libraries that it brings. */
export interface RendererEntry {
  readonly id: string;
  /** What `--format` calls it. */
  readonly format: string;
  readonly about: {
    readonly title: string;
    /** Where the form is defined; an https address, or undefined where it is ours. */
    readonly source?: string;
  };
  /** What it is called in the folder that `site` writes; absent for forms that are no files. */
  readonly file?: string;
  /** What it cannot do without, besides the release. */
  readonly needs?: readonly Need[];
  load(): Promise<AnyRenderer>;
}
