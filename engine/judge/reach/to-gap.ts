import { namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { findGapPlace } from '../../formats/kubernetes/find-place.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';

/** A gap at the place that declares a resource, or the path in it that the detail begins with. */
export function toGap(code: string, resource: Resource, detail: string): Gap {
  return {
    code,
    unit: 'judge/reach',
    ...findGapPlace(resource, /^spec(?=[ .])[\w.[\]]*/.exec(detail)?.[0] ?? ''),
    detail: `${describeResource(resource)}: ${detail}.`,
  };
}

/** Kinds of the whole cluster, whatever the namespace that their chart is installed in. */
const ofCluster = /^Cluster|Admin|WebhookConfiguration$/;

/** `NetworkPolicy tide/allow-web`. */
export function describeResource(resource: Resource): string {
  const { kind, name } = resource.identity;
  const namespace = ofCluster.test(kind) ? undefined : namespaceOf(resource);
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
