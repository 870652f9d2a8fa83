import { listAt, memberAt, objectsAt, textAt } from '../../formats/json/members.ts';
import { type Cluster, namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { findGapPlace } from '../../formats/kubernetes/find-place.ts';
import { findPolicyFaults } from '../../formats/kubernetes/find-policy-faults.ts';
import type { Direction } from '../../formats/kubernetes/foreign-policies/policy-subject.ts';
import { selectsByLabels } from '../../formats/kubernetes/label-selector.ts';
import type { Workload } from '../../formats/kubernetes/workload.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import type { CheckSubject } from './check.ts';

/** A network policy, and which pods it is for. */
export interface SelectingPolicy {
  readonly resource: Resource;
  /** Whether it isolates what comes in, or what goes out. */
  readonly directions: ReadonlySet<Direction>;
  selects(workload: Workload): boolean;
}

const none = new Map<string, string>();

/**
 * The network policies of a release that a cluster takes.
 *
 * source  Kubernetes, NetworkPolicySpec: without policyTypes a policy is for ingress, and for egress where it has such rules
 */
export function findPolicies({ cluster }: CheckSubject): readonly SelectingPolicy[] {
  const taken = declaredPolicies(cluster).filter(({ value }) => findPolicyFaults(value.spec).length === 0);
  return taken.map((resource) => {
    const selector = memberAt(resource.value, 'spec', 'podSelector') ?? {};
    const matches = selectsByLabels(selector);
    const namespace = namespaceOf(resource);
    return {
      resource,
      directions: directionsOf(resource),
      selects: (workload) => namespaceOf(workload.resource) === namespace && matches?.(workload.labels ?? none) === true,
    };
  });
}

/**
 * The network policies that a cluster refuses, which protect nothing.
 *
 * gaps    policy-refused: one for each fault, at its place
 */
export function tellRefusedPolicies(cluster: Cluster): readonly Gap[] {
  return declaredPolicies(cluster).flatMap((resource) =>
    findPolicyFaults(resource.value.spec).map(({ path, says }): Gap => {
      const name = `${namespaceOf(resource) ?? 'default'}/${resource.identity.name}`;
      const detail = `NetworkPolicy ${name}: ${path} ${says}; a cluster refuses it, so that it protects nothing.`;
      return { code: 'policy-refused', unit: 'judge/hardening', ...findGapPlace(resource, path), detail };
    }),
  );
}

function declaredPolicies(cluster: Cluster): readonly Resource[] {
  return cluster.ofKind('networking.k8s.io', 'NetworkPolicy');
}

function directionsOf({ value }: Resource): SelectingPolicy['directions'] {
  const stated = listAt(value, 'spec', 'policyTypes');
  const has = (one: Direction) =>
    stated.length > 0 ? stated.includes(one) : one === 'Ingress' || listAt(value, 'spec', 'egress').length > 0;
  return new Set((['Ingress', 'Egress'] as const).filter(has));
}

/** Selectors of pods in the peers of a policy, with their paths; those of other namespaces are left out. */
export function peerSelectors({ value }: Resource): readonly { readonly path: string; readonly selector: unknown }[] {
  return (['ingress', 'egress'] as const).flatMap((direction) => {
    const side = direction === 'ingress' ? 'from' : 'to';
    return objectsAt(value, 'spec', direction).flatMap((rule, at) =>
      objectsAt(rule, side).flatMap((peer, index) => {
        const selector = memberAt(peer, 'podSelector');
        const isOwn = memberAt(peer, 'namespaceSelector') === undefined && textAt(peer, 'ipBlock', 'cidr') === undefined;
        return selector !== undefined && isOwn
          ? [{ path: `spec.${direction}[${at}].${side}[${index}].podSelector`, selector }]
          : [];
      }),
    );
  });
}
