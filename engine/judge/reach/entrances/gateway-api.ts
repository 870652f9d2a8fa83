import { isObject, type Members, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { Cluster } from '../../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../../model/resource.ts';
import { namespaceOrDefault } from '../namespace-of.ts';
import { type Entrances, toPort } from './backend.ts';

const group = 'gateway.networking.k8s.io';
const kinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];

/**
 * Routes of the Gateway API that a Gateway takes. One that hangs on a Service alone is of a mesh, and lets nobody in; a Service of another
 * namespace has to be granted there.
 *
 * source  https://gateway-api.sigs.k8s.io/reference/spec/, HTTPRoute, ReferenceGrant, AllowedRoutes
 */
export function findGatewayRoutes(cluster: Cluster): Entrances {
  const found = kinds.flatMap((kind) => cluster.ofKind(group, kind)).map((route) => ofRoute(route, cluster));
  return { backends: found.flatMap(({ backends }) => backends), unled: found.flatMap(({ unled }) => unled) };
}

function ofRoute(by: Resource, cluster: Cluster): Entrances {
  const parents = objectsAt(by.value, 'spec', 'parentRefs');
  if (parents.length > 0 && parents.every((parent) => textAt(parent, 'kind') === 'Service')) return { backends: [], unled: [] };
  if (parents.length > 0 && !parents.some((parent) => takes(parent, by, cluster)))
    return { backends: [], unled: [{ by, code: 'entrance-refused', why: 'its Gateway takes no routes of this namespace' }] };
  const parts = backendsOf(by).map((backend) => ofBackend(backend, by, cluster));
  return { backends: parts.flatMap(({ backends }) => backends), unled: parts.flatMap(({ unled }) => unled) };
}

/** One that is not part of the release takes every route; so may one that chooses by labels. */
function takes(parent: Members, route: Resource, cluster: Cluster): boolean {
  const namespace = textAt(parent, 'namespace') ?? namespaceOrDefault(route);
  const gateway = cluster
    .ofKind(group, textAt(parent, 'kind') ?? 'Gateway')
    .find((each) => each.identity.name === parent.name && namespaceOrDefault(each) === namespace);
  if (!gateway || namespace === namespaceOrDefault(route)) return true;
  const listeners = objectsAt(gateway.value, 'spec', 'listeners');
  const own = listeners.filter(({ name }) => parent.sectionName === undefined || parent.sectionName === name);
  return own.some((listener) => (textAt(listener, 'allowedRoutes', 'namespaces', 'from') ?? 'Same') !== 'Same');
}

function backendsOf({ value }: Resource): readonly Members[] {
  return objectsAt(value, 'spec', 'rules').flatMap((rule) => [
    ...objectsAt(rule, 'backendRefs'),
    ...objectsAt(rule, 'filters')
      .map((filter) => memberAt(filter, 'requestMirror', 'backendRef'))
      .filter(isObject),
  ]);
}

function ofBackend(backend: Members, by: Resource, cluster: Cluster): Entrances {
  const service = textAt(backend, 'name');
  const kind = textAt(backend, 'kind') ?? 'Service';
  if (service === undefined || kind !== 'Service') {
    const why = `it leads to ${kind} ${service ?? 'without a name'}, which is no Service`;
    return { backends: [], unled: [{ by, code: 'entrance-undecided', why }] };
  }
  const namespace = textAt(backend, 'namespace') ?? namespaceOrDefault(by);
  if (namespace === namespaceOrDefault(by) || isGranted(by, { namespace, service }, cluster))
    return { backends: [{ namespace, service, port: toPort(backend.port), by }], unled: [] };
  const why = `it leads to Service ${namespace}/${service} of another namespace, and no ReferenceGrant there lets it`;
  return { backends: [], unled: [{ by, code: 'entrance-refused', why }] };
}

function isGranted(
  by: Resource,
  { namespace, service }: { readonly namespace: string; readonly service: string },
  cluster: Cluster,
): boolean {
  return cluster
    .ofKind(group, 'ReferenceGrant')
    .filter((grant) => namespaceOrDefault(grant) === namespace)
    .some(({ value }) => {
      const isFrom = objectsAt(value, 'spec', 'from').some(
        (from) => from.group === group && from.kind === by.identity.kind && from.namespace === namespaceOrDefault(by),
      );
      const isTo = objectsAt(value, 'spec', 'to').some(
        ({ group: of = '', kind, name }) => of === '' && kind === 'Service' && (name === undefined || name === service),
      );
      return isFrom && isTo;
    });
}
