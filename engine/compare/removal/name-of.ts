import { namespaceOf } from '../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../model/resource.ts';

/** An object in words: `Service tide/gauge`. */
export function nameOf(resource: Resource): string {
  const namespace = namespaceOf(resource);
  return `${resource.identity.kind} ${namespace === undefined ? '' : `${namespace}/`}${resource.identity.name}`;
}
