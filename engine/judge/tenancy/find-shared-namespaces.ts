import type { Workload } from '../../formats/kubernetes/workload.ts';
import type { Rights, RightsSharing } from '../../model/rights.ts';
import type { TenancyEvidence, TenancyFinding } from '../../model/tenancy.ts';
import type { Parties } from './parties.ts';
import { evidenceOf, homeOf, listSome, nameOf } from './workload-words.ts';

/**
 * Namespaces of tenants that others are in: several people in one, and workloads of the release beside them.
 *
 * Accounts of elsewhere that can act there are told by `judge/rights`.
 */
export function findSharedNamespaces(
  { sharing }: Pick<Rights, 'sharing'>,
  workloads: readonly Workload[],
  parties: Parties,
): readonly TenancyFinding[] {
  const members = Map.groupBy(
    sharing.filter(({ kind }) => kind === 'member'),
    ({ namespace }) => namespace,
  );
  const guests = Map.groupBy(
    workloads.filter(({ resource }) => parties.isTenant(homeOf(resource))),
    ({ resource }) => homeOf(resource),
  );
  return [
    ...[...members].map(([namespace, all]) => ofMembers(namespace, all)),
    ...[...guests].map(([namespace, all]) => ofGuests(namespace, all)),
  ];
}

function ofMembers(namespace: string, members: readonly RightsSharing[]): TenancyFinding {
  const names = members.map(({ subject }) => `${subject.kind} ${subject.name}`);
  const remedy = 'Give people who must not have what the others have a namespace of their own.';
  return {
    code: 'namespace-shared',
    severity: 'MEDIUM',
    certainty: 'certain',
    title: `${names.length} people and groups share namespace ${namespace}`,
    sentence: `${listSome(names, 8)} share namespace ${namespace}: each of them runs pods as any account of it and reads the Secrets that these mount, those of the others included. ${remedy}`,
    ...{ remedy, tenants: [namespace], file: null, line: null },
    evidence: members.map(({ sentence }): TenancyEvidence => ({ sentence, resource: null, file: null, line: null })),
  };
}

function ofGuests(namespace: string, workloads: readonly Workload[]): TenancyFinding {
  const names = workloads.map(({ resource }) => `${resource.identity.kind} ${resource.identity.name}`);
  const [first] = workloads;
  const remedy = 'Install what belongs to the platform in a namespace of its own.';
  return {
    code: 'namespace-shared',
    severity: 'MEDIUM',
    certainty: 'likely',
    title: `Workloads of the release run in tenant namespace ${namespace}`,
    sentence: `${listSome(names, 8)} of the release ${names.length === 1 ? 'runs' : 'run'} in namespace ${namespace}, where the tenant's pods can be started with the same accounts, Secrets and volumes. ${remedy}`,
    ...{ remedy, tenants: [namespace], file: first?.resource.file ?? null, line: first?.resource.line ?? null },
    evidence: workloads.map(({ resource }) => evidenceOf(resource, `${nameOf(resource)} is installed there.`)),
  };
}
