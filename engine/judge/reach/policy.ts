import type { NamedPort } from '../../model/reach.ts';
import type { Resource } from '../../model/resource.ts';
import type { Network } from './address-space.ts';
import type { PortSet } from './port-set.ts';
import type { Selector } from './selector.ts';

/** Pods by the labels of their namespace and their own. */
export interface PodSelection {
  readonly namespaces: Selector;
  readonly pods: Selector;
}

/** Who a rule is about. */
export type PeerRule =
  /** Everyone, outside the cluster too. */
  | { readonly kind: 'everyone' }
  | ({ readonly kind: 'pods' } & PodSelection)
  | { readonly kind: 'network'; readonly network: Network };

/** Which ports a rule is about; names are looked up at the pod that is connected to. */
export interface PortRules {
  readonly set: PortSet;
  readonly named: readonly NamedPort[];
}

/** `pass` leaves it to the policies of the namespace. */
export type Action = 'allow' | 'deny' | 'pass';

/** A rule: for these peers on these ports. */
export interface Rule {
  readonly action: Action;
  readonly peers: readonly PeerRule[];
  readonly ports: PortRules;
  /** In the resource: `spec.ingress[0]`. */
  readonly path: string;
}

/**
 * A policy of any kind. `admin` ones decide first, in order of priority; then those of the namespace, which isolate what they select
 * and allow; `baseline` ones decide where nothing else did.
 */
export interface Policy {
  readonly tier: 'admin' | 'network' | 'baseline';
  /** Lower decides first; 0 where the kind has none. */
  readonly priority: number;
  readonly subject: PodSelection;
  /** Absent where it says nothing about this direction. */
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
  readonly resource: Resource;
}

/** A policy as it was read: those with faults are refused by the API server, and protect nothing. */
export interface PolicyReading {
  readonly policy: Policy;
  /** Sentences. */
  readonly faults: readonly string[];
  /** Sentences: what is in force and cannot be judged. */
  readonly doubts: readonly string[];
}

/** Is told what is wrong, as a sentence. */
export type Refuse = (fault: string) => void;
