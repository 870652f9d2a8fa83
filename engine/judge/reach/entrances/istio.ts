import { listAt, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import { type Cluster, labelsAt, selects } from '../../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../../model/resource.ts';
import { namespaceOrDefault } from '../namespace-of.ts';
import { type Backend, toPort } from './backend.ts';

const group = 'networking.istio.io';

type Way = Pick<Backend, 'isProxy'>;

/**
 * VirtualServices of a Gateway, and those that they delegate to. Without a Gateway, or with `mesh` alone, one is about connections within
 * the mesh.
 *
 * out     with the proxies that the Gateway selects; without, where it is not part of the release
 * source  https://istio.io/latest/docs/reference/config/networking/virtual-service/ and …/gateway/
 */
export function findVirtualServices(cluster: Cluster): readonly Backend[] {
  return cluster.ofKind(group, 'VirtualService').flatMap((virtual) => {
    const names = listAt(virtual.value, 'spec', 'gateways').filter((name) => typeof name === 'string' && name !== 'mesh');
    const gateways = names.map((name) => findNamed(scalarText(name), 'Gateway', virtual, cluster));
    const known = gateways.filter((gateway) => gateway !== undefined);
    const through = known.map((gateway) => labelsAt(gateway.value, 'spec', 'selector')).filter((labels) => labels !== undefined);
    const ways: readonly Way[] = [
      ...(through.length > 0 ? [{ isProxy: ({ labels }) => through.some((selector) => selects(selector, labels)) } as Way] : []),
      ...(through.length < names.length ? [{}] : []),
    ];
    const backends = [virtual, ...delegates(virtual, cluster)].flatMap(backendsOf);
    return ways.flatMap((way) => backends.map((backend) => ({ ...backend, by: virtual, ...way })));
  });
}

/** One that delegates may not be delegated to. */
function delegates(virtual: Resource, cluster: Cluster): readonly Resource[] {
  return objectsAt(virtual.value, 'spec', 'http').flatMap((rule) => {
    const [name, namespace] = [textAt(rule, 'delegate', 'name'), textAt(rule, 'delegate', 'namespace')];
    if (name === undefined) return [];
    return findNamed(namespace ? `${namespace}/${name}` : name, 'VirtualService', virtual, cluster) ?? [];
  });
}

function backendsOf(by: Resource): readonly Backend[] {
  const rules = ['http', 'tls', 'tcp'].flatMap((kind) => objectsAt(by.value, 'spec', kind));
  const destinations = rules.flatMap((rule) => [
    ...objectsAt(rule, 'route').map(({ destination }) => destination),
    ...objectsAt(rule, 'mirrors').map(({ destination }) => destination),
    memberAt(rule, 'mirror'),
  ]);
  return destinations.flatMap((destination) => {
    const [service, namespace, svc = 'svc'] = (textAt(destination, 'host') ?? '').split('.');
    if (!service || svc !== 'svc') return [];
    return [
      { namespace: namespace || namespaceOrDefault(by), service, port: toPort(memberAt(destination, 'port', 'number')), by },
    ];
  });
}

/** By `namespace/name`, or by name in the namespace of the one that names it. */
function findNamed(stated: string, kind: string, from: Resource, cluster: Cluster): Resource | undefined {
  const [first = '', second] = stated.split('/');
  const [namespace, name] = second === undefined ? [namespaceOrDefault(from), first] : [first, second];
  return cluster.ofKind(group, kind).find((each) => each.identity.name === name && namespaceOrDefault(each) === namespace);
}
