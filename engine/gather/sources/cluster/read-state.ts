import { scalarText } from '../../../formats/json/scalar-text.ts';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { splitYamlStream } from '../../../formats/yaml/split-yaml-stream.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { ResourceIdentity } from '../../../model/resource.ts';

/** A container of a cluster. */
export interface RunningContainer {
  /** As its specification asks for it. */
  readonly image: string;
  /** Of the manifest or index that the node pulled; null where the state does not say. */
  readonly digest: string | null;
  readonly resource: ResourceIdentity;
}

/** What a cluster's state holds. */
export interface ClusterState {
  readonly containers: readonly RunningContainer[];
  /** Pods, or workloads where there are none. */
  readonly workloads: number;
  /** What cannot be read; undefined when all could. */
  readonly fault?: string;
}

const maxDepth = 30;
const containerLists = ['initContainers', 'containers', 'ephemeralContainers'];
const statusLists = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'];

/**
 * The containers in a cluster's own state: of pods, with the digest that the node pulled. Where there are no pods, those that the other
 * kinds ask for, but for workloads that are scaled to nothing.
 *
 * in      JSON or YAML, as `kubectl get … -o json` prints it: an object, a list, or a stream
 * source  https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/, ContainerStatus
 */
export function readClusterState(text: string): ClusterState {
  const { values, fault } = parse(text);
  const objects = values.flatMap((value) => flatten(value, 0));
  const pods = objects.filter(({ kind }) => kind === 'Pod');
  const workloads = pods.length > 0 ? pods : objects.filter((object) => toObject(object.spec).replicas !== 0);
  const holding = workloads.filter((workload) => findPodSpecs(workload, 0).length > 0);
  const containers = holding.flatMap(readContainers);
  return { containers, workloads: holding.length, ...(fault !== undefined && { fault }) };
}

/** JSON is read by the fast parser: a cluster's state may be large. */
function parse(text: string): { readonly values: readonly JsonValue[]; readonly fault?: string } {
  if (/^\s*[{[]/.test(text)) {
    try {
      return { values: [JSON.parse(text) as JsonValue] };
    } catch {
      // It may still be YAML in flow style.
    }
  }
  const documents = splitYamlStream(text).map((document) => parseYaml(document.text));
  const fault = documents.find(({ value }) => value === undefined)?.faults[0]?.message;
  const values = documents.flatMap(({ value }) => (value === undefined ? [] : [value]));
  return { values, ...(fault !== undefined && { fault }) };
}

function flatten(value: JsonValue, depth: number): readonly JsonObject[] {
  if (depth > maxDepth) return [];
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => flatten(item, depth + 1));
  const object = toObject(value);
  if (scalarText(object.kind).endsWith('List') && Array.isArray(object.items)) return flatten(object.items, depth + 1);
  return typeof object.kind === 'string' ? [object] : [];
}

function readContainers(workload: JsonObject): readonly RunningContainer[] {
  const resource = identify(workload);
  const digests = readDigests(toObject(workload.status));
  return findPodSpecs(workload, 0).flatMap((spec) =>
    containerLists.flatMap((list) =>
      objectsOf(spec[list]).flatMap(({ name, image }): RunningContainer[] =>
        typeof image === 'string' ? [{ image, digest: digests.get(scalarText(name)) ?? null, resource }] : [],
      ),
    ),
  );
}

/** By name of the container, which is unique in a pod. An id without a repository is that of a configuration, and no digest. */
function readDigests(status: JsonObject): ReadonlyMap<string, string> {
  const statuses = statusLists.flatMap((list) => objectsOf(status[list]));
  return new Map(
    statuses.flatMap(({ name, imageID }): [string, string][] => {
      const digest = /@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.exec(scalarText(imageID))?.[1];
      return digest === undefined ? [] : [[scalarText(name), digest]];
    }),
  );
}

/** Objects with a list of containers, wherever a kind keeps its template. */
function findPodSpecs(value: JsonValue, depth: number): readonly JsonObject[] {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return [];
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => findPodSpecs(item, depth + 1));
  const object = toObject(value);
  if (objectsOf(object.containers).some(({ image }) => typeof image === 'string')) return [object];
  return Object.entries(object).flatMap(([key, part]) =>
    key === 'status' || key === 'metadata' ? [] : findPodSpecs(part, depth + 1),
  );
}

function identify(object: JsonObject): ResourceIdentity {
  const { name, namespace } = toObject(object.metadata);
  return {
    apiVersion: scalarText(object.apiVersion ?? 'v1'),
    kind: scalarText(object.kind),
    namespace: typeof namespace === 'string' ? namespace : null,
    name: scalarText(name ?? ''),
  };
}

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(toObject) : [];
}

function toObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
