import type { JsonObject } from './json.ts';
import type { Gap } from './reading.ts';

/** The transport protocols that network policies know, in the order of output. */
export const protocols = ['TCP', 'UDP', 'SCTP'] as const;

/** A transport protocol that network policies know. */
export type Protocol = (typeof protocols)[number];

/** Ports of one protocol, both ends included. */
export interface PortRange {
  readonly protocol: Protocol;
  readonly from: number;
  readonly to: number;
}

/** A port by a name that only the pod at the other end can say; null where the policy leaves the protocol to that pod as well. */
export interface NamedPort {
  readonly protocol: Protocol | null;
  readonly name: string;
}

/** Every protocol and port, or those that are listed; ordered by protocol and port. */
export type Ports = 'all' | readonly PortRange[];

/** What pods belong to: their owner, or the pod itself. */
export interface ReachWorkload {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  /** Of a kind that others define: a controller makes its pods from the template in it, and may change them. */
  readonly via?: 'custom resource';
}

/** One side of a connection: a workload, addresses outside the cluster, or what serves Ingresses, Routes and Gateways. */
export type ReachPeer = ReachWorkload | { readonly ipBlock: string } | { readonly ingress: true };

/** What has to hold besides for a connection, or for a request on it, because a mesh of proxies asks for it. */
export interface ReachCondition {
  /** Those of the connection that it is about. */
  readonly ports: Ports;
  /** `only`: what it describes is let in, and one such condition is enough; `not`: what it describes is refused; `asks`: somebody else decides. */
  readonly effect: 'only' | 'not' | 'asks';
  /** `AuthorizationPolicy tide/web`. */
  readonly by: string;
  /** `method GET and path /info*`. */
  readonly what: string;
}

/** What one side can open to the other. */
export interface Connection {
  readonly from: ReachPeer;
  readonly to: ReachPeer;
  readonly ports: Ports;
  readonly conditions?: readonly ReachCondition[];
}

/** A selector as policies state it; `{}` selects everything. */
export interface StatedSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

/** Pods that no manifest declares: any of the cluster, or those that a rule's selectors would select. */
export type UnseenPods = 'entire-cluster' | { readonly namespaceSelector: StatedSelector; readonly podSelector: StatedSelector };

/** What a workload would exchange with pods that are not there yet. Rows add up: a pod that several describe has the ports of all. */
export interface ReachExposure {
  readonly workload: ReachWorkload;
  readonly direction: 'ingress' | 'egress';
  readonly to: UnseenPods;
  readonly ports: 'all' | readonly (PortRange | NamedPort)[];
  readonly conditions?: readonly ReachCondition[];
}

/** Whether a policy decides what reaches a workload, and what it reaches. */
export interface Isolation {
  readonly workload: ReachWorkload;
  readonly ingress: boolean;
  readonly egress: boolean;
  /** Whether proxies of a mesh decide on every connection to it over TCP; absent where there is no mesh. */
  readonly mesh?: boolean;
}

/** Where policies do not reach, with the place that says so. */
export interface BeyondPolicies {
  /** `Kind namespace/name`. */
  readonly resource: string;
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  /** One sentence. */
  readonly why: string;
}

/** Who can reach whom, by the manifests. */
export interface Reach {
  /** Ordered by the text of both sides. */
  readonly connections: readonly Connection[];
  readonly exposure: readonly ReachExposure[];
  /** One for each workload, ordered by namespace, name and kind. */
  readonly isolation: readonly Isolation[];
  readonly beyond: readonly BeyondPolicies[];
  readonly gaps: readonly Gap[];
}

/** One pair of sides whose ports differ between two states; `[]` stands for no connection. */
export interface ConnectionChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly from: ReachPeer;
  readonly to: ReachPeer;
  readonly before: Ports;
  readonly after: Ports;
  /** Where there were or are any. */
  readonly conditionsBefore?: readonly ReachCondition[];
  readonly conditionsAfter?: readonly ReachCondition[];
  /** Sides that only one of the states has. */
  readonly newWorkloads: readonly ReachWorkload[];
  readonly goneWorkloads: readonly ReachWorkload[];
}

/** The reach of a release, by its name. */
export interface ReleaseReach extends Reach {
  readonly product: string;
  readonly version: string;
}

/** What changed in who can reach whom, from one release to another. */
export interface ReachDifference {
  readonly old: { readonly product: string; readonly version: string };
  readonly new: { readonly product: string; readonly version: string };
  readonly changes: readonly ConnectionChange[];
  /** Of both. */
  readonly gaps: readonly Gap[];
}

/** NetworkPolicies for declared connections, and how they stand up to them. */
export interface Proposal {
  /** Manifests. */
  readonly policies: readonly JsonObject[];
  /** Whether they allow what was declared, and nothing else. */
  readonly isProven: boolean;
  /** From what was declared to what they allow. */
  readonly differences: readonly ConnectionChange[];
  /** What policies may not hold for, so that the proof is none for it. */
  readonly beyond?: readonly BeyondPolicies[];
  readonly gaps: readonly Gap[];
}
