import { namespaceOf } from '../../formats/kubernetes/cluster.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';

/** A gap at the place that declares a resource. */
export function toGap(code: string, resource: Resource, detail: string): Gap {
  return {
    code,
    unit: 'judge/reach',
    path: resource.file,
    ...(resource.line !== undefined && { line: resource.line }),
    detail: `${describeResource(resource)}: ${detail}.`,
  };
}

/** `NetworkPolicy tide/allow-web`. */
export function describeResource(resource: Resource): string {
  const { kind, name } = resource.identity;
  const namespace = kind.includes('Admin') || kind.startsWith('Cluster') ? undefined : namespaceOf(resource);
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
