import { listAt, type Members, memberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import { type Cluster, labelsAt, namespaceOf } from '../../../formats/kubernetes/cluster.ts';
import type { ExposureStep } from '../../../model/exposure.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Entrance } from '../entrance.ts';
import { toStep } from '../to-step.ts';

const group = 'networking.istio.io';
/** Virtual services delegate once; a chain that is longer is none that Istio follows. */
const maxDelegations = 3;

/**
 * Gateways of Istio with the proxies that they select, and the virtual services that are bound to them. A gateway that is not part of the
 * release counts as one; `mesh` does not.
 *
 * source  https://istio.io/latest/docs/reference/config/networking/gateway/ and …/virtual-service/
 */
export function findIstioEntrances(cluster: Cluster): readonly Entrance[] {
  const gateways = cluster.ofKind(group, 'Gateway');
  const services = cluster.ofKind(group, 'VirtualService');
  return [...gateways.flatMap(proxiesOf), ...services.flatMap((each) => routesOf(each, cluster))];
}

function proxiesOf(gateway: Resource): readonly Entrance[] {
  const labels = labelsAt(gateway.value, 'spec', 'selector');
  const steps = [toStep(gateway, portsOf(gateway))];
  if (!labels)
    return [
      { kind: 'istio-gateway', steps, target: { kind: 'unreadable', from: gateway }, doubt: 'its selector cannot be read' },
    ];
  return labels.size === 0 ? [] : [{ kind: 'istio-gateway', steps, target: { kind: 'labels', labels } }];
}

function portsOf({ value }: Resource): string | undefined {
  const ports = objectsAt(value, 'spec', 'servers').flatMap((server) => {
    const port = memberAt(server, 'port', 'number');
    return typeof port === 'number' ? [`port ${port}`] : [];
  });
  return ports.length > 0 ? [...new Set(ports)].join(', ') : undefined;
}

function routesOf(virtual: Resource, cluster: Cluster): readonly Entrance[] {
  const bound = listAt(virtual.value, 'spec', 'gateways').filter((name) => typeof name === 'string' && name !== 'mesh');
  const [first] = bound;
  if (typeof first !== 'string') return [];
  const gateway = bound
    .map((name) => findNamed(scalarText(name), 'Gateway', virtual, cluster))
    .find((each) => each !== undefined);
  const detail = gateway ? undefined : `on ${first}, which is not part of the release`;
  const hosts = textsAt(virtual.value, 'spec', 'hosts').join(', ');
  const steps = [...(gateway ? [toStep(gateway)] : []), toStep(virtual, [hosts, detail].filter(Boolean).join('; ') || undefined)];
  return destinations(virtual, steps, cluster, maxDelegations);
}

function destinations(virtual: Resource, steps: readonly ExposureStep[], cluster: Cluster, left: number): readonly Entrance[] {
  const rules = ['http', 'tls', 'tcp'].flatMap((protocol) => objectsAt(virtual.value, 'spec', protocol));
  const hosts = new Set(rules.flatMap(hostsOf));
  const delegates = left === 0 ? [] : rules.flatMap((rule) => findDelegate(rule, virtual, cluster));
  return [
    ...[...hosts].flatMap((host) => toEntrance(host, virtual, steps)),
    ...delegates.flatMap((each) => destinations(each, [...steps, toStep(each)], cluster, left - 1)),
  ];
}

function hostsOf(rule: Members): readonly string[] {
  const destinations = [
    ...objectsAt(rule, 'route').map((route) => textAt(route, 'destination', 'host')),
    ...objectsAt(rule, 'mirrors').map((mirror) => textAt(mirror, 'destination', 'host')),
    textAt(rule, 'mirror', 'host'),
  ];
  return destinations.filter((host) => host !== undefined);
}

/** `name`, `name.namespace`, `name.namespace.svc` and longer are Services; other names with dots are hosts elsewhere. */
function toEntrance(host: string, from: Resource, steps: readonly ExposureStep[]): readonly Entrance[] {
  const [name = '', namespace, svc] = host.split('.');
  if (svc !== undefined && svc !== 'svc') return [];
  return [
    { kind: 'istio-gateway', steps, target: { kind: 'service', name, from, ...(namespace !== undefined && { namespace }) } },
  ];
}

function findDelegate(rule: Members, from: Resource, cluster: Cluster): readonly Resource[] {
  const name = textAt(rule, 'delegate', 'name');
  const namespace = textAt(rule, 'delegate', 'namespace');
  const found = name && findNamed(namespace ? `${namespace}/${name}` : name, 'VirtualService', from, cluster);
  return found ? [found] : [];
}

/** By `namespace/name`, or by name in the namespace of the one that names it. */
function findNamed(stated: string, kind: string, from: Resource, cluster: Cluster): Resource | undefined {
  const [first = '', second] = stated.split('/');
  const [namespace, name] = second === undefined ? [namespaceOf(from), first] : [first, second];
  return cluster.ofKind(group, kind).find((each) => each.identity.name === name && namespaceOf(each) === namespace);
}
