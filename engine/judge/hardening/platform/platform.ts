import { apiVersions } from '../../../formats/kubernetes/api-versions.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Check, CheckSubject, Hit } from '../check.ts';

/** Checks of what resources ask of the version of Kubernetes that they are installed on. */
export const platform: readonly Check[] = [
  {
    id: 'removed-api',
    title: 'Resources use API versions that the cluster still serves',
    severity: 'HIGH',
    standards: ['Kubernetes API deprecation policy'],
    rationale: 'A cluster that no longer serves an API version refuses the resource, and the release is not installed.',
    remedy: 'Use the API version that replaces it.',
    look: (subject) => hitsOf(subject, 'removed'),
  },
  {
    id: 'deprecated-api',
    title: 'Resources use API versions that stay',
    severity: 'LOW',
    standards: ['Kubernetes API deprecation policy'],
    rationale:
      'A deprecated API version goes with a later version of Kubernetes, and the upgrade of the cluster then waits for the release.',
    remedy: 'Use the API version that replaces it, before it goes.',
    look: (subject) => hitsOf(subject, 'deprecated'),
  },
];

interface Fate {
  readonly deprecatedIn: number | null;
  readonly removedIn: number | null;
  readonly replacement: string | null;
}

const fates: ReadonlyMap<string, Fate> = new Map(
  apiVersions.flatMap(([apiVersion, kinds, deprecatedIn, removedIn, replacement]) =>
    kinds.split(' ').map((kind) => [`${apiVersion} ${kind}`, { deprecatedIn, removedIn, replacement }] as const),
  ),
);

function hitsOf({ cluster, kubernetesMinor }: CheckSubject, state: 'removed' | 'deprecated'): readonly Hit[] {
  return cluster.resources.flatMap((resource) => {
    const fate = fates.get(`${resource.identity.apiVersion} ${resource.identity.kind}`);
    return fate && stateOf(fate, kubernetesMinor) === state
      ? [{ resource, path: 'apiVersion', remedy: remedyOf(resource, fate, kubernetesMinor) }]
      : [];
  });
}

function stateOf({ deprecatedIn, removedIn }: Fate, minor: number): 'removed' | 'deprecated' | 'served' {
  if (removedIn !== null && minor >= removedIn) return 'removed';
  return deprecatedIn !== null && minor >= deprecatedIn ? 'deprecated' : 'served';
}

function remedyOf({ identity }: Resource, { removedIn, replacement }: Fate, minor: number): string {
  const gone =
    removedIn === null ? 'is deprecated' : `${removedIn > minor ? 'goes with' : 'is gone since'} Kubernetes v1.${removedIn}`;
  const next = replacement === null ? 'nothing replaces it' : `use ${replacement}`;
  return `${identity.apiVersion} ${identity.kind} ${gone}: ${next}.`;
}
