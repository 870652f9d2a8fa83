import { type Members, memberAt, textAt } from '../../../formats/json/members.ts';
import { containersOf } from '../../../formats/kubernetes/workload.ts';
import { allPorts, noPorts, type PortSet, portsOf, subtract, unite } from '../port-set.ts';

/** Whether the pods have a proxy of Istio, without which no policy of Istio acts on them. */
export type HasProxy = 'yes' | 'no' | 'unknown';

/** What decides on a proxy. */
export interface ProxyPod {
  readonly pod: Members;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: Members;
  readonly namespace: string;
}

const injectLabel = 'sidecar.istio.io/inject';
const revisionLabel = 'istio.io/rev';
/** source  https://istio.io/latest/docs/ops/common-problems/injection/ */
const neverInjected: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

/**
 * Whether Istio's injector gives pods a proxy, or their manifest has one already, as gateways do.
 *
 * in      the labels that the namespace's manifest states; undefined where there is no manifest of it
 * out     `unknown` where the namespace decides and nobody says its labels, or where the mesh is an ambient one
 * source  https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/, "Controlling the injection policy", and the selectors of the
 *         injector's webhooks that `istioctl` installs
 */
export function findProxy(own: ProxyPod, ofNamespace: ReadonlyMap<string, string> | undefined): HasProxy {
  if (containersOf(own.pod).some(({ name }) => name === 'istio-proxy')) return 'yes';
  if (memberAt(own.pod, 'hostNetwork') === true || neverInjected.has(own.namespace)) return 'no';
  const stated = own.labels.get(injectLabel) ?? textAt(own.annotations, injectLabel);
  if (stated === 'false') return 'no';
  const isMarked = own.labels.get(injectLabel) === 'true' || own.labels.has(revisionLabel);
  if (!ofNamespace) return isMarked ? 'yes' : 'unknown';
  const injection = ofNamespace.get('istio-injection');
  if (injection !== undefined) return injection === 'enabled' ? 'yes' : 'no';
  if (ofNamespace.has(revisionLabel) || isMarked) return 'yes';
  return ofNamespace.get('istio.io/dataplane-mode') === 'ambient' ? 'unknown' : 'no';
}

/**
 * The ports that annotations of pods keep from their proxy.
 *
 * source  https://istio.io/latest/docs/reference/config/annotations/, traffic.sidecar.istio.io/excludeInboundPorts and includeInboundPorts
 */
export function findUnguarded(annotations: Members): PortSet {
  const [excluded, included] = ['excludeInboundPorts', 'includeInboundPorts'].map((name) =>
    textAt(annotations, `traffic.sidecar.istio.io/${name}`),
  );
  const kept = included === undefined || included === '*' ? noPorts : subtract(allPorts, readPorts(included));
  return unite(kept, readPorts(excluded ?? ''));
}

function readPorts(list: string): PortSet {
  const numbers = list.split(',').map((text) => (/^\s*\d{1,5}\s*$/.test(text) ? Number(text) : 0));
  return numbers
    .filter((port) => port >= 1 && port <= 65_535)
    .reduce((sum, port) => unite(sum, portsOf({ protocol: 'TCP', from: port, to: port })), noPorts);
}
