import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';

const groups: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'].map((kind) => [kind, 'rbac.authorization.k8s.io/v1']),
  ),
  ...{ Deployment: 'apps/v1', Profile: 'kubeflow.org/v1' },
};

/** For tests: a resource at the first line of `a.yaml`. */
export function resourceOf(kind: string, name: string, namespace: string | null, value: object): Resource {
  return {
    identity: { apiVersion: groups[kind] ?? 'v1', kind, namespace, name },
    value: value as JsonObject,
    ...{ source: 'yaml:.', file: 'a.yaml', line: 1, hook: false },
  };
}

/** For tests: a cluster role of one rule. */
export function role(name: string, rule: object, { labels = {} }: { readonly labels?: object } = {}): Resource {
  return resourceOf('ClusterRole', name, null, { metadata: { labels }, rules: [rule] });
}

/**
 * For tests: a binding of a cluster role.
 *
 * in      namespace, or null for the whole cluster; subjects as `User:jo`, `Group:g`, `ServiceAccount:tide/gauge`
 */
export function binding(namespace: string | null, roleName: string, ...subjects: readonly string[]): Resource {
  const kind = namespace === null ? 'ClusterRoleBinding' : 'RoleBinding';
  return resourceOf(kind, `${roleName}-binding`, namespace, {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
    subjects: subjects.map((text) => {
      const [type = '', ...rest] = text.split(':');
      const [first = '', second] = rest.join(':').split('/');
      return { kind: type, name: second ?? first, ...(second !== undefined && { namespace: first }) };
    }),
  });
}

/** For tests: a deployment of one container. */
export function deployment(name: string, namespace: string, pod: object = {}): Resource {
  const containers = [{ name, image: `${name}:1` }];
  return resourceOf('Deployment', name, namespace, {
    spec: { template: { metadata: { labels: { app: name } }, spec: { containers, ...pod } } },
  });
}
