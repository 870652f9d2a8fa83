import type { DeclaredImage } from '../../../model/inventory.ts';
import { type Priority, priorities } from '../../../model/priority.ts';
import type { OwnerAgenda, PriorityCounts, TriageItem } from '../../../model/triage.ts';
import { compareUrgency, type TriagedFinding } from './compare-urgency.ts';

/** Whose an image is. */
export type FindImage = (reference: string) => Pick<DeclaredImage, 'owners' | 'components'> | undefined;

/** Who has what nobody is named for. */
export const unnamed = 'not said';

/** How many findings there are of each priority. */
export function countPriorities(all: readonly TriagedFinding[]): PriorityCounts {
  const counts: Record<Priority, number> = { act: 0, attend: 0, 'track-closely': 0, track: 0 };
  for (const { finding } of all) counts[finding.priority] += 1;
  return counts;
}

/**
 * Findings as things to look at: one for each vulnerability, package, priority and exposure.
 *
 * out     most urgent first; their `findings` sum to how many were given
 */
export function toItems(all: readonly TriagedFinding[], findImage: FindImage): readonly TriageItem[] {
  const groups = Map.groupBy(all.toSorted(compareUrgency), ({ finding, exposure }) =>
    JSON.stringify([finding.vulnerability, finding.purl, finding.priority, exposure]),
  );
  return [...groups.values()].flatMap((group) => toItem(group, findImage));
}

function toItem(group: readonly TriagedFinding[], findImage: FindImage): readonly TriageItem[] {
  const [first] = group;
  if (!first) return [];
  const { vulnerability, aliases, purl, severity, kev, epss, state, fixedIn, priority, why } = first.finding;
  const images = [...new Set(group.map(({ finding }) => finding.image))].toSorted();
  const gather = (of: 'owners' | 'components') =>
    [...new Set(images.flatMap((image) => findImage(image)?.[of] ?? []))].toSorted();
  return [
    {
      priority,
      vulnerability,
      aliases,
      purl,
      severity,
      kev,
      epss,
      exposure: first.exposure,
      state,
      fixedIn,
      images,
      findings: group.length,
      owners: gather('owners'),
      components: gather('components'),
      why,
    },
  ];
}

/**
 * What each owner has to do.
 *
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
    items: toItems(own, findImage).slice(0, limit),
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
