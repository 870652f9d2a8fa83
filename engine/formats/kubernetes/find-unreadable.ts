import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import { isObject, listAt, memberAt } from '../json/members.ts';
import { toCluster } from './cluster.ts';
import { findGapPlace } from './find-place.ts';
import { findOtherContainer } from './pods-by-shape.ts';
import { findWorkloads, isPodReadable, isWorkloadKind, pathInResource, type Workload } from './workload.ts';

type Kind = 'boolean' | 'number' | 'text' | 'object' | 'list' | 'texts';

/**
 * Fields that decide what a pod may do, and what has to stand there.
 *
 * source  https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
const podFields: readonly (readonly [path: string, kind: Kind])[] = [
  ...['hostNetwork', 'hostPID', 'hostIPC', 'hostUsers', 'automountServiceAccountToken'].map((name) => [name, 'boolean'] as const),
  ...['initContainers', 'ephemeralContainers', 'volumes'].map((name) => [name, 'list'] as const),
  ...['serviceAccountName', 'serviceAccount'].map((name) => [name, 'text'] as const),
  ['securityContext', 'object'],
  ['securityContext.runAsNonRoot', 'boolean'],
  ...['runAsUser', 'runAsGroup', 'fsGroup'].map((name) => [`securityContext.${name}`, 'number'] as const),
  ['securityContext.sysctls', 'list'],
  ['securityContext.seccompProfile', 'object'],
];
const containerFields: typeof podFields = [
  ['image', 'text'],
  ...['ports', 'env', 'envFrom', 'volumeMounts'].map((name) => [name, 'list'] as const),
  ...['command', 'args'].map((name) => [name, 'texts'] as const),
  ['securityContext', 'object'],
  ...['privileged', 'allowPrivilegeEscalation', 'runAsNonRoot', 'readOnlyRootFilesystem'].map(
    (name) => [`securityContext.${name}`, 'boolean'] as const,
  ),
  ...['runAsUser', 'runAsGroup'].map((name) => [`securityContext.${name}`, 'number'] as const),
  ['securityContext.capabilities', 'object'],
  ...['add', 'drop'].map((name) => [`securityContext.capabilities.${name}`, 'texts'] as const),
  ['securityContext.seccompProfile', 'object'],
];

const is: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  text: (value) => typeof value === 'string',
  object: isObject,
  list: Array.isArray,
  texts: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
};

/**
 * What of workloads cannot be read as Kubernetes would read it, so that nothing that is said of them is taken for the whole.
 *
 * in      of what unit the gaps are
 * gaps    workload-unreadable: its pod or its containers are not there; field-unreadable: a field that decides something holds what cannot
 *         stand there, and counts as left out; pods-elsewhere: another resource holds containers that are not read: no list of them, or
 *         of a kind that its API group does not have
 * cost    O(size of the resources)
 */
export function findUnreadable(resources: readonly Resource[], unit: string): readonly Gap[] {
  const workloads = Map.groupBy(findWorkloads(toCluster(resources)), ({ resource }) => resource);
  return resources.flatMap((resource): readonly Gap[] => {
    const { identity, value } = resource;
    const tell = (code: string, detail: string, path = ''): Gap => ({ code, unit, ...findGapPlace(resource, path), detail });
    const name = `${identity.kind} ${identity.namespace === null ? '' : `${identity.namespace}/`}${identity.name}`;
    const own = workloads.get(resource) ?? [];
    const isKnown = isWorkloadKind(resource);
    if (isKnown && own.length === 0) return [tell('workload-unreadable', `${name} holds no pod that can be read.`)];
    const other = isKnown ? undefined : findOtherContainer(value, new Set(own.map(({ holder }) => holder)));
    return [
      ...own.flatMap((workload) => tellPod(workload, name, tell)),
      ...(other === undefined
        ? []
        : [tell('pods-elsewhere', `${name} holds containers in ${other}, where pods of this kind are not read.`, other)]),
    ];
  });
}

function tellPod(workload: Workload, name: string, tell: (code: string, detail: string, path: string) => Gap): readonly Gap[] {
  const path = pathInResource(workload, 'containers');
  if (!isPodReadable(workload.pod))
    return [tell('workload-unreadable', `What stands in ${path} of ${name} are no containers.`, path)];
  return [
    ...wrongFields(workload).map((field) =>
      tell('field-unreadable', `${field} of ${name} holds what cannot stand there; it counts as left out.`, field),
    ),
    ...(workload.patches ?? []).map((patch) =>
      tell('field-unreadable', `${patch} of ${name} changes its pod when it runs; it counts as left out.`, patch),
    ),
  ];
}

/** Where they stand in the resource. */
function wrongFields(workload: Workload): readonly string[] {
  const { pod } = workload;
  const wrong = (value: unknown, fields: typeof podFields, path: string) =>
    fields.flatMap(([name, kind]) => {
      const stated = memberAt(value, ...name.split('.')) ?? undefined;
      return stated === undefined || is[kind](stated) ? [] : [[path, name].filter(Boolean).join('.')];
    });
  const lists = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    listAt(pod, list).flatMap((container, index) => {
      const path = `${list}[${index}]`;
      return isObject(container) ? wrong(container, containerFields, path) : [path];
    }),
  );
  return [...wrong(pod, podFields, ''), ...lists].map((path) => pathInResource(workload, path));
}
