import type { Cluster } from '../../formats/kubernetes/cluster.ts';
import type { Workload } from '../../formats/kubernetes/workload.ts';
import type { ExposureKind, ExposureStep } from '../../model/exposure.ts';
import type { Resource } from '../../model/resource.ts';

/** What an entrance leads to. */
export type EntranceTarget =
  /** A Service by name; `from` is the resource whose namespace counts where none is stated. */
  | { readonly kind: 'service'; readonly name: string; readonly namespace?: string; readonly from: Resource }
  /** This Service itself. */
  | { readonly kind: 'this-service'; readonly service: Resource }
  /** Pods of any namespace with these labels. */
  | { readonly kind: 'labels'; readonly labels: ReadonlyMap<string, string> }
  | { readonly kind: 'workload'; readonly workload: Workload }
  /** Something in this resource's namespace that cannot be told. */
  | { readonly kind: 'unreadable'; readonly from: Resource };

/** Something that lets connections in from outside, and what it leads to. */
export interface Entrance {
  readonly kind: ExposureKind;
  readonly steps: readonly ExposureStep[];
  readonly target: EntranceTarget;
  /** A sentence: why it may not lead there. */
  readonly doubt?: string;
}

/** Finds the entrances of one sort. */
export type FindEntrances = (cluster: Cluster, workloads: readonly Workload[]) => readonly Entrance[];
