import { isObject, memberAt, objectsAt, textAt } from '../../formats/json/members.ts';
import { scalarText } from '../../formats/json/scalar-text.ts';
import { type Cluster, labelsAt } from '../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../model/resource.ts';
import { type Backend, type Entrances, toPort, type Unled } from './entrances/backend.ts';
import { findGatewayRoutes } from './entrances/gateway-api.ts';
import { findVirtualServices } from './entrances/istio.ts';
import { namespaceOrDefault } from './namespace-of.ts';

/** Services that stand for others, one after another. */
const maxAliases = 3;

/**
 * The Services that Ingresses, Routes, Gateway routes and VirtualServices on a Gateway lead to.
 *
 * out     Services of the type ExternalName are followed to the one of the cluster that they name, and lead outside where they name none
 * source  https://kubernetes.io/docs/concepts/services-networking/ingress/ and …/service/#externalname
 */
export function findEntrances(cluster: Cluster): Entrances {
  const ingresses = [...cluster.ofKind('networking.k8s.io', 'Ingress'), ...cluster.ofKind('extensions', 'Ingress')];
  const routes = [...cluster.ofKind('route.openshift.io', 'Route'), ...cluster.ofKind('', 'Route')];
  const ofGateways = findGatewayRoutes(cluster);
  const stated = [
    ...ingresses.flatMap(ofIngress),
    ...routes.flatMap(ofRoute),
    ...ofGateways.backends,
    ...findVirtualServices(cluster),
  ];
  const services = new Map(
    cluster.ofKind('', 'Service').map((each) => [`${namespaceOrDefault(each)}/${each.identity.name}`, each]),
  );
  const backends = stated.flatMap((backend) => follow(backend, services, maxAliases));
  return {
    backends,
    unled: [
      ...ingresses.flatMap(ofResources),
      ...ofGateways.unled,
      ...backends.flatMap((each) => withoutSelector(each, services)),
    ],
  };
}

type Services = ReadonlyMap<string, Resource>;

function follow(backend: Backend, services: Services, left: number): readonly Backend[] {
  const service = services.get(`${backend.namespace}/${backend.service}`);
  if (textAt(service?.value, 'spec', 'type') !== 'ExternalName') return [backend];
  const [name = '', namespace, svc] = (textAt(service?.value, 'spec', 'externalName') ?? '').split('.');
  if (namespace === undefined || svc !== 'svc' || left === 0) return [];
  return follow({ ...backend, service: name, namespace }, services, left - 1);
}

function withoutSelector({ namespace, service, by }: Backend, services: Services): readonly Unled[] {
  const found = services.get(`${namespace}/${service}`);
  const selector = found && labelsAt(found.value, 'spec', 'selector');
  if (!found || (selector && selector.size > 0)) return [];
  const why = selector
    ? 'has no selector: manifests do not say which pods its endpoints are'
    : 'has a selector that cannot be read';
  return [{ by, code: 'entrance-undecided', why: `it leads to Service ${namespace}/${service}, which ${why}` }];
}

function backendsOfIngress({ value }: Resource): readonly unknown[] {
  const paths = objectsAt(value, 'spec', 'rules').flatMap((rule) => objectsAt(rule, 'http', 'paths'));
  return [
    memberAt(value, 'spec', 'defaultBackend') ?? memberAt(value, 'spec', 'backend'),
    ...paths.map(({ backend }) => backend),
  ];
}

function ofIngress(by: Resource): readonly Backend[] {
  return backendsOfIngress(by).flatMap((backend) => {
    const service = textAt(backend, 'service', 'name') ?? textAt(backend, 'serviceName');
    const stated = memberAt(backend, 'service', 'port', 'number') ?? memberAt(backend, 'service', 'port', 'name');
    return service === undefined
      ? []
      : [{ namespace: namespaceOrDefault(by), service, port: toPort(stated ?? memberAt(backend, 'servicePort')), by }];
  });
}

/** Backends that are no Services. */
function ofResources(by: Resource): readonly Unled[] {
  return backendsOfIngress(by)
    .map((backend) => memberAt(backend, 'resource'))
    .filter(isObject)
    .map(({ kind, name }) => ({
      by,
      code: 'entrance-undecided',
      why: `it leads to ${scalarText(kind)} ${scalarText(name)}, which is no Service`,
    }));
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
