import type { Cluster } from '../../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../../model/resource.ts';

/** Ingresses of the group that has them, and of the one that had them first. */
export function findIngresses(cluster: Cluster): readonly Resource[] {
  return ['networking.k8s.io', 'extensions'].flatMap((group) => cluster.ofKind(group, 'Ingress'));
}
