import { memberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { Cluster } from '../../../formats/kubernetes/cluster.ts';
import type { ExposureKind } from '../../../model/exposure.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Entrance } from '../entrance.ts';

/**
 * Services that are open by themselves: load balancers, node ports, and those with addresses outside of the cluster.
 *
 * source  https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
 */
export function findOpenServices(cluster: Cluster): readonly Entrance[] {
  return cluster
    .ofKind('', 'Service')
    .flatMap((service) =>
      kindsOf(service).map((kind): Entrance => ({ kind, steps: [], target: { kind: 'this-service', service } })),
    );
}

function kindsOf({ value }: Resource): readonly ExposureKind[] {
  const type = textAt(value, 'spec', 'type');
  const own: readonly ExposureKind[] = type === 'LoadBalancer' ? ['load-balancer'] : type === 'NodePort' ? ['node-port'] : [];
  return textsAt(value, 'spec', 'externalIPs').length > 0 ? [...own, 'external-ip'] : own;
}

/** What of an open Service is open: `type LoadBalancer, port 443`. */
export function describeService({ value }: Resource): string {
  const ports = objectsAt(value, 'spec', 'ports').flatMap((port) => {
    const number = memberAt(port, 'nodePort') ?? memberAt(port, 'port');
    return typeof number === 'number' ? [number] : [];
  });
  const type = textAt(value, 'spec', 'type') ?? 'ClusterIP';
  return `type ${type}${ports.length > 0 ? `, port ${[...new Set(ports)].join(', ')}` : ''}`;
}
