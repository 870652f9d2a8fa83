import type { Release } from '../../model/release.ts';

/** The part of a record's policy that findings rest on, as text to compare: what the gate demands changes no figure. */
export function judgingPolicy({ policy = {} }: Pick<Release, 'policy'>): string {
  const { gate: _, licenses: __, coverage: ___, ...judging } = policy;
  return JSON.stringify(judging);
}
