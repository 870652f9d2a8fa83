import type { ResourceIdentity } from '../../../model/resource.ts';

/**
 * What kustomize ends the names of generated ConfigMaps and Secrets with; it changes with their content.
 *
 * source  kubernetes-sigs/kustomize, api/hasher/hasher.go, `encode`
 */
const generated = /-[2456789bcdfghkmt]{10}$/;

/**
 * One object of two releases: by kind, namespace and name, whatever version of its API it is written in.
 *
 * Kubernetes' own kinds move between its groups (`extensions` to `apps`) and stay the same objects; others' kinds stay in their groups.
 */
export function resourceKey({ apiVersion, kind, namespace, name }: ResourceIdentity): string {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const isOwn = !group.includes('.') || group.endsWith('.k8s.io');
  const stem = kind === 'ConfigMap' || kind === 'Secret' ? name.replace(generated, '') : name;
  return JSON.stringify([isOwn ? '' : group, kind, namespace, stem]);
}
