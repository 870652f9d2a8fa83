import type { OwnershipEvidence, Tier } from '../../model/inventory.ts';

/** Whose a place is, and what for. */
export interface Attribution {
  readonly component?: string;
  /** Absent where there is no component. */
  readonly componentFrom?: 'configuration' | 'label';
  readonly owners: readonly OwnershipEvidence[];
  /** Absent where no rule speaks of it. */
  readonly tier?: Tier;
  readonly plane?: string;
}

/** What a resource and its source say about ownership; plain values, so that they can be kept with an occurrence. */
export interface OwnershipHints {
  /** Folder of the chart that the resource comes from. */
  readonly chart?: string;
  /** Values of labels that may name a component, the best first. */
  readonly components?: readonly string[];
  /** Value of a label or annotation that names an owner. */
  readonly owner?: string;
}
