import type { Gap } from './reading.ts';
import type { ResourceIdentity } from './resource.ts';

/** Who may be bound to a role; `namespace` is null for users and groups, and where an account's is not said. */
export interface RightsSubject {
  readonly kind: 'ServiceAccount' | 'User' | 'Group';
  readonly namespace: string | null;
  readonly name: string;
}

/** A rule of a role, as RBAC reads it. The core API group is empty. */
export interface RightsRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Empty: whatever its name. */
  readonly resourceNames: readonly string[];
  readonly nonResourceUrls: readonly string[];
}

/** A role that a binding gives to a subject. */
export interface RightsGrant {
  readonly role: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string };
  readonly binding: { readonly kind: 'RoleBinding' | 'ClusterRoleBinding'; readonly name: string };
  /** Where it holds; null for the whole cluster. */
  readonly namespace: string | null;
  /** Of the binding; null for a binding that Kubernetes, or a controller, makes. */
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
  readonly rules: readonly RightsRule[];
}

/** What lets somebody have more than they were given. */
export const powerKinds = [
  'everything',
  'read-secrets',
  'create-secrets',
  'create-pods',
  'exec',
  'impersonate',
  'bind',
  'escalate',
  'mint-tokens',
  'webhooks',
  'nodes',
  'approve-certificates',
  'edit-roles',
  'persistent-volumes',
] as const;

/** One of them. */
export type PowerKind = (typeof powerKinds)[number];

/** A way to have more, and the binding that gives it. */
export interface RightsPower {
  readonly kind: PowerKind;
  /** Null for the whole cluster. */
  readonly namespace: string | null;
  /** Objects that it is limited to; empty for all. */
  readonly names: readonly string[];
  readonly sentence: string;
  readonly role: string;
  readonly binding: string;
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
}

/** Everything that a subject may do, itself and by the groups that it is in. */
export interface SubjectRights {
  readonly subject: RightsSubject;
  readonly grants: readonly RightsGrant[];
  /** Ordered by kind. */
  readonly powers: readonly RightsPower[];
  /** Workloads that run as it. */
  readonly workloads: readonly ResourceIdentity[];
}

/** What somebody who took a workload's pod over could do. */
export interface WorkloadRights {
  readonly workload: ResourceIdentity;
  readonly file: string;
  /** 1-based. */
  readonly line: number | null;
  readonly account: RightsSubject;
  /** Whether its token is in the pod. */
  readonly hasToken: boolean;
  readonly isExposed: boolean;
  /** Sentences: how it reaches its node; empty where it does not. */
  readonly node: readonly string[];
  readonly powers: readonly RightsPower[];
}

/** One step on the way to more. */
export interface RightsStep {
  /** What one has before and after it: `ServiceAccount tide/gauge`, `namespace tide`, `cluster-admin`. */
  readonly from: string;
  readonly to: string;
  readonly sentence: string;
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
  /** Why it may not hold; null where it does. */
  readonly doubt: string | null;
}

/** A shortest way from a start to a target. */
export interface RightsPath {
  readonly from: string;
  readonly start: 'exposed' | 'tenant' | 'subject';
  readonly to: 'cluster-admin' | 'tenant';
  /** The last step ends at it. */
  readonly steps: readonly RightsStep[];
}

/** What to take away so that no way is left. */
export interface RightsCut {
  readonly start: 'exposed' | 'tenant' | 'subject';
  readonly from: readonly string[];
  readonly to: 'cluster-admin' | 'tenant';
  /** Null where a way holds nothing that can be taken away. */
  readonly edges: readonly RightsStep[] | null;
}

/** Who from elsewhere can act in the namespace of a tenant. */
export interface RightsSharing {
  readonly namespace: string;
  readonly subject: RightsSubject;
  readonly kind: PowerKind | 'member';
  readonly sentence: string;
}

/** A problem in words that can be pasted into an issue. */
export interface RightsIssue {
  readonly code: 'wildcard-role' | 'cluster-admin' | 'pods-of-tenants' | 'pods-everywhere' | 'unknown-verb';
  readonly title: string;
  readonly sentence: string;
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
}

/** Rights that nothing in the manifests uses. */
export interface UnusedRights {
  readonly kind: 'account' | 'role' | 'token';
  readonly name: string;
  readonly sentence: string;
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
}

/** Who may do what in a release, and how far a compromised pod gets. */
export interface Rights {
  readonly product: string;
  readonly version: string | null;
  /** Namespaces of tenants. */
  readonly tenants: readonly string[];
  readonly subjects: readonly SubjectRights[];
  readonly workloads: readonly WorkloadRights[];
  readonly paths: readonly RightsPath[];
  readonly cuts: readonly RightsCut[];
  readonly sharing: readonly RightsSharing[];
  readonly unused: readonly UnusedRights[];
  readonly issues: readonly RightsIssue[];
  readonly gaps: readonly Gap[];
}
