import { ecosystemWithoutRelease, packageKey } from '../../formats/ecosystem/ecosystem.ts';
import type {
  Advisory,
  AffectedPackage,
  CveMetadata,
  ExploitPrediction,
  KnownExploited,
  Snapshot,
} from '../../model/advisory.ts';
import type { AdvisorySource } from './advisory-source.ts';

/** Advisories as plain lists, as a record embeds them. */
export interface AdvisoryLists {
  readonly snapshot: Snapshot;
  /** Without release; by default those that the advisories name. */
  readonly ecosystems?: readonly string[];
  /** With release; by default those that the advisories name. */
  readonly releases?: readonly string[];
  readonly advisories: readonly Advisory[];
  readonly exploited?: readonly KnownExploited[];
  readonly predictions?: readonly ExploitPrediction[];
  readonly metadata?: readonly CveMetadata[];
  readonly severityOrder?: readonly string[];
}

/**
 * An AdvisorySource over plain lists: what a record was judged by, or a few advisories in a test.
 */
export function createAdvisoryMemory(lists: AdvisoryLists): AdvisorySource {
  const advisories = lists.advisories.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const byPackage = indexPackages(advisories);
  const byId = indexIds(advisories);
  const named = [...new Set(advisories.flatMap((advisory) => advisory.affected.map((entry) => entry.ecosystem)))];
  const exploited = new Map(lists.exploited?.map((entry) => [entry.id, entry]));
  const predictions = new Map(lists.predictions?.map((entry) => [entry.id, entry]));
  const metadata = new Map(lists.metadata?.map((entry) => [entry.id, entry]));
  return {
    snapshot: lists.snapshot,
    ecosystems: new Set(lists.ecosystems ?? named.map(ecosystemWithoutRelease)),
    releases: new Set(lists.releases ?? named),
    find: (ecosystem, name) => byPackage.get(keyOf(ecosystem, name)) ?? [],
    findRelated: (id) => (byId.get(id) ?? []).map(toRelated),
    findExploited: (id) => exploited.get(id),
    findPrediction: (id) => predictions.get(id),
    findMetadata: (id) => metadata.get(id),
    ...(lists.severityOrder && { severityOrder: lists.severityOrder }),
  };
}

/**
 * An advisory without what it affects: other ids and severities of a vulnerability, and nothing to match with.
 */
export function toRelated(advisory: Advisory): Advisory {
  const stated = [...advisory.severities, ...advisory.affected.flatMap((entry) => entry.severities)];
  const severities = [...new Map(stated.map((statement) => [JSON.stringify(statement), statement])).values()];
  return { ...advisory, affected: [], severities };
}

function keyOf(ecosystem: string, name: string): string {
  return `${ecosystem}\n${packageKey(ecosystem, name)}`;
}

function indexPackages(advisories: readonly Advisory[]): ReadonlyMap<string, readonly Advisory[]> {
  const index = new Map<string, Advisory[]>();
  for (const advisory of advisories) {
    for (const [key, affected] of entriesByPackage(advisory)) {
      const list = index.get(key) ?? [];
      list.push(affected.length === advisory.affected.length ? advisory : { ...advisory, affected });
      index.set(key, list);
    }
  }
  return index;
}

function entriesByPackage(advisory: Advisory): ReadonlyMap<string, readonly AffectedPackage[]> {
  return Map.groupBy(advisory.affected, (entry) => keyOf(ecosystemWithoutRelease(entry.ecosystem), entry.name));
}

function indexIds(advisories: readonly Advisory[]): ReadonlyMap<string, readonly Advisory[]> {
  const index = new Map<string, Advisory[]>();
  for (const advisory of advisories) {
    for (const id of [advisory.id, ...advisory.aliases]) {
      const list = index.get(id) ?? [];
      list.push(advisory);
      index.set(id, list);
    }
  }
  return index;
}
