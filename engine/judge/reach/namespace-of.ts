import { namespaceOf } from '../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../model/resource.ts';

/** Where a resource is installed; `default` where neither it nor its source says, as `kubectl apply` does. */
export function namespaceOrDefault(resource: Resource): string {
  return namespaceOf(resource) || 'default';
}
