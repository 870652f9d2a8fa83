import { findNearest } from './configuration/find-nearest.ts';

/** Names told when none is the one that was asked for. */
const most = 5;

/**
 * Names that are like the one that was asked for: those that hold it or are held by it, then the one that differs in few letters.
 *
 * out     at most five, sorted
 */
export function findNearestNames(asked: string, known: readonly string[]): readonly string[] {
  const word = asked
    .replace(/^pkg:[^/]*\/(?:.*\/)?/, '')
    .replace(/@[^@]*$/, '')
    .toLowerCase();
  if (word === '') return [];
  const like = known.filter(
    (name) => name.toLowerCase().includes(word) || (name.length > 2 && word.includes(name.toLowerCase())),
  );
  const spelled = findNearest(word, known);
  return [...new Set([...(spelled === undefined ? [] : [spelled]), ...like])].slice(0, most).toSorted();
}
