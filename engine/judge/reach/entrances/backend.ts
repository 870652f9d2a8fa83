import type { Resource } from '../../../model/resource.ts';
import type { PodGroup } from '../find-pods.ts';

/** A Service that something lets outsiders into. */
export interface Backend {
  readonly namespace: string;
  readonly service: string;
  /** Number or name of the Service's port, or of the target of one; undefined where every port is meant. */
  readonly port: number | string | undefined;
  /** What lets them in. */
  readonly by: Resource;
  /** Whether pods are the proxy that they come through, where manifests say which one it is. */
  readonly isProxy?: (pods: PodGroup) => boolean;
}

/** Something that leads nowhere, or nobody can say where. */
export interface Unled {
  readonly by: Resource;
  readonly code: 'entrance-refused' | 'entrance-undecided';
  /** A sentence without its end. */
  readonly why: string;
}

/** Where entrances lead. */
export interface Entrances {
  readonly backends: readonly Backend[];
  readonly unled: readonly Unled[];
}

/** A port as a number where it is written as one. */
export function toPort(value: unknown): number | string | undefined {
  if (typeof value === 'string') return /^\d{1,5}$/.test(value) ? Number(value) : value || undefined;
  return typeof value === 'number' ? value : undefined;
}
