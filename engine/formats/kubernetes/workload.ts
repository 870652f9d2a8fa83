import type { Resource } from '../../model/resource.ts';
import { isObject, type Members, memberAt, objectsAt } from '../json/members.ts';
import { type Cluster, groupOf, labelsAt } from './cluster.ts';

/** A resource that pods are made of. */
export interface Workload {
  readonly resource: Resource;
  /** Of its pods; undefined where they cannot be read. */
  readonly labels: ReadonlyMap<string, string> | undefined;
  /** The pod's specification. */
  readonly pod: Members;
  /** Where it stands in the resource: `spec.template.spec`. */
  readonly podPath: string;
  /** Of the pod. */
  readonly annotations: Members;
  /** A kind that others define: its controller may add labels, services and containers. */
  readonly isCustom: boolean;
}

/** Kind → the path of its pod template. */
const templates: Readonly<Record<string, readonly string[]>> = {
  '/Pod': [],
  '/PodTemplate': ['template'],
  '/ReplicationController': ['spec', 'template'],
  '/DeploymentConfig': ['spec', 'template'],
  'apps/Deployment': ['spec', 'template'],
  'apps/ReplicaSet': ['spec', 'template'],
  'apps/StatefulSet': ['spec', 'template'],
  'apps/DaemonSet': ['spec', 'template'],
  'extensions/Deployment': ['spec', 'template'],
  'extensions/ReplicaSet': ['spec', 'template'],
  'extensions/DaemonSet': ['spec', 'template'],
  'apps.openshift.io/DeploymentConfig': ['spec', 'template'],
  'batch/Job': ['spec', 'template'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Where kinds that others define hold a pod template, or a pod's specification. */
const customTemplates: readonly (readonly string[])[] = [['spec', 'template'], ['spec', 'podTemplate'], ['spec'], ['template']];

/**
 * Every resource that pods are made of, of kinds that others define too where they hold a pod's specification in a usual place.
 */
export function findWorkloads({ resources }: Cluster): readonly Workload[] {
  return resources.flatMap((resource) => {
    const path = templates[`${groupOf(resource.identity)}/${resource.identity.kind}`];
    const found = path ? toWorkload(resource, path, false) : findCustom(resource);
    return found ? [found] : [];
  });
}

function findCustom(resource: Resource): Workload | undefined {
  if (!groupOf(resource.identity).includes('.')) return undefined;
  for (const path of customTemplates) {
    const found = toWorkload(resource, path, true);
    if (found && hasContainers(found.pod)) return found;
  }
  return undefined;
}

function toWorkload(resource: Resource, path: readonly string[], isCustom: boolean): Workload | undefined {
  const template = memberAt(resource.value, ...path);
  const ofTemplate = memberAt(template, 'spec');
  const pod = ofTemplate ?? (isCustom ? template : undefined);
  if (!isObject(pod)) return undefined;
  const annotations = memberAt(template, 'metadata', 'annotations');
  return {
    resource,
    labels: labelsAt(template, 'metadata', 'labels'),
    pod,
    podPath: [...path, ...(ofTemplate === undefined ? [] : ['spec'])].join('.'),
    annotations: isObject(annotations) ? annotations : {},
    isCustom,
  };
}

function hasContainers(pod: Members): boolean {
  return objectsAt(pod, 'containers').some(({ image }) => typeof image === 'string');
}

/** Every container of a pod, those that prepare it too. */
export function containersOf(pod: Members): readonly Members[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((kind) => objectsAt(pod, kind));
}

/** Whether there is a list of containers, and nothing else in it. */
export function isPodReadable(pod: Members): boolean {
  const containers = memberAt(pod, 'containers');
  return Array.isArray(containers) && containers.every(isObject);
}

/** Whether a resource is of a kind that Kubernetes makes pods of, readable or not. */
export function isWorkloadKind({ identity }: Resource): boolean {
  return Object.hasOwn(templates, `${groupOf(identity)}/${identity.kind}`);
}
