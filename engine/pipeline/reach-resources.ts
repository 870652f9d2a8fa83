import { findUnreadable } from '../formats/kubernetes/find-unreadable.ts';
import { compareReach } from '../judge/reach/compare-reach.ts';
import { findReach } from '../judge/reach/find-reach.ts';
import type { ReachDifference, ReleaseReach } from '../model/reach.ts';
import type { Gap } from '../model/reading.ts';
import type { Resource } from '../model/resource.ts';

/** What reach is judged from. */
export interface ReachSubject {
  readonly product: string;
  readonly version: string;
  readonly resources: readonly Resource[];
  /** Of reading the resources. */
  readonly gaps: readonly Gap[];
}

/**
 * Who can reach whom in a release.
 *
 * gaps    those of the subject, of workloads that cannot be read, and of `findReach`; resources-missing: there is nothing to judge
 */
export function reachResources({ product, version, resources, gaps }: ReachSubject): ReleaseReach {
  const reach = findReach(resources);
  const unread = findUnreadable(resources, 'judge/reach').filter(({ code }) => code !== 'field-unreadable');
  return { product, version, ...reach, gaps: [...(resources.length === 0 ? [nothing] : []), ...gaps, ...unread, ...reach.gaps] };
}

/** Which connections came, went or changed from one release to another. */
export function compareReaches(old: ReleaseReach, now: ReleaseReach): ReachDifference {
  const known = new Set(now.gaps.map((gap) => JSON.stringify(gap)));
  return {
    old: { product: old.product, version: old.version },
    new: { product: now.product, version: now.version },
    changes: compareReach(old, now),
    gaps: [...now.gaps, ...old.gaps.filter((gap) => !known.has(JSON.stringify(gap)))],
  };
}

/** Gaps for which the answer may be another one; the others tell of what decides nothing. */
export function openGaps(gaps: readonly Gap[]): readonly Gap[] {
  return gaps.filter(({ code }) => !idle.has(code));
}

const idle: ReadonlySet<string> = new Set(['selector-matches-nothing', 'service-missing', 'entrance-refused']);

const nothing: Gap = {
  code: 'resources-missing',
  unit: 'pipeline',
  detail: 'There are no Kubernetes objects to judge; a record of an older version does not hold them.',
};
