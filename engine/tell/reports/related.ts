import type { DecisionsSummary } from '../../model/decision-judgement.ts';
import type { Difference } from '../../model/difference.ts';
import type { History } from '../../model/history.ts';
import type { Platform } from '../../model/image.ts';
import type { Plan } from '../../model/plan.ts';
import type { SeverityCounts } from '../../model/severity.ts';
import type { Dimension, HistogramBin, ImageLife } from '../../model/statistics.ts';

/** What a report can be given besides the release; a form that cannot do without one of them says so in `all.ts`. */
export interface Related {
  /** What changed since an older release, and why. */
  readonly difference?: Difference;
  /** The release among those before it. */
  readonly history?: History;
  readonly plan?: Plan;
  /** Images by number of findings in other releases; oldest first. */
  readonly beside?: readonly ReleaseHistogram[];
  /** In the order of the report's images. */
  readonly details?: readonly ImageDetails[];
  /** Absent where the release has no exceptions and no statements. */
  readonly decisions?: DecisionsSummary;
}

/** What a form may need of it. */
export type Need = 'against' | 'plan' | 'details';

/** Images by number of findings, in one release. */
export interface ReleaseHistogram {
  readonly version: string;
  readonly bins: readonly HistogramBin[];
}

/** The groups of figure tables that an image is in, whatever is found in it. */
export type ImageGroups = Readonly<Record<Exclude<Dimension, 'image' | 'origin' | 'fix'>, string>>;

/** Lowest, highest and average CVSS base score; 0 to 10. */
export interface ScoreRange {
  readonly lowest: number;
  readonly highest: number;
  /** With two decimals. */
  readonly average: number;
}

/** What lists of images show beside the figures; unit: vulnerability. */
export interface ImageDetails {
  readonly reference: string;
  readonly platform: Platform;
  readonly digest: string | null;
  readonly components: readonly string[];
  readonly groups: ImageGroups;
  /** What it stands on, and until when that gets security updates. */
  readonly base?: ImageLife | null;
  /** The text to edit, `deploy/gauge.yaml:20`; empty where no file states the image. */
  readonly declaredAt: string;
  /** Distinct vulnerabilities, each at the highest severity in the image. */
  readonly vulnerabilities: SeverityCounts;
  /** Of them, those with a fix in every package that has them. */
  readonly fixable: SeverityCounts;
  /** Over the vulnerabilities that any source scores; null where none does. */
  readonly scores: ScoreRange | null;
  /** Of its vulnerabilities, worst first. */
  readonly identifiers: readonly string[];
}
