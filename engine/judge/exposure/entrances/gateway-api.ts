import { type Members, memberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import { type Cluster, namespaceOf } from '../../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Entrance, EntranceTarget } from '../entrance.ts';
import { toStep } from '../to-step.ts';

const group = 'gateway.networking.k8s.io';
const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];

/**
 * Routes of the Gateway API that hang on a Gateway; those that hang on a Service stay within the mesh. A Gateway that is not part of the
 * release counts as one.
 *
 * source  https://gateway-api.sigs.k8s.io/reference/spec/
 */
export function findGatewayRoutes(cluster: Cluster): readonly Entrance[] {
  return routeKinds.flatMap((kind) => cluster.ofKind(group, kind)).flatMap((route) => entrancesOf(route, cluster));
}

function entrancesOf(route: Resource, cluster: Cluster): readonly Entrance[] {
  const parent = objectsAt(route.value, 'spec', 'parentRefs').find(({ kind = 'Gateway' }) => kind !== 'Service');
  if (!parent) return [];
  const gateway = findGateway(parent, route, cluster);
  const hosts = textsAt(route.value, 'spec', 'hostnames').join(', ');
  const attached = gateway ? undefined : `on ${textAt(parent, 'name') ?? 'a gateway'}, which is not part of the release`;
  const detail = [hosts, attached].filter(Boolean).join('; ');
  const steps = [...(gateway ? [toStep(gateway)] : []), toStep(route, detail || undefined)];
  return targetsOf(route).map((target) => ({ kind: 'gateway-api', steps, target, ...doubtOf(target) }));
}

function findGateway(parent: Members, route: Resource, cluster: Cluster): Resource | undefined {
  const namespace = textAt(parent, 'namespace') ?? namespaceOf(route);
  const name = textAt(parent, 'name');
  return cluster.ofKind(group, 'Gateway').find((each) => each.identity.name === name && namespaceOf(each) === namespace);
}

function targetsOf(route: Resource): readonly EntranceTarget[] {
  const rules = objectsAt(route.value, 'spec', 'rules');
  const backends = rules.flatMap((rule) => [
    ...objectsAt(rule, 'backendRefs'),
    ...objectsAt(rule, 'filters').flatMap((filter) => {
      const mirror = memberAt(filter, 'requestMirror', 'backendRef');
      return typeof mirror === 'object' && mirror !== null ? [mirror as Members] : [];
    }),
  ]);
  return backends.map((backend): EntranceTarget => {
    const [name, namespace] = [textAt(backend, 'name'), textAt(backend, 'namespace')];
    if ((textAt(backend, 'kind') ?? 'Service') !== 'Service' || name === undefined) return { kind: 'unreadable', from: route };
    return { kind: 'service', name, from: route, ...(namespace !== undefined && { namespace }) };
  });
}

function doubtOf({ kind }: EntranceTarget): { readonly doubt?: string } {
  return kind === 'unreadable' ? { doubt: 'it leads to something that is no Service' } : {};
}
