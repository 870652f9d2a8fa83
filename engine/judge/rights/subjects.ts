import type { RightsSubject } from '../../model/rights.ts';

/** Of a subject, for maps: no two have the same. */
export function subjectKey({ kind, namespace, name }: RightsSubject): string {
  return kind === 'ServiceAccount' ? `${kind}/${namespace ?? ''}/${name}` : `${kind}/${name}`;
}

/** As sentences name a subject: `ServiceAccount tide/gauge`. */
export function describeSubject({ kind, namespace, name }: RightsSubject): string {
  return namespace === null || namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/**
 * A user by name; the names that Kubernetes gives to service accounts are theirs.
 *
 * source  https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/, "User accounts versus service accounts"
 */
export function toUser(name: string): RightsSubject {
  const [first, second, namespace, account, ...more] = name.split(':');
  return first === 'system' && second === 'serviceaccount' && namespace && account && more.length === 0
    ? { kind: 'ServiceAccount', namespace, name: account }
    : { kind: 'User', namespace: null, name };
}

/**
 * The groups that nobody states and the API server puts a subject in.
 *
 * source  https://kubernetes.io/docs/reference/access-authn-authz/rbac/, "Default roles and role bindings";
 *         https://kubernetes.io/docs/reference/access-authn-authz/authentication/, "Anonymous requests"
 */
export function implicitGroups({ kind, namespace, name }: RightsSubject): readonly RightsSubject[] {
  if (kind === 'Group') return [];
  const names =
    kind === 'User'
      ? [name === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated']
      : [
          'system:serviceaccounts',
          ...(namespace === null ? [] : [`system:serviceaccounts:${namespace}`]),
          'system:authenticated',
        ];
  return names.map((name) => ({ kind: 'Group', namespace: null, name }));
}
