import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';

const groups: Readonly<Record<string, string>> = {
  ...{ Deployment: 'apps/v1', Job: 'batch/v1', Profile: 'kubeflow.org/v1', NetworkPolicy: 'networking.k8s.io/v1' },
  ...{ ClusterPolicy: 'kyverno.io/v1', CompositeController: 'metacontroller.k8s.io/v1alpha1' },
  ...{ ClusterExternalSecret: 'external-secrets.io/v1', SecretExport: 'secretgen.carvel.dev/v1alpha1' },
  ...{ AuthorizationPolicy: 'security.istio.io/v1', VirtualService: 'networking.istio.io/v1', Gateway: 'networking.istio.io/v1' },
  ...{ EnvoyFilter: 'networking.istio.io/v1alpha3', ClusterRole: 'rbac.authorization.k8s.io/v1' },
  ...{ ClusterRoleBinding: 'rbac.authorization.k8s.io/v1', RoleBinding: 'rbac.authorization.k8s.io/v1' },
};

/** For tests: a resource at the first line of `KIND-NAME.yaml`; its metadata beside its value. */
export function stated(kind: string, place: string, value: object = {}, metadata: object = {}): Resource {
  const [first = '', second] = place.split('/');
  const [namespace, name] = second === undefined ? [null, first] : [first, second];
  const identity = { apiVersion: groups[kind] ?? 'v1', kind, namespace, name };
  return {
    identity,
    value: {
      apiVersion: identity.apiVersion,
      kind,
      metadata: { name, ...(namespace && { namespace }), ...metadata },
      ...value,
    } as JsonObject,
    ...{ source: 'yaml:.', file: `${kind}-${name}.yaml`.toLowerCase(), line: 1, hook: false },
  };
}

/** For tests: a Deployment of one container, with a Service of its name. */
export function served(place: string, container: object, pod: object = {}): readonly Resource[] {
  const name = place.split('/')[1] ?? '';
  const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', ...container }], ...pod } };
  return [
    stated('Deployment', place, { spec: { selector: { matchLabels: { app: name } }, template } }),
    stated('Service', place, { spec: { selector: { app: name }, ports: [{ port: 80 }] } }),
  ];
}

/** For tests: a Secret as a record holds it: keys, and numbers that are equal for equal values. */
export function secret(place: string, numbers: Readonly<Record<string, number>>, annotations: object = {}): Resource {
  const data = Object.fromEntries(Object.keys(numbers).map((key) => [key, null]));
  const omitted = Object.entries(numbers).map(([key, same]) => ({ path: `data.${key}`, why: 'secret' as const, same }));
  return { ...stated('Secret', place, { data }, { annotations }), omitted };
}

/** For tests: a variable that a Secret fills. */
export function fromSecret(name: string, secretName: string, key = 'password'): object {
  return { name, valueFrom: { secretKeyRef: { name: secretName, key } } };
}
