import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import { isObject, listAt, type Members, memberAt } from '../json/members.ts';
import { toCluster } from './cluster.ts';
import { findGapPlace } from './find-place.ts';
import { findWorkloads, isPodReadable, isWorkloadKind } from './workload.ts';

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
 *         stand there, and counts as left out; pods-elsewhere: another resource holds containers at a place that is not read: of a kind
 *         that others define, or that its API group does not have
 * cost    O(size of the resources)
 */
export function findUnreadable(resources: readonly Resource[], unit: string): readonly Gap[] {
  const workloads = new Map(findWorkloads(toCluster(resources)).map((workload) => [workload.resource, workload]));
  return resources.flatMap((resource): readonly Gap[] => {
    const { identity } = resource;
    const tell = (code: string, detail: string, path = ''): Gap => ({ code, unit, ...findGapPlace(resource, path), detail });
    const name = `${identity.kind} ${identity.namespace === null ? '' : `${identity.namespace}/`}${identity.name}`;
    const workload = workloads.get(resource);
    if (!workload && isWorkloadKind(resource)) return [tell('workload-unreadable', `${name} holds no pod that can be read.`)];
    if (workload && !isPodReadable(workload.pod))
      return [
        tell(
          'workload-unreadable',
          `What stands in ${workload.podPath}.containers of ${name} are no containers.`,
          `${workload.podPath}.containers`,
        ),
      ];
    if (workload)
      return fieldsOf(workload.pod, workload.podPath).map((path) =>
        tell('field-unreadable', `${path} of ${name} holds what cannot stand there; it counts as left out.`, path),
      );
    const place = findContainers(resource.value);
    return place === undefined
      ? []
      : [tell('pods-elsewhere', `${name} holds containers in ${place}, where pods of this kind are not read.`, place)];
  });
}

function fieldsOf(pod: Members, podPath: string): readonly string[] {
  const wrong = (value: unknown, fields: typeof podFields, path: string) =>
    fields.flatMap(([name, kind]) => {
      const stated = memberAt(value, ...name.split('.')) ?? undefined;
      return stated === undefined || is[kind](stated) ? [] : [`${path}.${name}`];
    });
  const lists = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    listAt(pod, list).flatMap((container, index) => {
      const path = `${podPath}.${list}[${index}]`;
      return isObject(container) ? wrong(container, containerFields, path) : [path];
    }),
  );
  return [...wrong(pod, podFields, podPath), ...lists];
}

/** A part of a resource, and the way to it. */
interface Part {
  readonly value: unknown;
  readonly name: string;
  readonly parent: Part | undefined;
}

/** The first list of containers with images, wherever it is; `containers` of policies hold none. */
function findContainers(whole: unknown): string | undefined {
  const open: Part[] = [{ value: whole, name: '', parent: undefined }];
  for (let part = open.pop(); part; part = open.pop()) {
    const parent = part;
    const { value } = part;
    if (Array.isArray(value)) for (const [index, each] of value.entries()) open.push({ value: each, name: `[${index}]`, parent });
    else if (isObject(value))
      for (const [key, each] of Object.entries(value)) {
        const inner = { value: each, name: `.${key}`, parent };
        if (key === 'containers' && Array.isArray(each) && each.some(hasImage)) return pathOf(inner);
        open.push(inner);
      }
  }
  return undefined;
}

function hasImage(container: unknown): boolean {
  return typeof memberAt(container, 'image') === 'string';
}

function pathOf(part: Part): string {
  const names: string[] = [];
  for (let at: Part | undefined = part; at; at = at.parent) names.push(at.name);
  return names.reverse().join('').slice(1);
}
