import type { ResourceIdentity } from './resource.ts';

/** The ways that lead into a cluster. */
export const exposureKinds = [
  'ingress',
  'gateway-api',
  'istio-gateway',
  'openshift-route',
  'load-balancer',
  'node-port',
  'external-ip',
  'host-port',
  'host-network',
  'custom',
] as const;

/** A way that leads into a cluster; `custom`: a kind that others define, of which only the names in it are read. */
export type ExposureKind = (typeof exposureKinds)[number];

/** A resource on the way, with the place that declares it. */
export interface ExposureStep {
  readonly resource: ResourceIdentity;
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  /** What of it matters: `host tide.example`, `port 31400`. */
  readonly detail?: string;
}

/** One way from outside to a workload. */
export interface ExposureWay {
  readonly kind: ExposureKind;
  /** Why it may not lead here; absent where it does. */
  readonly doubt?: string;
  /** From outside inward; the last is the workload. */
  readonly steps: readonly ExposureStep[];
}

/** `unknown`: something on the way cannot be read. `not-exposed` is only said where everything was. */
export type Exposure = 'exposed' | 'unknown' | 'not-exposed';

/**
 * What somebody who took a container over would have: `host` the machine or the cluster, `root` within the container, `limited` neither.
 */
export type PrivilegeLevel = 'host' | 'root' | 'unknown' | 'limited';

/**
 * How far the rights of a service account reach, the furthest first: `cluster` what leads to everything, `secrets` the Secrets or accounts of
 * a namespace, `other` less, and still more than its own work.
 */
export const accountReaches = ['cluster', 'secrets', 'other', 'none'] as const;

/** How far the rights of a service account reach. */
export type AccountReach = (typeof accountReaches)[number];

/** What the account whose token a pod holds may do, with sentences where it is more than its own work. */
export interface AccountRights {
  readonly reach: AccountReach;
  readonly reasons: readonly string[];
}

/** How much a container may do, with a sentence for each reason. */
export interface Privilege {
  readonly level: PrivilegeLevel;
  /** Of the account whose token it holds; absent where nobody asked. */
  readonly rights?: AccountReach;
  /** Whether it runs as root, whatever else it may do. */
  readonly isRoot?: boolean;
  readonly reasons: readonly string[];
}

/** A container of a workload. */
export interface WorkloadContainer {
  readonly name: string;
  /** Canonical; null where it is no reference. */
  readonly image: string | null;
  readonly privilege: Privilege;
}

/** A workload, the ways that lead to it from outside, and what its containers may do. */
export interface WorkloadExposure {
  readonly workload: ResourceIdentity;
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  readonly component?: string;
  readonly exposure: Exposure;
  /** Those that lead to it first. */
  readonly ways: readonly ExposureWay[];
  /** Sentences: why more ways may lead to it; empty where everything could be read. */
  readonly doubts: readonly string[];
  readonly containers: readonly WorkloadContainer[];
}
