import type { Severity } from './severity.ts';

/** A known CVE of the stated version of Kubernetes, in one of its components. */
export interface ClusterCve {
  readonly id: string;
  /** `k8s.io/kubelet`. */
  readonly component: string;
  readonly severity: Severity;
  /** `unknown`: nobody can tell from what is stated; never left out. */
  readonly verdict: 'affected' | 'unknown';
  /** Nearest fixed versions, lowest first. */
  readonly fixedIn: readonly string[];
  /** A sentence. */
  readonly because: string;
}

/** The known CVEs of the stated version of Kubernetes. */
export interface ClusterCves {
  /** As stated: `v1.28`, `v1.28.3`. */
  readonly version: string;
  /** Advisories that were looked at. */
  readonly judged: number;
  /** Latest change of one of them, ISO 8601: what came later is not known here. */
  readonly newestAt: string | null;
  readonly rows: readonly ClusterCve[];
}
