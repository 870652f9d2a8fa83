import { listAt, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { namespaceOf } from '../../../formats/kubernetes/cluster.ts';
import type { Direction } from '../../../formats/kubernetes/foreign-policies/policy-subject.ts';
import { selectsByLabels } from '../../../formats/kubernetes/label-selector.ts';
import type { Workload } from '../../../formats/kubernetes/workload.ts';
import type { Resource } from '../../../model/resource.ts';
import type { CheckSubject } from '../check.ts';

/** A network policy, and which pods it is for. */
export interface SelectingPolicy {
  readonly resource: Resource;
  /** Whether it isolates what comes in, or what goes out. */
  readonly directions: ReadonlySet<Direction>;
  selects(workload: Workload): boolean;
}

const none = new Map<string, string>();

/**
 * The network policies of a release; one whose selector cannot be read selects nothing.
 *
 * source  Kubernetes, NetworkPolicySpec: without policyTypes a policy is for ingress, and for egress where it has such rules
 */
export function findPolicies({ cluster }: CheckSubject): readonly SelectingPolicy[] {
  return cluster.ofKind('networking.k8s.io', 'NetworkPolicy').map((resource) => {
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
