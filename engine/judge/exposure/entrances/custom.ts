import { isObject } from '../../../formats/json/members.ts';
import { type Cluster, groupOf, namespaceOf } from '../../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Entrance } from '../entrance.ts';
import { toStep } from '../to-step.ts';

/**
 * API groups whose resources let connections in, in forms of their own: controllers and gateways that are not read in detail.
 * Whatever Service they name may be open.
 *
 * source  the custom resource definitions that each project publishes
 */
const groups: ReadonlySet<string> = new Set([
  'traefik.io',
  'traefik.containo.us',
  'projectcontour.io',
  'getambassador.io',
  'configuration.konghq.com',
  'apisix.apache.org',
  'gateway.solo.io',
  'k8s.nginx.org',
  'zalando.org',
  'configuration.haproxy.org',
  'serving.knative.dev',
  'networking.internal.knative.dev',
  'serving.kserve.io',
]);
/** Kinds of other groups that steer connections in a form of their own. */
const kinds: ReadonlySet<string> = new Set(['networking.istio.io/EnvoyFilter']);
const maxDepth = 30;

/** Resources of such groups, with each Service of the release that they name: none of it for certain. */
export function findCustomEntrances(cluster: Cluster): readonly Entrance[] {
  const services = new Set(cluster.ofKind('', 'Service').map(({ identity }) => identity.name));
  return cluster.resources
    .filter(isEntrance)
    .flatMap((resource) => [...namesIn(resource.value.spec, 0)].flatMap((text) => toEntrance(text, resource, services)));
}

function isEntrance({ identity }: Resource): boolean {
  const group = groupOf(identity);
  return groups.has(group) || kinds.has(`${group}/${identity.kind}`);
}

function toEntrance(text: string, from: Resource, services: ReadonlySet<string>): readonly Entrance[] {
  const [name = '', namespace] = text.split('.');
  if (!services.has(name)) return [];
  const doubt = `it names the Service, in a form (${from.identity.kind}) that is not read in detail`;
  const place = namespace ?? namespaceOf(from);
  const target = { kind: 'service', name, from, ...(place !== undefined && { namespace: place }) } as const;
  return [{ kind: 'custom', steps: [toStep(from)], target, doubt }];
}

/** Texts that may be the name of a Service, `name` or `name.namespace`, and addresses of Services within texts. */
function namesIn(value: unknown, depth: number): ReadonlySet<string> {
  if (typeof value === 'string') return new Set([...(isName.test(value) ? [value] : []), ...(value.match(addresses) ?? [])]);
  if (depth > maxDepth) return new Set();
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return new Set(inner.flatMap((each) => [...namesIn(each, depth + 1)]));
}

const isName = /^[a-z][a-z0-9-]{0,62}(\.[a-z0-9-]{1,63})?$/;
const addresses = /\b[a-z][a-z0-9-]{0,62}\.[a-z0-9][a-z0-9-]{0,62}(?=\.svc\b)/g;
