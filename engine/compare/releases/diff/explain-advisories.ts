import type { Advisory } from '../../../model/advisory.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Corners, Explanation } from './explain-change.ts';
import type { KeyedChange } from './find-changes.ts';

/** Advisories of a record by id. */
export type KnownAdvisories = ReadonlyMap<string, Pick<Advisory, 'withdrawnAt'>>;

/** The part of new advisories in a change; undefined where they change nothing. */
export function explainAdvisories(change: KeyedChange, corners: Corners): Explanation | undefined {
  const { key, before, after } = change;
  const [was, is] = [corners.contents(key), corners.advisories(key)];
  const finding = after ?? before;
  if (was === is || !finding) return undefined;
  if (before && after)
    return { cause: 'severity-rescored', subject: `${finding.vulnerability} ${before.severity} → ${after.severity}` };
  return { cause: causeOf(change, corners), subject: finding.vulnerability };
}

function causeOf({ before, after }: KeyedChange, { knownBefore, knownAfter }: Corners): Explanation['cause'] {
  if (after) return advisoriesOf(after).some((id) => stands(knownBefore, id)) ? 'advisory-changed' : 'advisory-published';
  return before && advisoriesOf(before).some((id) => stands(knownAfter, id)) ? 'advisory-changed' : 'advisory-withdrawn';
}

function advisoriesOf({ evidence }: Finding): readonly string[] {
  return evidence.map(({ advisory }) => advisory);
}

function stands(known: KnownAdvisories, id: string): boolean {
  const advisory = known.get(id);
  return advisory !== undefined && advisory.withdrawnAt === undefined;
}
