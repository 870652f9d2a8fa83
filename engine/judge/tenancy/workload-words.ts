import { type Members, objectsAt, textAt, textsAt } from '../../formats/json/members.ts';
import { namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { findPlace } from '../../formats/kubernetes/find-place.ts';
import { containersOf, type Workload } from '../../formats/kubernetes/workload.ts';
import type { Resource, ResourceIdentity } from '../../model/resource.ts';
import type { SecretUse, TenancyEvidence } from '../../model/tenancy.ts';

/** Where a resource is installed; `default` where nobody says, as `kubectl apply` does. */
export function homeOf(resource: Resource): string {
  return namespaceOf(resource) || 'default';
}

/** `Deployment kubeflow/minio`. */
export function nameOf(resource: Resource): string {
  return `${resource.identity.kind} ${homeOf(resource)}/${resource.identity.name}`;
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

/** Every Secret that a workload's pods are given, by name. */
export function secretUsesOf({ resource, pod }: Workload): readonly SecretUse[] {
  const namespace = homeOf(resource);
  const toUse = (secret: string | undefined, key: string | null, as: string): readonly SecretUse[] =>
    secret === undefined ? [] : [{ namespace, secret, key, as }];
  return [
    ...containersOf(pod).flatMap((container) => [
      ...objectsAt(container, 'env').flatMap((each) =>
        toUse(
          textAt(each, 'valueFrom', 'secretKeyRef', 'name'),
          textAt(each, 'valueFrom', 'secretKeyRef', 'key') ?? null,
          `variable ${textAt(each, 'name') ?? ''}`,
        ),
      ),
      ...objectsAt(container, 'envFrom').flatMap((each) => toUse(textAt(each, 'secretRef', 'name'), null, 'variables')),
    ]),
    ...objectsAt(pod, 'volumes').flatMap((volume) => {
      const as = `volume ${textAt(volume, 'name') ?? ''}`;
      return [
        ...toUse(textAt(volume, 'secret', 'secretName'), null, as),
        ...objectsAt(volume, 'projected', 'sources').flatMap((source) => toUse(textAt(source, 'secret', 'name'), null, as)),
      ];
    }),
  ];
}

/** The first few, and how many more. */
export function listSome(words: readonly string[], most = 4): string {
  const shown = words.slice(0, most).join(', ');
  return words.length > most ? `${shown} and ${words.length - most} more` : shown;
}
