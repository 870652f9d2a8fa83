import type { Advisory, ExploitPrediction, KnownExploited } from '../../model/advisory.ts';

/** What findings look up about a vulnerability; an advisory source is one. */
export interface Knowledge {
  /** By CVE. */
  findExploited(id: string): KnownExploited | undefined;
  /** By CVE. */
  findPrediction(id: string): ExploitPrediction | undefined;
  /** Advisories that are this id or state it as an alias, without what they affect. */
  findRelated?(id: string): readonly Advisory[];
}

/** Knows nothing: for findings that rest on reports of others alone. */
export const noKnowledge: Knowledge = { findExploited: () => undefined, findPrediction: () => undefined };
