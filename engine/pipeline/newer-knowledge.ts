import type { NewerKnowledge } from '../compare/releases/affected/answer-query.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import { createMatcher } from '../judge/matches/match-packages.ts';

/**
 * What an advisory database knows that records may not: it matches their packages again.
 *
 * in      the database, and its names of packages by vulnerability
 */
export function toNewerKnowledge(source: AdvisorySource, namesOf: (id: string) => readonly string[]): NewerKnowledge {
  const match = createMatcher(source);
  return {
    namesOf,
    match(packages, { distribution }, id) {
      const items = packages.map(({ item }) => ({ ...item, places: [] }));
      return match(items, distribution ?? undefined).matches.filter(
        ({ advisory, aliases }) => advisory === id || aliases.includes(id),
      );
    },
  };
}
