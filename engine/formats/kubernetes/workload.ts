import type { Resource, ResourceIdentity } from '../../model/resource.ts';
import { isObject, type Members, memberAt, objectsAt, textAt } from '../json/members.ts';
import { apiVersions } from './api-versions.ts';
import { type Cluster, groupOf, labelsAt, namespaceOf } from './cluster.ts';
import { findPodsByShape } from './pods-by-shape.ts';

/** A resource that pods are made of, with one template of them. */
export interface Workload {
  readonly resource: Resource;
  /** Of its pods; undefined where they cannot be read. */
  readonly labels: ReadonlyMap<string, string> | undefined;
  /** The pod's specification. */
  readonly pod: Members;
  /** Where it stands in the resource: `spec.template.spec`. */
  readonly podPath: string;
  /** What stands elsewhere: a step of the path in the pod, `containers[0]`, and its place in the resource. */
  readonly elsewhere?: ReadonlyMap<string, string>;
  /** Texts of the resource that change the pod when it runs, and are not read. */
  readonly patches?: readonly string[];
  /** The object of the resource that the pod is made of, where that is not the pod itself. */
  readonly holder?: Members;
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

/** API versions and kinds that came before `v1` of their groups, served still or not. */
const earlier: ReadonlySet<string> = new Set(
  apiVersions.flatMap(([apiVersion, kinds]) => kinds.split(' ').map((kind) => `${apiVersion} ${kind}`)),
);

/** Where a kind of Kubernetes has its pod template; undefined for every other kind, and in a version that its group never had. */
function templateOf(identity: ResourceIdentity): readonly string[] | undefined {
  const { apiVersion, kind } = identity;
  const group = groupOf(identity);
  const isStable = apiVersion === 'v1' || (apiVersion === `${group}/v1` && group !== 'extensions');
  const key = `${group}/${kind}`;
  return Object.hasOwn(templates, key) && (isStable || earlier.has(`${apiVersion} ${kind}`)) ? templates[key] : undefined;
}

/**
 * Every resource that pods are made of, once for each pod template in it: of kinds that others define, wherever it holds what looks like a
 * pod's specification.
 */
export function findWorkloads({ resources }: Cluster): readonly Workload[] {
  return resources.flatMap((resource) => {
    const path = templateOf(resource.identity);
    return path ? toWorkload(resource, path) : findCustom(resource);
  });
}

function findCustom(resource: Resource): readonly Workload[] {
  if (!groupOf(resource.identity).includes('.')) return [];
  return findPodsByShape(resource.value).map(({ pod, template, path, holder, elsewhere, patches }) => ({
    ...{ resource, pod, podPath: path, holder, isCustom: true },
    ...(elsewhere && { elsewhere }),
    ...(patches && { patches }),
    ...ofTemplate(template),
  }));
}

function toWorkload(resource: Resource, path: readonly string[]): readonly Workload[] {
  const template = memberAt(resource.value, ...path);
  const pod = memberAt(template, 'spec');
  if (!isObject(pod)) return [];
  return [{ resource, pod, podPath: [...path, 'spec'].join('.'), isCustom: false, ...ofTemplate(template) }];
}

function ofTemplate(template: unknown): Pick<Workload, 'labels' | 'annotations'> {
  const annotations = memberAt(template, 'metadata', 'annotations');
  return { labels: labelsAt(template, 'metadata', 'labels'), annotations: isObject(annotations) ? annotations : {} };
}

/** Whether it is said where its pods run: a custom resource of no namespace is a template, and its controller says so. */
export function isPlaced({ resource, isCustom }: Pick<Workload, 'resource' | 'isCustom'>): boolean {
  return !isCustom || namespaceOf(resource) !== undefined;
}

/** Every container of a pod, those that prepare it too. */
export function containersOf(pod: Members): readonly Members[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((kind) => objectsAt(pod, kind));
}

/** A path in a pod, `containers[0].image`, as one in its resource. */
export function pathInResource({ podPath, elsewhere }: Pick<Workload, 'podPath' | 'elsewhere'>, path: string): string {
  const [step = ''] = /^\w+(?:\[\d+\])?/.exec(path) ?? [];
  const place = elsewhere?.get(step);
  return place === undefined ? [podPath, path].filter(Boolean).join('.') : place + path.slice(step.length);
}

/** The name of the service account that pods run as. */
export function accountOf(pod: Members): string {
  return textAt(pod, 'serviceAccountName') ?? textAt(pod, 'serviceAccount') ?? 'default';
}

/** The same with their places in the resource. */
export function placedContainersOf(workload: Workload): readonly { readonly value: Members; readonly path: string }[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    objectsAt(workload.pod, list).map((value, index) => ({ value, path: pathInResource(workload, `${list}[${index}]`) })),
  );
}

/** Whether there is a list of containers, with one at least and nothing else in it. */
export function isPodReadable(pod: Members): boolean {
  const containers = memberAt(pod, 'containers');
  return Array.isArray(containers) && containers.length > 0 && containers.every(isObject);
}

/** Whether a resource is of a kind that Kubernetes makes pods of, readable or not. */
export function isWorkloadKind({ identity }: Resource): boolean {
  return templateOf(identity) !== undefined;
}

/** Whether a resource has the name of such a kind in a group or version of Kubernetes that has no kind of that name: a Deployment of `v1`. */
export function isMistypedWorkload(resource: Resource): boolean {
  const { identity } = resource;
  const isNamed = Object.keys(templates).some((each) => each.endsWith(`/${identity.kind}`));
  return isNamed && !isWorkloadKind(resource) && !groupOf(identity).includes('.');
}
