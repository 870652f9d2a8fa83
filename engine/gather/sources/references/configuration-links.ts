import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { type EvidencePath, stepInto } from './evidence-path.ts';
import { isObject, textOf } from './plain-values.ts';

/** A value that a container's environment has, where it is written. */
export interface EnvironmentValue {
  readonly text: string;
  readonly path: EvidencePath | undefined;
  readonly from: Resource;
}

/** What workloads make of ConfigMaps and Secrets. */
export interface ConfigurationLinks {
  /** The variable that a key of a ConfigMap or Secret is given to containers as. */
  variableOf(map: Resource, key: string): string | undefined;
  /** The environment of the containers that a ConfigMap is mounted into: `undefined` for variables that they do not have. */
  environmentOf(map: Resource): (name: string) => EnvironmentValue | undefined;
}

interface Pod {
  readonly from: Resource;
  readonly path: EvidencePath | undefined;
  readonly spec: JsonObject;
}

const maxDepth = 60;

/**
 * Reads which ConfigMap keys become environment variables, and which ConfigMaps are mounted beside which environment.
 *
 * in      every resource; a namespace that is not named is any
 * cost    one walk over the workloads
 */
export function linkConfiguration(resources: readonly Resource[]): ConfigurationLinks {
  const maps = new Map<string, Resource>();
  const pods: Pod[] = [];
  for (const from of resources) {
    const { kind, name } = from.identity;
    if (kind === 'ConfigMap' || kind === 'Secret') maps.set(`${kind}/${name}`, from);
    else if (kind !== 'CustomResourceDefinition') collectPods(from, from.value, [], pods);
  }
  const variables = new Map<string, string>();
  const mounts = new Map<string, Pod[]>();
  for (const pod of pods) {
    for (const { name, reference } of variablesOf(pod))
      variables.set(`${reference.kind}/${reference.name}/${reference.key}`, name);
    for (const map of mountedBy(pod)) mounts.set(map, [...(mounts.get(map) ?? []), pod]);
  }
  return {
    variableOf: ({ identity }, key) => variables.get(`${identity.kind}/${identity.name}/${key}`),
    environmentOf({ identity }) {
      const beside = mounts.get(`${identity.kind}/${identity.name}`)?.filter((pod) => isNear(pod.from, identity.namespace)) ?? [];
      return (name) => beside.map((pod) => findVariable(pod, name, maps)).find(Boolean);
    },
  };
}

function isNear(from: Resource, namespace: string | null): boolean {
  return namespace === null || from.identity.namespace === null || from.identity.namespace === namespace;
}

/** `steps` is where the value stands; most values hold no pod, so paths are only made for those that do. */
function collectPods(from: Resource, value: JsonValue & object, steps: (string | number)[], pods: Pod[]): void {
  if (steps.length > maxDepth) return;
  if (isObject(value) && Array.isArray(value.containers)) {
    const path = steps.reduce<EvidencePath | undefined>((parent, step) => stepInto(parent, step), undefined);
    pods.push({ from, path, spec: value });
  }
  const inside = value as Readonly<Record<string | number, JsonValue>>;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(inside)) {
    const child = inside[key];
    if (typeof child !== 'object' || child === null) continue;
    steps.push(key);
    collectPods(from, child, steps, pods);
    steps.pop();
  }
}

interface Entry {
  readonly value: JsonObject;
  readonly path: EvidencePath | undefined;
}

function entriesOf(pod: Pod, list: 'env' | 'envFrom'): readonly Entry[] {
  return ['initContainers', 'containers'].flatMap((key) =>
    objectsIn(pod.spec[key]).flatMap(([container, index]) =>
      objectsIn(container[list]).map(([value, place]) => ({
        value,
        path: stepInto(stepInto(stepInto(stepInto(pod.path, key), index), list), place),
      })),
    ),
  );
}

function objectsIn(value: JsonValue | undefined): readonly [JsonObject, number][] {
  return Array.isArray(value)
    ? value.flatMap((item: JsonValue, index) => (isObject(item) ? [[item, index] as [JsonObject, number]] : []))
    : [];
}

interface MapKey {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly key: string;
}

function variablesOf(pod: Pod): readonly { readonly name: string; readonly reference: MapKey }[] {
  return entriesOf(pod, 'env').flatMap(({ value }) => {
    const name = textOf(value.name);
    const reference = referenceOf(value.valueFrom);
    return name !== undefined && reference ? [{ name, reference }] : [];
  });
}

function referenceOf(source: JsonValue | undefined): MapKey | undefined {
  if (!isObject(source)) return undefined;
  const kind = isObject(source.configMapKeyRef) ? 'ConfigMap' : 'Secret';
  const at = source[kind === 'ConfigMap' ? 'configMapKeyRef' : 'secretKeyRef'];
  const [name, key] = isObject(at) ? [textOf(at.name), textOf(at.key)] : [];
  return name !== undefined && key !== undefined ? { kind, name, key } : undefined;
}

function mountedBy({ spec }: Pod): readonly string[] {
  return objectsIn(spec.volumes).flatMap(([volume]) => {
    const projected = isObject(volume.projected) ? objectsIn(volume.projected.sources).map(([source]) => source) : [];
    return [volume, ...projected].flatMap((source) => {
      const map = isObject(source.configMap) ? textOf(source.configMap.name) : undefined;
      return map === undefined ? [] : [`ConfigMap/${map}`];
    });
  });
}

function findVariable(pod: Pod, name: string, maps: ReadonlyMap<string, Resource>): EnvironmentValue | undefined {
  for (const { value, path } of entriesOf(pod, 'env')) {
    if (textOf(value.name) !== name) continue;
    const text = textOf(value.value);
    if (text !== undefined) return { text, path: stepInto(path, 'value'), from: pod.from };
    const reference = referenceOf(value.valueFrom);
    return reference?.kind === 'ConfigMap' ? findKey(maps.get(`ConfigMap/${reference.name}`), reference.key) : undefined;
  }
  for (const { value } of entriesOf(pod, 'envFrom')) {
    const map = isObject(value.configMapRef) ? textOf(value.configMapRef.name) : undefined;
    const prefix = textOf(value.prefix) ?? '';
    const found = name.startsWith(prefix) ? findKey(maps.get(`ConfigMap/${map}`), name.slice(prefix.length)) : undefined;
    if (found) return found;
  }
  return undefined;
}

function findKey(map: Resource | undefined, key: string): EnvironmentValue | undefined {
  const data = map?.value.data;
  if (!map || !isObject(data) || !Object.hasOwn(data, key)) return undefined;
  const text = textOf(data[key]);
  return text === undefined ? undefined : { text, path: stepInto(stepInto(undefined, 'data'), key), from: map };
}
