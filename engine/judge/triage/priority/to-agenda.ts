import type { DeclaredImage } from '../../../model/inventory.ts';
import { type Priority, priorities } from '../../../model/priority.ts';
import type { OwnerAgenda, PriorityCounts, TriageItem } from '../../../model/triage.ts';
import type { TriagedFinding } from './compare-urgency.ts';

/** Whose an image is. */
export type FindImage = (reference: string) => Pick<DeclaredImage, 'owners' | 'components'> | undefined;

/** Who has what nobody is named for. */
export const unnamed = 'not said';

/** How many findings there are of each priority. */
export function countPriorities(all: readonly TriagedFinding[]): PriorityCounts {
  const counts: Record<Priority, number> = { act: 0, attend: 0, 'track-closely': 0, track: 0 };
  for (const { priority } of all) counts[priority] += 1;
  return counts;
}

/** Things to look at: as many as were asked for, of how many. */
export interface Items {
  readonly items: readonly TriageItem[];
  readonly total: number;
}

/**
 * Findings as things to look at: one for each vulnerability, package, priority and exposure.
 *
 * in      most urgent first
 * out     likewise; without a limit, their `findings` sum to how many were given
 */
export function toItems(sorted: readonly TriagedFinding[], findImage: FindImage, limit: number): Items {
  const groups = [...Map.groupBy(sorted, keyOf).values()];
  return { items: groups.slice(0, limit).flatMap((group) => toItem(group, findImage)), total: groups.length };
}

function keyOf({ finding, priority, setting }: TriagedFinding): string {
  return `${finding.vulnerability}\n${finding.purl}\n${priority}\n${setting.exposure}`;
}

function toItem(group: readonly TriagedFinding[], findImage: FindImage): readonly TriageItem[] {
  const [first] = group;
  if (!first) return [];
  const { vulnerability, aliases, purl, severity, kev, epss, state, fixedIn } = first.finding;
  const images = [...new Set(group.map(({ finding }) => finding.image))].toSorted();
  const gather = (of: 'owners' | 'components') =>
    [...new Set(images.flatMap((image) => findImage(image)?.[of] ?? []))].toSorted();
  return [
    {
      priority: first.priority,
      vulnerability,
      aliases,
      purl,
      severity,
      kev,
      epss,
      exposure: first.setting.exposure,
      privilege: first.setting.privilege,
      rights: first.setting.rights,
      state,
      fixedIn,
      images,
      findings: group.length,
      owners: gather('owners'),
      components: gather('components'),
      why: first.why(),
    },
  ];
}

/**
 * What each owner has to do.
 *
 * in      most urgent first
 * out     a finding of an image with several owners stands with each; owners with the most urgent first
 */
export function toAgenda(all: readonly TriagedFinding[], findImage: FindImage, limit: number): readonly OwnerAgenda[] {
  const byOwner = new Map<string, TriagedFinding[]>();
  for (const one of all) {
    const owners = findImage(one.finding.image)?.owners ?? [];
    for (const owner of owners.length > 0 ? owners : [unnamed]) addTo(byOwner, owner, one);
  }
  const agendas = [...byOwner].map(([owner, own]) => ({
    owner,
    counts: countPriorities(own),
    items: toItems(own, findImage, limit).items,
  }));
  return agendas.toSorted(mostFirst);
}

function mostFirst(a: OwnerAgenda, b: OwnerAgenda): number {
  for (const priority of priorities)
    if (a.counts[priority] !== b.counts[priority]) return b.counts[priority] - a.counts[priority];
  return a.owner < b.owner ? -1 : 1;
}

function addTo(lists: Map<string, TriagedFinding[]>, key: string, one: TriagedFinding): void {
  const list = lists.get(key) ?? [];
  list.push(one);
  lists.set(key, list);
}
