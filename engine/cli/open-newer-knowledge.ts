import type { NewerKnowledge } from '../compare/releases/affected/answer-query.ts';
import { toNewerKnowledge } from '../pipeline/newer-knowledge.ts';
import { findAffectedNames } from '../store/advisories/find-affected-names.ts';
import { openAdvisoryDatabase } from '../store/advisories/open-advisory-database.ts';

/**
 * What an advisory database says of vulnerabilities that a record cannot know.
 *
 * faults  those of opening the database
 */
export function openNewerKnowledge(database: string): NewerKnowledge & { close(): void } {
  const source = openAdvisoryDatabase(database);
  return { ...toNewerKnowledge(source, (id) => findAffectedNames(database, id)), close: () => source.close() };
}
