import { isObject, type Members, memberAt, objectsAt, textAt } from '../../formats/json/members.ts';
import { type Cluster, labelsAt } from '../../formats/kubernetes/cluster.ts';
import { accountOf, containersOf, findWorkloads, isPlaced, type Workload } from '../../formats/kubernetes/workload.ts';
import { type NamedPort, type PortRange, protocols, type ReachWorkload } from '../../model/reach.ts';
import type { Resource } from '../../model/resource.ts';
import { findProxy, findUnguarded, type HasProxy } from './mesh/find-proxy.ts';
import { hasMesh } from './mesh/read-mesh.ts';
import { namespaceOrDefault } from './namespace-of.ts';
import { noPorts, type PortSet, portsOf, unite } from './port-set.ts';

/** Pods that policies treat alike, with whom they belong to. */
export interface PodGroup {
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Of its containers. */
  readonly ports: readonly (NamedPort & PortRange)[];
  readonly usesHostNetwork: boolean;
  /** Where the release has policies of a mesh. */
  readonly mesh?: InMesh;
  readonly workloads: readonly ReachWorkload[];
}

/** What pods are in a mesh. */
export interface InMesh {
  readonly proxy: HasProxy;
  /** The name of their service account. */
  readonly account: string;
  /** What passes their proxy by. */
  readonly unguarded: PortSet;
}

/** The pods of a release, and the workloads whose pods cannot be read. */
export interface FoundPods {
  readonly groups: readonly PodGroup[];
  readonly unreadable: readonly Resource[];
  /** Whose pods a controller makes in namespaces that nobody states. */
  readonly unplaced: readonly Resource[];
  /** With ports that are none, so that a name may be missing among them. */
  readonly badPorts: readonly Resource[];
  /** With the place that declares them. */
  readonly places: readonly { readonly workload: ReachWorkload; readonly resource: Resource }[];
  readonly onHostNetwork: readonly { readonly workload: ReachWorkload; readonly resource: Resource }[];
}

/**
 * Every pod that the manifests make, grouped by what policies can see of it.
 *
 * in      pods that name an owner belong to it; `PodTemplate`s make none
 * cost    O(workloads)
 */
export function findPods(cluster: Cluster): FoundPods {
  const all = findWorkloads(cluster).filter(({ resource }) => resource.identity.kind !== 'PodTemplate');
  const [workloads, unplaced] = [all.filter(isPlaced), all.filter((workload) => !isPlaced(workload))];
  const namespaces = hasMesh(cluster) ? statedLabels(cluster) : undefined;
  const readable = workloads.flatMap((workload) => (workload.labels ? [toPod(workload, workload.labels, namespaces)] : []));
  const groups = Map.groupBy(readable, ({ key }) => key);
  return {
    groups: [...groups.values()].flatMap((pods) => {
      const [first] = pods;
      const owners = new Map(pods.map(({ workload }) => [nameOfWorkload(workload), workload]));
      return first ? [{ ...first.group, workloads: [...owners.values()] }] : [];
    }),
    unplaced: unplaced.map(({ resource }) => resource),
    unreadable: workloads.flatMap(({ resource, labels }) => (labels ? [] : [resource])),
    badPorts: workloads.flatMap(({ resource, pod }) => (hasReadablePorts(pod) ? [] : [resource])),
    places: readable.map(({ workload, resource }) => ({ workload, resource })),
    onHostNetwork: readable.flatMap(({ group, workload, resource }) => (group.usesHostNetwork ? [{ workload, resource }] : [])),
  };
}

/** `namespace/name[Kind]`: equal only for one workload. */
export function nameOfWorkload({ namespace, name, kind }: ReachWorkload): string {
  return `${namespace}/${name}[${kind}]`;
}

/** The ports of a name among a pod's; of every protocol where the name's is open. */
export function resolvePort({ protocol, name }: NamedPort, ports: PodGroup['ports']): PortSet {
  const own = ports.filter((port) => port.name === name && (protocol === null || port.protocol === protocol));
  return own.reduce((sum, { protocol: of, from, to }) => unite(sum, portsOf({ protocol: of, from, to })), noPorts);
}

type LabelsByNamespace = ReadonlyMap<string, ReadonlyMap<string, string>>;

function toPod({ resource, pod, annotations, isCustom }: Workload, labels: PodGroup['labels'], namespaces?: LabelsByNamespace) {
  const namespace = namespaceOrDefault(resource);
  const group = {
    namespace,
    labels,
    ports: readContainerPorts(pod),
    usesHostNetwork: memberAt(pod, 'hostNetwork') === true,
    ...(namespaces && {
      mesh: {
        proxy: findProxy({ pod, labels, annotations, namespace }, namespaces.get(namespace)),
        account: accountOf(pod),
        unguarded: findUnguarded(annotations),
      },
    }),
  };
  const key = JSON.stringify([namespace, [...labels].toSorted(), group.ports, group.usesHostNetwork, group.mesh]);
  return { key, group, workload: { ...ownerOf(resource), ...(isCustom && { via: 'custom resource' as const }) }, resource };
}

/** Who controls a pod, else whoever else owns it, else itself; a pod that a node starts from a file of its own belongs to nobody. */
function ownerOf(resource: Resource): ReachWorkload {
  const { kind, name } = resource.identity;
  const namespace = namespaceOrDefault(resource);
  const stated = kind === 'Pod' ? objectsAt(resource.value, 'metadata', 'ownerReferences') : [];
  const owners = stated.filter((owner) => owner.kind !== 'Node');
  const owner = owners.find(({ controller }) => controller === true) ?? owners[0];
  const ownerName = textAt(owner, 'name');
  return ownerName === undefined
    ? { namespace, kind, name }
    : { namespace, kind: textAt(owner, 'kind') ?? kind, name: ownerName };
}

function readContainerPorts(pod: Members): PodGroup['ports'] {
  return containersOf(pod).flatMap((container) => objectsAt(container, 'ports').flatMap((port) => readContainerPort(port) ?? []));
}

function readContainerPort(port: Members): (NamedPort & PortRange) | undefined {
  const number = port.containerPort;
  const protocol = protocols.find((each) => each === (port.protocol ?? 'TCP'));
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > 65_535 || !protocol) return undefined;
  return { name: textAt(port, 'name') ?? '', protocol, from: number, to: number };
}

function hasReadablePorts(pod: Members): boolean {
  return containersOf(pod).every(({ ports = [] }) => {
    if (ports === null) return true;
    return Array.isArray(ports) && ports.every((port) => isObject(port) && readContainerPort(port) !== undefined);
  });
}

/** The labels of every namespace that is named anywhere: what its manifest says, and its name. */
export function namespaceLabels(cluster: Cluster, names: Iterable<string>): LabelsByNamespace {
  const stated = statedLabels(cluster);
  const all = new Set([...names, ...stated.keys()]);
  return new Map([...all].map((name) => [name, new Map([...(stated.get(name) ?? []), ['kubernetes.io/metadata.name', name]])]));
}

function statedLabels(cluster: Cluster): LabelsByNamespace {
  const namespaces = cluster.ofKind('', 'Namespace');
  return new Map(
    namespaces.map(({ identity, value }) => [identity.name, labelsAt(value, 'metadata', 'labels') ?? new Map<string, string>()]),
  );
}
