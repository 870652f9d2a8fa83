import type { Cluster } from '../../formats/kubernetes/cluster.ts';
import { findForeignPolicies } from '../../formats/kubernetes/foreign-policies/foreign-policies.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import type { Policy, PolicyReading } from './policy.ts';
import { readAdminPolicy } from './read-admin-policy.ts';
import { readNetworkPolicy } from './read-network-policy.ts';
import { toGap } from './to-gap.ts';

const readers: readonly (readonly [group: string, kind: string, read: (resource: Resource) => PolicyReading])[] = [
  ['networking.k8s.io', 'NetworkPolicy', readNetworkPolicy],
  ['extensions', 'NetworkPolicy', readNetworkPolicy],
  ...(['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'] as const).map(
    (kind) => ['policy.networking.k8s.io', kind, (resource: Resource) => readAdminPolicy(resource, kind)] as const,
  ),
];

/**
 * Every policy that the API server would accept.
 *
 * gaps    policy-refused: it has a fault, and protects nothing; policy-undecided: it selects what manifests do not say;
 *         policy-contradictory: two policies of one rank, of which nobody can say which decides; policy-unknown: of a kind that
 *         is not read
 */
export function readPolicies(cluster: Cluster): { readonly policies: readonly Policy[]; readonly gaps: readonly Gap[] } {
  const readings = readers.flatMap(([group, kind, read]) => cluster.ofKind(group, kind).map(read));
  const policies = readings.flatMap(({ policy, faults }) => (faults.length === 0 ? [policy] : []));
  return {
    policies,
    gaps: [
      ...readings.flatMap(({ policy: { resource }, faults, doubts }) => [
        ...faults.map((fault) =>
          toGap('policy-refused', resource, `${fault}; a cluster refuses it, so that it protects nothing`),
        ),
        ...doubts.map((doubt) => toGap('policy-undecided', resource, doubt)),
      ]),
      ...contradictions(policies),
      ...findForeignPolicies(cluster).map(({ resource }) => toGap('policy-unknown', resource, 'its kind is not read')),
      ...duplicates(policies),
    ],
  };
}

/** Two of one priority that decide in turn, where nothing says which turn. */
function contradictions(policies: readonly Policy[]): readonly Gap[] {
  const ranked = policies.filter(({ tier }) => tier !== 'network');
  const ranks = Map.groupBy(ranked, ({ tier, priority }) => `${tier} ${priority}`);
  return [...ranks.values()].flatMap(([first, ...others]) =>
    others.map(({ resource, priority }) =>
      toGap(
        'policy-contradictory',
        resource,
        `it has priority ${priority} as ${first?.resource.identity.kind} ${first?.resource.identity.name} does; which decides is not defined`,
      ),
    ),
  );
}

/** One name, two policies: the cluster keeps the one that is applied last, and nobody can say which that is. */
function duplicates(policies: readonly Policy[]): readonly Gap[] {
  const names = Map.groupBy(policies, ({ resource: { identity } }) =>
    JSON.stringify([identity.kind, identity.namespace, identity.name]),
  );
  return [...names.values()].flatMap(([first, ...others]) =>
    others
      .filter(({ resource }) => JSON.stringify(resource.value.spec) !== JSON.stringify(first?.resource.value.spec))
      .map(({ resource }) => toGap('policy-contradictory', resource, 'another policy has its name, and says something else')),
  );
}
