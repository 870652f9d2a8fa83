import type { Resource } from '../../../model/resource.ts';
import type { Segment } from '../address-space.ts';
import type { PortSet } from '../port-set.ts';

/** Somebody who opens a connection, as a proxy at the other end knows them. */
export interface Caller {
  /** By mutual TLS: `plain` cannot say who it is, of `unknown` nobody can say whether it can. */
  readonly identity: 'known' | 'plain' | 'unknown';
  /** Undefined where nobody can say. */
  readonly namespace?: string;
  /** Service account; undefined where nobody can say. */
  readonly account?: string;
  /** Undefined for pods, whose addresses nobody can say. */
  readonly address?: Segment;
  /** Equal for callers that no policy tells apart. */
  readonly key: string;
}

/** In words, under which conditions something holds, all of them; none: always; undefined: never. */
export type Match = readonly string[] | undefined;

/** Whom a policy describes. */
export type MatchCaller = (caller: Caller) => Match;

/** One way in which a rule holds: for a caller, on ports of TCP, and under conditions. */
export interface MeshRule {
  readonly matches: MatchCaller;
  readonly ports: PortSet;
  /** Of the request: `method GET`. */
  readonly request: readonly string[];
}

/** An AuthorizationPolicy. */
export interface MeshPolicy {
  readonly action: 'ALLOW' | 'DENY' | 'CUSTOM';
  /** Whether it selects pods by namespace and labels. */
  readonly selects: MeshSelects;
  readonly rules: readonly MeshRule[];
  readonly resource: Resource;
}

/** Whether something holds for pods. */
export type MeshSelects = (namespace: string, labels: ReadonlyMap<string, string>) => boolean;

/** How the proxy of a pod takes connections: `UNSET` leaves it to whoever is above. */
export type MeshMode = 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';

/** A PeerAuthentication. */
export interface PeerPolicy {
  /** Later ones overrule. */
  readonly scope: 'mesh' | 'namespace' | 'workload';
  readonly selects: MeshSelects;
  readonly mode: MeshMode;
  readonly byPort: readonly { readonly port: number; readonly mode: MeshMode }[];
  readonly resource: Resource;
}
