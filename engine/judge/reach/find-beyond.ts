import { memberAt, objectsAt, textAt, textsAt } from '../../formats/json/members.ts';
import type { Cluster } from '../../formats/kubernetes/cluster.ts';
import type { BeyondPolicies } from '../../model/reach.ts';
import type { Resource } from '../../model/resource.ts';
import { isPrimaryNetwork } from './find-networks.ts';
import type { FoundPods } from './find-pods.ts';
import { toBeyond } from './to-beyond.ts';

/** Kinds that make networks of their own. */
const networks = [
  ['k8s.cni.cncf.io', 'NetworkAttachmentDefinition'],
  ['k8s.ovn.org', 'UserDefinedNetwork'],
  ['k8s.ovn.org', 'ClusterUserDefinedNetwork'],
] as const;

/**
 * Where policies do not reach, or others decide: pods on the network of their node, networks of their own, templates that a controller makes pods
 * from, what narrows or changes the way of proxies, and connections that the API server opens.
 *
 * source  https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods
 */
export function findBeyond(cluster: Cluster, { onHostNetwork, unplaced }: FoundPods): readonly BeyondPolicies[] {
  const hooks = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].flatMap((kind) =>
    cluster.ofKind('admissionregistration.k8s.io', kind),
  );
  return [
    ...onHostNetwork.map(({ resource }) =>
      toBeyond(
        resource,
        'It is on the network of its node: whether policies apply to it depends on the network plugin, and most leave it out; it can reach every pod of that node.',
      ),
    ),
    ...unplaced.map((resource) =>
      toBeyond(
        resource,
        'It is a pod template in a custom resource: a controller makes pods from it, in namespaces and with labels that these manifests do not state, so that policies of those namespaces decide.',
      ),
    ),
    ...networks.flatMap(([group, kind]) =>
      cluster
        .ofKind(group, kind)
        .filter((resource) => !isPrimaryNetwork(resource))
        .map((resource) =>
          toBeyond(
            resource,
            'It makes a network beside the one of all pods: who shares it, and who is kept apart by it, is not read, and network policies do not reach there unless its plugin says so.',
          ),
        ),
    ),
    ...cluster.ofKind('networking.istio.io', 'EnvoyFilter').flatMap(ofFilter),
    ...cluster.ofKind('networking.istio.io', 'Sidecar').flatMap(ofSidecar),
    ...cluster.ofKind('networking.istio.io', 'DestinationRule').flatMap(ofDestination),
    ...hooks.flatMap(ofWebhooks),
    ...cluster
      .ofKind('apiregistration.k8s.io', 'APIService')
      .flatMap((each) => toCalled(each, memberAt(each.value, 'spec', 'service'))),
  ];
}

/** Hosts that proxies know: others are refused by nobody whom a pod cannot pass by. */
function ofSidecar(resource: Resource): readonly BeyondPolicies[] {
  const isNarrow = objectsAt(resource.value, 'spec', 'egress').some((each) => !textsAt(each, 'hosts').includes('*/*'));
  const isClosed = textAt(resource.value, 'spec', 'outboundTrafficPolicy', 'mode') === 'REGISTRY_ONLY';
  if (!isNarrow && !isClosed) return [];
  const why =
    'It narrows which hosts the proxies of the mesh know, for what goes through them: a pod that passes its proxy by is not held back, so that outgoing reach counts without it.';
  return [toBeyond(resource, why)];
}

/** How callers' proxies connect; what the mesh encrypts by itself changes nothing. */
function ofDestination(resource: Resource): readonly BeyondPolicies[] {
  const mode = textAt(resource.value, 'spec', 'trafficPolicy', 'tls', 'mode');
  if (mode === undefined || mode === 'ISTIO_MUTUAL') return [];
  const host = textAt(resource.value, 'spec', 'host') ?? 'its host';
  const why = `Proxies speak to ${host} with TLS mode ${mode}, and not as the mesh does: whether what a policy allows then connects, and as whom, is not read.`;
  return [toBeyond(resource, why)];
}

/** A filter that may refuse requests, in a form of Envoy's own. */
function ofFilter(resource: Resource): readonly BeyondPolicies[] {
  const patches = objectsAt(resource.value, 'spec', 'configPatches');
  const names = patches.map((patch) => textAt(patch, 'patch', 'value', 'name') ?? '');
  const found = names.filter((name) => /\.(ext_authz|rbac|lua|wasm|jwt_authn|ratelimit|local_ratelimit)$/.test(name));
  const why = "which may refuse requests to the proxies that it selects; it is of Envoy's own form, and is not read.";
  return found.length === 0 ? [] : [toBeyond(resource, `It puts in ${[...new Set(found)].join(', ')}, ${why}`)];
}

function ofWebhooks(resource: Resource): readonly BeyondPolicies[] {
  const services = objectsAt(resource.value, 'webhooks').map((webhook) => memberAt(webhook, 'clientConfig', 'service'));
  const rows = services.flatMap((service) => toCalled(resource, service));
  return [...new Map(rows.map((row) => [row.why, row])).values()];
}

function toCalled(resource: Resource, service: unknown): readonly BeyondPolicies[] {
  const name = textAt(service, 'name');
  if (name === undefined) return [];
  const target = `${textAt(service, 'namespace') ?? 'default'}/${name}`;
  return [
    toBeyond(
      resource,
      `The API server calls Service ${target} from outside the pod network; whether policies apply to it depends on the cluster.`,
    ),
  ];
}
