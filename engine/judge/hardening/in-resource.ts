import { pathInResource, type Workload } from '../../formats/kubernetes/workload.ts';

/** A path in a pod as a path in its resource: `spec.containers[0]` of a pod is `spec.template.spec.containers[0]` of its Deployment. */
export function inResource(path: string, workload: Workload): string {
  if (path.startsWith('spec.')) return pathInResource(workload, path.slice('spec.'.length));
  const parent = workload.podPath.replace(/\.?spec$/, '');
  return parent === '' ? path : `${parent}.${path}`;
}
