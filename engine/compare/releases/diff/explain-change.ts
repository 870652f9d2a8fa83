import type { CauseKind, Via } from '../../../model/difference.ts';
import type { Finding } from '../../../model/finding.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import type { Severity } from '../../../model/severity.ts';
import { explainAdvisories, type KnownAdvisories } from './explain-advisories.ts';
import { explainContents } from './explain-contents.ts';
import type { KeyedChange } from './find-changes.ts';
import type { FindPackages } from './package-index.ts';

/** The severity of what a key is about at one corner; undefined where it is no finding there. */
export type Corner = (key: number) => Severity | undefined;

/** Everything that a change is explained by. */
export interface Corners {
  /** Old contents by old advisories, as this version of Plimsoll judges them. */
  readonly start: Corner;
  /** New contents by old advisories. */
  readonly contents: Corner;
  /** New contents by new advisories. */
  readonly advisories: Corner;
  readonly findPackages: FindPackages;
  readonly knownBefore: KnownAdvisories;
  readonly knownAfter: KnownAdvisories;
  /** Whether something of that package could not be judged on a side. */
  readonly wasUndecided: (finding: Finding) => boolean;
  readonly isUndecided: (finding: Finding) => boolean;
  /** Findings that are suppressed, by key. */
  readonly wasSuppressed: ReadonlyMap<number, Finding>;
  readonly isSuppressed: ReadonlyMap<number, Finding>;
  /** Whether the two records were judged by other rules of their own. */
  readonly policyChanged: boolean;
  readonly sameEngine: boolean;
}

/** The image that a change is about, on each side. */
export interface ChangedImage {
  readonly was: ReleaseImage | undefined;
  readonly is: ReleaseImage | undefined;
}

/** A cause before changes are grouped by it. */
export interface Explanation {
  readonly cause: CauseKind;
  readonly via?: Via;
  readonly subject: string;
  /** What the image stands on, where that brought the change. */
  readonly base?: string;
  readonly standIn?: boolean;
}

/**
 * The one cause of one change: contents first, then advisories, statements, the engine, the policy.
 *
 * in      the corners: each step changes one thing, so that the step at which the finding changes is the cause
 * out     of several that would do, the first in the order of `causeKinds`
 */
export function explainChange(change: KeyedChange, image: ChangedImage, corners: Corners): Explanation {
  return (
    explainCoverage(change, image, corners) ??
    (corners.start(change.key) !== corners.contents(change.key)
      ? explainContents(change, image, corners.findPackages)
      : undefined) ??
    explainAdvisories(change, corners) ??
    explainSuppression(change, corners) ??
    explainRest(change, corners)
  );
}

function explainCoverage({ before, after }: KeyedChange, { was, is }: ChangedImage, corners: Corners): Explanation | undefined {
  const subject = (after ?? before)?.image ?? '';
  if (was && is && (was.status === 'read') !== (is.status === 'read')) return { cause: 'coverage-changed', subject };
  const finding = before ?? after;
  if (before && after) return undefined;
  const undecided = finding && (before ? corners.isUndecided(finding) : corners.wasUndecided(finding));
  return undecided ? { cause: 'coverage-changed', subject: finding.purl } : undefined;
}

function explainSuppression(
  { key, before, after }: KeyedChange,
  { wasSuppressed, isSuppressed }: Corners,
): Explanation | undefined {
  const by =
    (before ? isSuppressed.get(key) : undefined)?.suppressedBy ?? (after ? wasSuppressed.get(key) : undefined)?.suppressedBy;
  if (by === undefined || by === null) return undefined;
  return { cause: by.startsWith('vex:') ? 'statement-changed' : 'exception-changed', subject: by };
}

function explainRest({ before, after }: KeyedChange, { policyChanged, sameEngine }: Corners): Explanation {
  const subject = (after ?? before)?.vulnerability ?? '';
  return { cause: policyChanged && sameEngine ? 'policy-changed' : 'engine-changed', subject };
}
