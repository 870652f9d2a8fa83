import type { Gap } from './reading.ts';
import type { ResourceIdentity } from './resource.ts';
import type { Severity } from './severity.ts';

/** A namespace that belongs to somebody, with who says so. */
export interface Tenant {
  readonly namespace: string;
  /** Whose it is; namespaces of one name belong together. The namespace itself where nobody says more. */
  readonly name: string;
  /** `object`: one whose controller makes the namespace; `pattern`: of the configuration or an option. */
  readonly by: 'object' | 'label' | 'pattern';
  /** Of the namespace, as its manifest or its controller sets them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Accounts that people of the tenant run pods as; `default` where nobody says more. */
  readonly accounts: readonly string[];
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
}

/** What may stand between tenants and one another, and does not. */
export const tenancyCodes = [
  'tenant-from-parameter',
  'check-without-right',
  'store-shared',
  'secret-copied',
  'secret-across-namespaces',
  'namespace-shared',
  'token-unused',
  'cluster-admin',
  'pods-of-tenants',
  'pods-everywhere',
  'wildcard-role',
  'run-as-non-root',
] as const;

/** One of them. */
export type TenancyCode = (typeof tenancyCodes)[number];

/** A sentence that a finding rests on, with its place. */
export interface TenancyEvidence {
  readonly sentence: string;
  readonly resource: ResourceIdentity | null;
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
}

/** A problem of tenancy or trust, in words that can be pasted into an issue. */
export interface TenancyFinding {
  readonly code: TenancyCode;
  readonly severity: Severity;
  /** `likely`: a part of it is not in the manifests; the evidence says which. */
  readonly certainty: 'certain' | 'likely';
  readonly title: string;
  /** What is wrong, what it means, and what to do. */
  readonly sentence: string;
  readonly remedy: string;
  /** Namespaces of the tenants that it is about; empty where it is about none of them by name. */
  readonly tenants: readonly string[];
  readonly evidence: readonly TenancyEvidence[];
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
}

/**
 * Who gets into a store that is reached: `open` everybody, `one-credential` who has the one that is set, `per-user` each as themselves,
 * `unknown` what is set could not be read.
 */
export type StoreAccess = 'open' | 'one-credential' | 'per-user' | 'unknown';

/** Where a Secret is used, by name. */
export interface SecretUse {
  readonly namespace: string;
  readonly secret: string;
  /** Null: all of them. */
  readonly key: string | null;
  /** Variable, or path of the volume. */
  readonly as: string;
}

/** A store of a known product, and who shares it. */
export interface StoreRow {
  /** Id of the product: `minio`. */
  readonly product: string;
  readonly title: string;
  readonly workload: ResourceIdentity;
  /** As declared. */
  readonly image: string;
  readonly access: StoreAccess;
  /** Sentences: what says so. */
  readonly because: readonly string[];
  /** Secrets that it takes its credentials from. */
  readonly secrets: readonly SecretUse[];
  /** Workloads that use a Secret of that name, or one with the same values: `Deployment kubeflow/ml-pipeline`. */
  readonly users: readonly string[];
  /** Namespaces of tenants from which its port can be reached. */
  readonly reachedBy: readonly string[];
  /** Why that may not hold: conditions of a mesh. */
  readonly doubts: readonly string[];
  /** Ways that lead to it from outside. */
  readonly ways: readonly string[];
  readonly file: string;
  /** 1-based. */
  readonly line: number | null;
}

/** A parameter that says whose data a request is about, as a project declares it. */
export interface ParameterRule {
  /** `NAMESPACE/NAME` of a Service. */
  readonly service: string;
  readonly parameter: string;
  readonly in: 'query' | 'path' | 'header' | 'body';
  /** Who may set it: `NAMESPACE/NAME` of accounts or workloads; `*` for every one of a namespace. */
  readonly allowed: readonly string[];
  /** How the service itself checks it; absent where it takes it as it comes. */
  readonly checks?: 'subject-access-review' | 'own';
  /** Of the rule. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** An image of a project's own that is a known store. */
export interface StoreRule {
  /** Registry and repository. */
  readonly image: string;
  readonly product: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** What a project says of its tenancy. */
export interface TenancyRules {
  readonly parameters: readonly ParameterRule[];
  readonly stores: readonly StoreRule[];
}

/**
 * What became of a `ParameterRule`: `open` others can set it, `tied` a policy ties it to who calls, `restricted` only who is allowed gets
 * there, `checked` the service checks it, `unknown` somebody decides whom manifests do not show.
 */
export interface ParameterRow {
  readonly service: string;
  readonly parameter: string;
  readonly verdict: 'open' | 'tied' | 'restricted' | 'checked' | 'unknown';
  /** Ways from outside: `Gateway kubeflow/kubeflow-gateway → VirtualService …`. */
  readonly ways: readonly string[];
  /** Who gets there and is not allowed to. */
  readonly strangers: readonly string[];
  readonly because: readonly string[];
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** What tenants of a release share, and what is trusted that should not be. */
export interface Tenancy {
  readonly product: string;
  readonly version: string | null;
  readonly tenants: readonly Tenant[];
  readonly stores: readonly StoreRow[];
  readonly parameters: readonly ParameterRow[];
  /** Ordered by severity, then as `tenancyCodes`. */
  readonly findings: readonly TenancyFinding[];
  readonly gaps: readonly Gap[];
}
