import { listAt, type Members, memberAt, objectsAt, textAt, textsAt } from '../../formats/json/members.ts';
import { namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { findPlace } from '../../formats/kubernetes/find-place.ts';
import { pathInResource, placedContainersOf, type Workload } from '../../formats/kubernetes/workload.ts';
import type { Resource, ResourceIdentity } from '../../model/resource.ts';
import type { SecretUse, TenancyEvidence } from '../../model/tenancy.ts';

/** Where a resource is installed; `default` where nobody says, as `kubectl apply` does. */
export function homeOf(resource: Resource): string {
  return namespaceOf(resource) || 'default';
}

/** `Deployment kubeflow/minio`. */
export function nameOf(resource: Resource): string {
  const namespace = namespaceOf(resource);
  return `${resource.identity.kind} ${namespace ? `${namespace}/` : ''}${resource.identity.name}`;
}

/** Words that follow what is installed in a namespace; the empty one is none that is stated. */
export function ofNamespace(namespace: string): string {
  return namespace === '' ? 'without a namespace' : `of namespace ${namespace}`;
}

/** Words that a sentence about a namespace begins with, likewise. */
export function inNamespace(namespace: string): string {
  return namespace === '' ? 'Where no namespace is stated' : `In namespace ${namespace}`;
}

/** Of a workload, for maps. */
export function keyOf({ kind, name }: Pick<ResourceIdentity, 'kind' | 'name'>, namespace: string): string {
  return `${kind}/${namespace}/${name}`;
}

/** A sentence about a resource, or a path in it, with its place. */
export function evidenceOf(resource: Resource, sentence: string, path = ''): TenancyEvidence {
  const { file, line } = findPlace(resource, path);
  return { sentence, resource: resource.identity, file, line };
}

/** What a container is told, variables as `NAME=value`, of a Secret or ConfigMap without its value; then its arguments, joined with their values. */
export function settingsOf(container: Members): readonly string[] {
  const args = [...textsAt(container, 'command'), ...textsAt(container, 'args')];
  const joined = args.map((each, at) =>
    each.startsWith('-') && !each.includes('=') && isValue(args[at + 1]) ? `${each} ${args[at + 1]}` : each,
  );
  return [
    ...objectsAt(container, 'env').map((each) => `${textAt(each, 'name') ?? ''}=${textAt(each, 'value') ?? ''}`),
    ...joined,
    ...args,
  ];
}

function isValue(text: string | undefined): boolean {
  return text !== undefined && !text.startsWith('-');
}

/** A Secret that a workload is given, and where its resource says so. */
export interface PlacedUse extends SecretUse {
  readonly path: string;
}

/** Every Secret that a workload's pods are given, by name. */
export function secretUsesOf(workload: Workload): readonly PlacedUse[] {
  const namespace = homeOf(workload.resource);
  const toUse = (reference: unknown, name: string, use: Pick<PlacedUse, 'as' | 'path'>): readonly PlacedUse[] => {
    const secret = textAt(reference, name);
    return secret === undefined
      ? []
      : [{ namespace, secret, key: textAt(reference, 'key') ?? null, as: use.as, path: `${use.path}.${name}` }];
  };
  return [
    ...placedContainersOf(workload).flatMap(({ value, path }) => [
      ...placedAt(value, 'env').flatMap(([each, step]) =>
        toUse(memberAt(each, 'valueFrom', 'secretKeyRef'), 'name', {
          as: `variable ${textAt(each, 'name') ?? ''}`,
          path: `${path}.${step}.valueFrom.secretKeyRef`,
        }),
      ),
      ...placedAt(value, 'envFrom').flatMap(([each, step]) =>
        toUse(memberAt(each, 'secretRef'), 'name', { as: 'variables', path: `${path}.${step}.secretRef` }),
      ),
    ]),
    ...placedAt(workload.pod, 'volumes').flatMap(([volume, step]) => {
      const path = pathInResource(workload, step);
      const as = `volume ${textAt(volume, 'name') ?? ''}`;
      return [
        ...toUse(memberAt(volume, 'secret'), 'secretName', { as, path: `${path}.secret` }),
        ...placedAt(memberAt(volume, 'projected'), 'sources').flatMap(([source, inner]) =>
          toUse(memberAt(source, 'secret'), 'name', { as, path: `${path}.projected.${inner}.secret` }),
        ),
      ];
    }),
  ];
}

/** The items of a list with their steps: `env[0]`. */
export function placedAt(value: unknown, name: string): readonly (readonly [item: unknown, step: string])[] {
  return listAt(value, name).map((item, index) => [item, `${name}[${index}]`]);
}

/** The first few, and how many more. */
export function listSome(words: readonly string[], most = 4): string {
  const shown = words.slice(0, most).join(', ');
  return words.length > most ? `${shown} and ${words.length - most} more` : shown;
}
