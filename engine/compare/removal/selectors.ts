import { isObject, listAt, memberAt } from '../../formats/json/members.ts';
import { type Cluster, groupOf, labelsAt, namespaceOf, selects, sharesNamespace } from '../../formats/kubernetes/cluster.ts';
import { selectsByLabels } from '../../formats/kubernetes/label-selector.ts';
import { findWorkloads, type Workload } from '../../formats/kubernetes/workload.ts';
import type { Resource } from '../../model/resource.ts';

/** What a selector of a resource selects. */
export interface Selected {
  readonly from: Resource;
  readonly path: string;
  readonly to: readonly Resource[];
}

/** Where a kind holds its selector, what that selects, and from where. */
interface SelectorPlace {
  readonly path: readonly string[];
  /** Labels alone, or `matchLabels` and `matchExpressions`. */
  readonly form: 'labels' | 'selector';
  readonly of?: 'pods' | 'services';
  readonly isEverywhere?: true;
  /** Whether no selector means everything. */
  readonly isAllWithout?: true;
}

const istioPolicy: SelectorPlace = { path: ['spec', 'selector'], form: 'selector', isAllWithout: true };
const istioProxy: SelectorPlace = { path: ['spec', 'workloadSelector', 'labels'], form: 'labels' };

/** Group and kind → its selector. Their specifications are named in `docs/concepts/removal.md`. */
const places: Readonly<Record<string, SelectorPlace>> = {
  '/Service': { path: ['spec', 'selector'], form: 'labels' },
  'networking.k8s.io/NetworkPolicy': { path: ['spec', 'podSelector'], form: 'selector' },
  'policy/PodDisruptionBudget': { path: ['spec', 'selector'], form: 'selector' },
  'monitoring.coreos.com/PodMonitor': { path: ['spec', 'selector'], form: 'selector' },
  'monitoring.coreos.com/ServiceMonitor': { path: ['spec', 'selector'], form: 'selector', of: 'services' },
  'networking.istio.io/Gateway': { path: ['spec', 'selector'], form: 'labels', isEverywhere: true },
  'networking.istio.io/EnvoyFilter': istioProxy,
  'networking.istio.io/Sidecar': istioProxy,
  'security.istio.io/AuthorizationPolicy': istioPolicy,
  'security.istio.io/PeerAuthentication': istioPolicy,
  'security.istio.io/RequestAuthentication': istioPolicy,
};

/** Something with labels. */
type Labeled = Pick<Workload, 'resource' | 'labels'>;

/**
 * What the selectors of Services, policies, budgets, monitors and gateways select, and which roles aggregated ones are made of.
 *
 * cost    O(selectors × workloads)
 */
export function findSelected(cluster: Cluster): readonly Selected[] {
  const pods: readonly Labeled[] = findWorkloads(cluster);
  const services = cluster.ofKind('', 'Service').map(labeled);
  const roles = cluster.ofKind('rbac.authorization.k8s.io', 'ClusterRole').map(labeled);
  return cluster.resources.flatMap((from) => {
    const place = places[`${groupOf(from.identity)}/${from.identity.kind}`];
    if (place) return ofPlace(from, place, place.of === 'services' ? services : pods);
    return from.identity.kind === 'ClusterRole' ? ofAggregation(from, roles) : [];
  });
}

function labeled(resource: Resource): Labeled {
  return { resource, labels: labelsAt(resource.value, 'metadata', 'labels') };
}

function ofPlace(from: Resource, place: SelectorPlace, candidates: readonly Labeled[]): readonly Selected[] {
  const { path, isEverywhere } = place;
  const isSelected = toTest(from, place);
  if (!isSelected) return [];
  const to = candidates.filter(
    ({ resource, labels }) => labels && isSelected(labels) && (isEverywhere === true || sharesNamespace(resource, from) !== 'no'),
  );
  return to.length === 0 ? [] : [{ from, path: path.join('.'), to: to.map(({ resource }) => resource) }];
}

function toTest(
  { value }: Resource,
  { path, form, isAllWithout }: SelectorPlace,
): ((labels: ReadonlyMap<string, string>) => boolean) | undefined {
  const stated = memberAt(value, ...path);
  if (stated === undefined || stated === null) return isAllWithout === true ? () => true : undefined;
  if (form === 'selector') return selectsByLabels(stated);
  const labels = labelsAt(stated);
  return labels && labels.size > 0 ? (others) => selects(labels, others) : undefined;
}

function ofAggregation(from: Resource, roles: readonly Labeled[]): readonly Selected[] {
  return listAt(from.value, 'aggregationRule', 'clusterRoleSelectors').flatMap((stated, index) => {
    const isSelected = isObject(stated) ? selectsByLabels(stated) : undefined;
    const to = roles.filter(({ resource, labels }) => resource !== from && labels && isSelected?.(labels));
    const path = `aggregationRule.clusterRoleSelectors[${index}]`;
    return to.length === 0 ? [] : [{ from, path, to: to.map(({ resource }) => resource) }];
  });
}

/** Peers of a NetworkPolicy that name pods by their labels, with what they select among workloads. */
export function findPeers(policy: Resource, workloads: readonly Workload[]): readonly Selected[] {
  const sides = [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const;
  return sides.flatMap(([rules, side]) =>
    listAt(policy.value, 'spec', rules).flatMap((rule, at) =>
      listAt(rule, side).flatMap((peer, index): Selected[] => {
        const isSelected = selectsByLabels(memberAt(peer, 'podSelector'));
        const isElsewhere = memberAt(peer, 'namespaceSelector') !== undefined;
        const to = workloads.filter(
          ({ resource, labels }) =>
            labels && isSelected?.(labels) && (isElsewhere || namespaceOf(resource) === namespaceOf(policy)),
        );
        const path = `spec.${rules}[${at}].${side}[${index}].podSelector`;
        return to.length === 0 ? [] : [{ from: policy, path, to: to.map(({ resource }) => resource) }];
      }),
    ),
  );
}
