/** A path in a pod as a path in its resource: `spec.containers[0]` of a pod is `spec.template.spec.containers[0]` of its Deployment. */
export function inResource(path: string, podPath: string): string {
  const parent = podPath.replace(/\.?spec$/, '');
  return parent === '' ? path : `${parent}.${path}`;
}
