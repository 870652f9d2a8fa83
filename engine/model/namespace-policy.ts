import type { ResourceIdentity } from './resource.ts';

/** What a namespace's labels of Pod Security admission say in one mode. */
export interface NamespacePolicy {
  readonly mode: 'enforce' | 'audit' | 'warn';
  /** As it is judged; null where the release does not declare the namespace. */
  readonly level: 'privileged' | 'baseline' | 'restricted' | null;
  /** As stated, or `latest`. */
  readonly version: string | null;
  /** Whether a label says so; without one everything is admitted. */
  readonly stated: boolean;
  /** Workloads whose pods break the level. */
  readonly refuses: readonly { readonly resource: ResourceIdentity; readonly controls: readonly string[] }[];
}

/** A namespace that workloads are installed into, and what it admits. */
export interface NamespacePolicyRow {
  readonly namespace: string;
  /** Null where the release does not declare it. */
  readonly file: string | null;
  readonly line: number | null;
  readonly workloads: number;
  /** Of enforce, audit and warn, in this order. */
  readonly policies: readonly NamespacePolicy[];
}
