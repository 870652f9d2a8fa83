import { planRelease } from '../compare/remediation/plan-release.ts';
import type { Plan } from '../model/plan.ts';
import type { Release } from '../model/release.ts';
import { sourceOf } from './diff-records.ts';
import { judgeContents } from './judge-images.ts';

/**
 * The remediation plan of a record; its predictions are matched by the advisories that the record embeds.
 *
 * in      actions at most
 */
export function planRecord(release: Release, limit: number): Promise<Plan> {
  const advisories = sourceOf(release.knowledge);
  return planRelease(release, { limit, judge: (images) => judgeContents(images, advisories).findings });
}
