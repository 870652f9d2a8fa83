import type { DecisionsSummary } from '../../model/decision-judgement.ts';
import type { Difference } from '../../model/difference.ts';
import type { Finding } from '../../model/finding.ts';
import type { History } from '../../model/history.ts';
import type { Platform } from '../../model/image.ts';
import type { LicenseFigures } from '../../model/license-figures.ts';
import type { Plan } from '../../model/plan.ts';
import type { SeverityCounts } from '../../model/severity.ts';
import type { Dimension, HistogramBin, ImageLife } from '../../model/statistics.ts';
import type { ImageFigures } from './report.ts';

/** What a report can be given besides the release; a form that cannot do without one of them says so in `all.ts`. */
export interface Related {
  /** What changed since an older release, and why. */
  readonly difference?: Difference;
  /** The release among those before it. */
  readonly history?: History;
  readonly plan?: Plan;
  readonly licenses?: LicenseFigures;
  /** Images by number of findings in other releases; oldest first. */
  readonly beside?: readonly ReleaseHistogram[];
  /** The findings behind the figures of other releases. */
  readonly counted?: readonly CountedFindings[];
  /** In the order of the report's images. */
  readonly details?: readonly ImageDetails[];
  /** Absent where the release has no exceptions and no statements. */
  readonly decisions?: DecisionsSummary;
}

/** What a form may need of it. */
export type Need = 'against' | 'plan' | 'details' | 'licenses';

/** The licenses of a report; a form that shows them says in `all.ts` that it needs them. */
export function licensesOf({ licenses }: Pick<Related, 'licenses'>): LicenseFigures {
  if (!licenses) throw new Error('licenses were not counted');
  return licenses;
}

/** Images by number of findings, in one release. */
export interface ReleaseHistogram {
  readonly version: string;
  /** What it was judged at; ISO 8601 UTC. */
  readonly now: string;
  readonly bins: readonly HistogramBin[];
  /** The images that the bins count, one for each platform. */
  readonly images: readonly CountedImage[];
}

/** An image of some release, and what a histogram says of it. */
export interface CountedImage extends Pick<ImageFigures, 'reference' | 'platform' | 'status'> {
  /** Findings that count. */
  readonly findings: number;
}

/** Findings that a figure counts and that no other word asks for: those of another release, of a plan, of a decision. */
export interface CountedFindings {
  /**
   * Unique; what `rowsAddress` asks for with `in`: `old` the older release of the difference, `beside-0` the first of `beside`,
   * `then-0` and `now-0` the first point of the history, `unfixable` what no newer version fixes,
   * `decision-0` what the first decision speaks of.
   */
  readonly id: string;
  /** For people: `1.0.0, as known then`. */
  readonly name: string;
  readonly findings: readonly Finding[];
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
  /** Days from its creation to the day that the release is judged at, of its youngest platform; null where it does not say. */
  readonly ageDays: number | null;
  /** Distinct vulnerabilities, each at the highest severity in the image. */
  readonly vulnerabilities: SeverityCounts;
  /** Of them, those with a fix in every package that has them. */
  readonly fixable: SeverityCounts;
  /** Over the vulnerabilities that any source scores; null where none does. */
  readonly scores: ScoreRange | null;
  /** Of its vulnerabilities, worst first. */
  readonly identifiers: readonly string[];
}
