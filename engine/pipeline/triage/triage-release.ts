import { describeWay } from '../../judge/exposure/describe-way.ts';
import { findExposures } from '../../judge/exposure/find-exposures.ts';
import type { ImageUser, RightsOf } from '../../judge/exposure/privilege.ts';
import { cisaTable } from '../../judge/triage/priority/cisa-table.ts';
import type { TriagedFinding } from '../../judge/triage/priority/compare-urgency.ts';
import { settingsOf } from '../../judge/triage/priority/find-setting.ts';
import { prioritize } from '../../judge/triage/priority/prioritize.ts';
import type { WorkloadExposure } from '../../model/exposure.ts';
import type { Finding } from '../../model/finding.ts';
import type { Release } from '../../model/release.ts';
import type { TriageTable } from '../../model/triage.ts';
import { rightsOfAccounts } from '../rights-of-resources.ts';

/** What triage looks at in a release. */
export type TriagedRelease = Pick<Release, 'findings' | 'inventory' | 'images' | 'resources' | 'knowledge' | 'policy'>;

/**
 * Every finding of a release with its priority, and what it was found with.
 *
 * in      a release as scanned, or a record of any age
 * out     in the order of the findings; the same release gives the same priorities, whenever it is asked
 * cost    O(findings), and the exposure and the rights of the workloads once
 */
export function triageFindings(release: TriagedRelease): readonly TriagedFinding[] {
  const table = triageTableOf(release);
  const settingOf = settingsOf(release.resources && exposuresOf(release, rightsOfAccounts(release.resources)), describeWay);
  const images = new Map(release.inventory.images.map((image) => [image.reference, image]));
  const metadata = new Map((release.knowledge.metadata ?? []).map(({ id, ssvc }) => [id, ssvc]));
  const exploited = new Map(release.knowledge.exploited.map(({ id, ...rest }) => [id, rest]));
  return release.findings.map((finding) => {
    const setting = settingOf(finding.image);
    const dated = finding.exploited ?? (finding.kev ? exploited.get(finding.vulnerability) : undefined);
    const decided = prioritize(dated ? { ...finding, exploited: dated } : finding, {
      ssvc: finding.ssvc ?? metadata.get(finding.vulnerability),
      image: images.get(finding.image),
      setting,
      table,
    });
    return { finding, setting, ...decided };
  });
}

/**
 * The findings of a release with their priorities, as a record holds them: `why` is the decision alone, since images share it;
 * `triageFindings` says the rest at any time.
 */
export function withPriorities(release: TriagedRelease): readonly Finding[] {
  return triageFindings(release).map(toPrioritized);
}

/** A finding as a record holds it: with its priority, and the decision as the reason. */
export function toPrioritized({ finding, priority, decision }: TriagedFinding): Finding {
  return { ...finding, priority, why: [decision] };
}

/** The ways to each workload of a release, and what its containers may do with the images that were read. */
export function exposuresOf(
  { resources = [], images }: Pick<Release, 'resources' | 'images'>,
  rightsOf?: RightsOf,
): readonly WorkloadExposure[] {
  const users = new Map<string, ImageUser>();
  for (const { reference, configuration, facts } of images)
    if (configuration && !users.has(reference)) users.set(reference, { user: configuration.user, users: facts?.users ?? null });
  return findExposures(resources, { findImage: (reference) => users.get(reference), ...(rightsOf && { rightsOf }) });
}

/** The rules that a release is triaged by: its project's own, which its record holds, or CISA's. */
export function triageTableOf({ policy }: Pick<Release, 'policy'>): TriageTable {
  const own = policy?.triage;
  return own ? (own as unknown as TriageTable) : cisaTable;
}
