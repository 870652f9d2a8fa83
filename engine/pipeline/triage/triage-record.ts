import { isUnsuppressed } from '../../judge/findings/count-findings.ts';
import { compareUrgency, type TriagedFinding } from '../../judge/triage/priority/compare-urgency.ts';
import { countPriorities, toAgenda, toItems, unnamed } from '../../judge/triage/priority/to-agenda.ts';
import type { Priority } from '../../model/priority.ts';
import type { Release } from '../../model/release.ts';
import type { Triage } from '../../model/triage.ts';
import { triageFindings, triageTableOf } from './triage-release.ts';

/** What of a release is asked for. */
export interface TriageRequest {
  readonly owner?: string;
  readonly component?: string;
  /** Empty: all. */
  readonly priorities: readonly Priority[];
  /** Items at most, in all and for each owner. */
  readonly limit: number;
}

/**
 * What comes first in a release, and why: judged again, so that records without priorities have theirs.
 *
 * in      the findings as they were triaged, where that was done already
 * out     findings that a decision takes out are counted, and are in nothing else
 */
export function triageRecord(
  release: Release,
  { owner, component, priorities, limit }: TriageRequest,
  triaged: readonly TriagedFinding[] = triageFindings(release),
): Triage {
  const images = new Map(release.inventory.images.map((image) => [image.reference, image]));
  const findImage = (reference: string) => images.get(reference);
  const isAsked = (reference: string): boolean => {
    const { owners = [], components = [] } = findImage(reference) ?? {};
    const named = owners.length > 0 ? owners : [unnamed];
    return (owner === undefined || named.includes(owner)) && (component === undefined || components.includes(component));
  };
  const asked = triaged.filter(
    ({ finding, priority }) => isAsked(finding.image) && (priorities.length === 0 || priorities.includes(priority)),
  );
  const standing = asked.filter(({ finding }) => isUnsuppressed(finding)).toSorted(compareUrgency);
  const { title, source } = triageTableOf(release);
  return {
    product: release.product,
    version: release.version,
    now: release.now,
    table: { title, source },
    counts: countPriorities(standing),
    suppressed: asked.length - standing.length,
    ...toItems(standing, findImage, limit),
    agenda: toAgenda(standing, findImage, limit).filter((each) => owner === undefined || each.owner === owner),
  };
}
