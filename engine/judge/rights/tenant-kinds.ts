import { textAt } from '../../formats/json/members.ts';
import { type Cluster, groupOf } from '../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../model/resource.ts';
import type { FoundRole } from './read-roles.ts';
import type { GivenGrant } from './rights-book.ts';
import { toUser } from './subjects.ts';

/** A kind of which each object makes a namespace for one tenant, with accounts in it. */
export interface TenantKind {
  readonly group: string;
  readonly kind: string;
  /** Account of the namespace → cluster role that it is given there. */
  readonly accounts: Readonly<Record<string, string>>;
  /** Cluster role of whom `spec.owner` names. */
  readonly ownerRole: string;
  /** Of the namespace. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * What its controller makes is in no manifest.
 *
 * source  https://github.com/kubeflow/kubeflow/blob/v1.7.0/components/profile-controller/controllers/profile_controller.go
 *         and https://github.com/kubeflow/manifests/blob/v1.7.0/apps/profiles/upstream/base/namespace-labels.yaml
 */
const tenantKinds: readonly TenantKind[] = [
  {
    group: 'kubeflow.org',
    kind: 'Profile',
    accounts: { 'default-editor': 'kubeflow-edit', 'default-viewer': 'kubeflow-view' },
    ownerRole: 'kubeflow-admin',
    labels: { 'app.kubernetes.io/part-of': 'kubeflow-profile', 'istio-injection': 'enabled' },
  },
];

/** Every object that makes a namespace for a tenant. */
export function findTenantObjects(cluster: Cluster): readonly Resource[] {
  return tenantKinds.flatMap(({ group, kind }) => cluster.ofKind(group, kind));
}

/** The kind that an object is of, where it makes a namespace for a tenant. */
export function tenantKindOf({ identity }: Resource): TenantKind | undefined {
  return tenantKinds.find(({ group, kind }) => kind === identity.kind && group === groupOf(identity));
}

/** What controllers of tenants bind in their namespaces, as far as the roles are there. */
export function findTenantGrants(cluster: Cluster, roles: ReadonlyMap<string, FoundRole>): readonly GivenGrant[] {
  return tenantKinds.flatMap(({ group, kind, accounts, ownerRole }) =>
    cluster.ofKind(group, kind).flatMap((resource) => {
      const namespace = resource.identity.name;
      const given = (subject: GivenGrant['subject'], binding: string, name: string): readonly GivenGrant[] => {
        const role = roles.get(`ClusterRole/${name}`);
        if (!role) return [];
        const { file, line = null } = resource;
        const grant = {
          role: { kind: role.kind, name },
          binding: { kind: 'RoleBinding', name: binding },
          namespace,
          file,
          line,
        } as const;
        return [{ subject, roleKey: `ClusterRole/${name}`, grant: { ...grant, rules: role.rules } }];
      };
      const owner = textAt(resource.value, 'spec', 'owner', 'name');
      return [
        ...Object.entries(accounts).flatMap(([name, role]) => given({ kind: 'ServiceAccount', namespace, name }, name, role)),
        ...(owner === undefined ? [] : given(toUser(owner), 'namespaceAdmin', ownerRole)),
      ];
    }),
  );
}
