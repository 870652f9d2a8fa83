import type { Advisory, CveMetadata, ExploitPrediction, KnownExploited } from '../../model/advisory.ts';

/** What findings look up about a vulnerability; an advisory source is one. */
export interface Knowledge {
  /** By CVE. */
  findExploited(id: string): KnownExploited | undefined;
  /** By CVE. */
  findPrediction(id: string): ExploitPrediction | undefined;
  /** Advisories that are this id or state it as an alias, without what they affect. */
  findRelated?(id: string): readonly Advisory[];
  /** By CVE: what is said of it whatever package has it. */
  findMetadata?(id: string): CveMetadata | undefined;
  /** Whose word on severity is shown first, where the configuration says. */
  readonly severityOrder?: readonly string[];
}

/** Knows nothing: for findings that rest on reports of others alone. */
export const noKnowledge: Knowledge = { findExploited: () => undefined, findPrediction: () => undefined };

/** Advisories that are this id or state it as an alias, without those that were withdrawn. */
export function findStanding(knowledge: Knowledge, id: string): readonly Advisory[] {
  return (knowledge.findRelated?.(id) ?? []).filter((advisory) => advisory.withdrawnAt === undefined);
}

/** The same knowledge that is asked about each id once, however many packages have the vulnerability. */
export function remembering(knowledge: Knowledge): Knowledge {
  return {
    findExploited: remember((id) => knowledge.findExploited(id)),
    findPrediction: remember((id) => knowledge.findPrediction(id)),
    findRelated: remember((id) => knowledge.findRelated?.(id) ?? []),
    findMetadata: remember((id) => knowledge.findMetadata?.(id)),
    ...(knowledge.severityOrder && { severityOrder: knowledge.severityOrder }),
  };
}

/** The same question is answered once. */
export function remember<Asked, Found>(find: (asked: Asked) => Found): (asked: Asked) => Found {
  const known = new Map<Asked, { readonly found: Found }>();
  return (asked) => {
    const one = known.get(asked);
    if (one) return one.found;
    const found = find(asked);
    known.set(asked, { found });
    return found;
  };
}
