import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { splitYamlStream } from '../../../formats/yaml/split-yaml-stream.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { findReferences } from './find-references.ts';
import { isObject, textOf } from './plain-values.ts';

/** What the tests of this folder find, in words. */
export interface FoundInWords {
  /** How, certainty, reference without `docker.io/`, path. */
  readonly found: readonly string[];
  readonly rejected: readonly string[];
  readonly gaps: readonly string[];
}

/** A digest. */
export const hash = `sha256:${'a'.repeat(64)}`;
/** The image that `container` has besides what is put into it. */
export const own = 'pod-spec certain library/a:1 spec.template.spec.containers[0].image';
/** The place of that container. */
export const at = 'spec.template.spec.containers[0]';

/** A resource with a value. */
export function resource(value: JsonObject): Resource {
  const metadata = isObject(value.metadata) ? value.metadata : {};
  const identity = {
    apiVersion: textOf(value.apiVersion) ?? '',
    kind: textOf(value.kind) ?? '',
    namespace: textOf(metadata.namespace) ?? null,
    name: textOf(metadata.name) ?? '',
  };
  return { identity, value, source: 'yaml:a', file: 'a.yaml', hook: false };
}

/** The resources of a stream. */
export function resources(yaml: string): readonly Resource[] {
  return splitYamlStream(yaml).flatMap(({ text }) => {
    const { value } = parseYaml(text);
    return isObject(value) ? [resource(value)] : [];
  });
}

/** What is found in a stream. */
export function summary(yaml: string): FoundInWords {
  const { found, rejected, gaps } = findReferences(resources(yaml));
  return {
    found: found.map((each) => `${each.how} ${each.certainty} ${each.reference.replace('docker.io/', '')} ${each.path}`),
    rejected: rejected.map((each) => `${each.text} | ${each.reason}`),
    gaps: gaps.map((gap) => gap.code),
  };
}

/** A Deployment with a pod. */
export function pod(yaml: string): string {
  return `{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: ${yaml}}}}`;
}

/** A Deployment with a container. */
export function container(yaml: string): string {
  return pod(`{containers: [{name: a, image: a:1, ${yaml}}]}`);
}

/** A custom resource. */
export function custom(yaml: string): string {
  return `{apiVersion: example.org/v1, kind: Thing, metadata: {name: a}, spec: ${yaml}}`;
}

/** A ConfigMap or Secret. */
export function map(data: Readonly<Record<string, string>>, kind = 'ConfigMap'): string {
  return JSON.stringify({ apiVersion: 'v1', kind, metadata: { name: 'm' }, [kind === 'Secret' ? 'stringData' : 'data']: data });
}
