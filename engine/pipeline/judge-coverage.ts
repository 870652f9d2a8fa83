import { isOfDecisions } from '../judge/triage/decisions/decision-gaps.ts';
import type { CoveragePolicy, CoverageVerdict } from '../model/gate.ts';
import type { Gap } from '../model/reading.ts';
import type { Release } from '../model/release.ts';

/**
 * Whether what could not be read or decided is within the policy.
 *
 * units   a unit is an image, or a file or source that belongs to none; undecided packages count as one each
 */
export function judgeCoverage({ gaps, undecided }: Pick<Release, 'gaps' | 'undecided'>, policy: CoveragePolicy): CoverageVerdict {
  const allowed = new Set(policy.allow);
  const units = [...gaps.filter(isOfContents).map(unitOf), ...undecided.map(({ purl }) => purl)].filter(
    (unit) => !allowed.has(unit),
  );
  const open = [...new Set(units)].toSorted();
  return { isAccepted: open.length <= policy.unread, open };
}

/** What is wrong with exceptions and statements hides nothing of what is shipped: it takes less out of totals. */
function isOfContents(gap: Gap): boolean {
  return !isOfDecisions(gap);
}

function unitOf(gap: Gap): string {
  return gap.image ?? gap.path ?? gap.unit;
}
