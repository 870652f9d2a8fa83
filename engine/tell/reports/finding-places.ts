import type { Finding } from '../../model/finding.ts';
import type { DeclaredImage } from '../../model/inventory.ts';
import type { Occurrence } from '../../model/occurrence.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';
import type { TriageDecision } from '../../model/triage-decision.ts';

/** What a release knows around a finding. */
export interface FindingPlace {
  readonly declared: DeclaredImage | undefined;
  readonly image: ReleaseImage | undefined;
  /** Where to edit: the first place that states the image as it is installed. */
  readonly occurrence: Occurrence | undefined;
  /** What takes it out of totals, where the record keeps it. */
  readonly decision: TriageDecision | undefined;
}

/** Looks up what stands around a finding, or around an image. */
export type FindPlace = (of: Pick<Finding, 'image' | 'platform' | 'suppressedBy'>) => FindingPlace;

/** Indexes a release once, to look up what stands around each of its findings. */
export function createPlaces({ inventory, images, decisions = [] }: Release): FindPlace {
  const declared = new Map(inventory.images.map((image) => [image.reference, image]));
  const read = new Map(images.map((image) => [`${image.reference} ${image.platform}`, image]));
  const decided = new Map(decisions.map((decision) => [decision.id, decision]));
  const first = new Map(inventory.images.map((image) => [image.reference, firstOccurrence(image)]));
  return ({ image, platform, suppressedBy }) => ({
    declared: declared.get(image),
    image: read.get(`${image} ${platform}`),
    occurrence: first.get(image),
    decision: decided.get(suppressedBy ?? ''),
  });
}

/** The place to edit: of those that show without further conditions, the first. */
export function firstOccurrence({ occurrences }: DeclaredImage): Occurrence | undefined {
  return occurrences.find(({ conditional }) => conditional.length === 0) ?? occurrences[0];
}

/** Whether a statement or exception takes it out of totals. */
export function isSuppressed({ suppressedBy }: Pick<Finding, 'suppressedBy'>): boolean {
  return suppressedBy !== undefined && suppressedBy !== null;
}
