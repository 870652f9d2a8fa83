import { memberAt, objectsAt, textAt } from '../../formats/json/members.ts';
import type { Cluster } from '../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../model/resource.ts';
import type { PodGroup } from './find-pods.ts';
import { namespaceOrDefault } from './namespace-of.ts';

/** A Service that something lets outsiders into. */
export interface Backend {
  readonly namespace: string;
  readonly service: string;
  /** Number or name of the Service's port, or of the target of one; undefined where every port is meant. */
  readonly port: number | string | undefined;
  /** What lets them in. */
  readonly by: Resource;
  /** Whether pods are the proxy that they come through, where manifests say which one it is. */
  readonly isProxy?: (pods: PodGroup) => boolean;
}

/**
 * The Services that Ingresses, Routes, Gateway routes and VirtualServices on a Gateway lead to.
 *
 * source  https://kubernetes.io/docs/concepts/services-networking/ingress/, https://gateway-api.sigs.k8s.io/reference/spec/,
 *         https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export function findEntrances(cluster: Cluster): readonly Backend[] {
  const ingresses = [...cluster.ofKind('networking.k8s.io', 'Ingress'), ...cluster.ofKind('extensions', 'Ingress')];
  const routes = [...cluster.ofKind('route.openshift.io', 'Route'), ...cluster.ofKind('', 'Route')];
  const gatewayKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];
  return [
    ...ingresses.flatMap(ofIngress),
    ...routes.flatMap(ofRoute),
    ...gatewayKinds.flatMap((kind) => cluster.ofKind('gateway.networking.k8s.io', kind).flatMap(ofGatewayRoute)),
    ...cluster.ofKind('networking.istio.io', 'VirtualService').flatMap(ofVirtualService),
  ];
}

function ofIngress(by: Resource): readonly Backend[] {
  const { value } = by;
  const paths = objectsAt(value, 'spec', 'rules').flatMap((rule) => objectsAt(rule, 'http', 'paths'));
  const backends = [
    memberAt(value, 'spec', 'defaultBackend') ?? memberAt(value, 'spec', 'backend'),
    ...paths.map(({ backend }) => backend),
  ];
  return backends.flatMap((backend) => {
    const service = textAt(backend, 'service', 'name') ?? textAt(backend, 'serviceName');
    const stated = memberAt(backend, 'service', 'port', 'number') ?? memberAt(backend, 'service', 'port', 'name');
    return service === undefined
      ? []
      : [{ namespace: namespaceOrDefault(by), service, port: toPort(stated ?? memberAt(backend, 'servicePort')), by }];
  });
}

function ofRoute(by: Resource): readonly Backend[] {
  const spec = memberAt(by.value, 'spec');
  const targets = [memberAt(spec, 'to'), ...objectsAt(spec, 'alternateBackends')];
  const port = toPort(memberAt(spec, 'port', 'targetPort'));
  return targets.flatMap((target) => {
    const service = textAt(target, 'name');
    return service === undefined || (textAt(target, 'kind') ?? 'Service') !== 'Service'
      ? []
      : [{ namespace: namespaceOrDefault(by), service, port, by }];
  });
}

/** A route of a mesh has Services as parents, and lets nobody in. */
function ofGatewayRoute(by: Resource): readonly Backend[] {
  const parents = objectsAt(by.value, 'spec', 'parentRefs');
  if (parents.length > 0 && parents.every((parent) => textAt(parent, 'kind') === 'Service')) return [];
  return objectsAt(by.value, 'spec', 'rules')
    .flatMap((rule) => objectsAt(rule, 'backendRefs'))
    .flatMap((backend) => {
      const service = textAt(backend, 'name');
      if (service === undefined || (textAt(backend, 'kind') ?? 'Service') !== 'Service') return [];
      return [{ namespace: textAt(backend, 'namespace') ?? namespaceOrDefault(by), service, port: toPort(backend.port), by }];
    });
}

/** Without a Gateway, or with `mesh` alone, it is about connections within the mesh. */
function ofVirtualService(by: Resource): readonly Backend[] {
  const spec = memberAt(by.value, 'spec');
  const stated = memberAt(spec, 'gateways');
  if (!Array.isArray(stated) || stated.every((gateway) => gateway === 'mesh')) return [];
  return ['http', 'tls', 'tcp']
    .flatMap((kind) => objectsAt(spec, kind))
    .flatMap((rule) => objectsAt(rule, 'route'))
    .flatMap(({ destination }) => {
      const [service, namespace] = (textAt(destination, 'host') ?? '').split('.');
      if (!service) return [];
      return [
        { namespace: namespace || namespaceOrDefault(by), service, port: toPort(memberAt(destination, 'port', 'number')), by },
      ];
    });
}

function toPort(value: unknown): number | string | undefined {
  if (typeof value === 'string') return /^\d{1,5}$/.test(value) ? Number(value) : value || undefined;
  return typeof value === 'number' ? value : undefined;
}
