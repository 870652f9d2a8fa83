import type { RecordIndex } from './record-index.ts';

/** Names of one release that are shown. */
const shown = 10;

/**
 * Names of packages that are there and could be taken for the one that is not: `logback-core` for `log4j-core`.
 *
 * out     those that share a word of three letters or its beginning; at most ten, the nearest first
 */
export function findNear(name: string, index: RecordIndex): readonly string[] {
  const words = wordsOf(name);
  const candidates = new Set(words.flatMap((word) => index.findNames(word.slice(0, Math.max(3, word.length - 2)))));
  const scored = [...candidates].map((candidate) => ({ candidate, score: score(words, wordsOf(candidate)) }));
  return scored
    .toSorted((a, b) => b.score - a.score || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, shown)
    .map(({ candidate }) => candidate);
}

function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length >= 3 && !['com', 'org', 'net', 'github', 'apache', 'lib'].includes(word));
}

function score(wanted: readonly string[], there: readonly string[]): number {
  return (
    wanted.filter((word) => there.includes(word)).length * 2 +
    wanted.filter((word) => there.some((other) => other.startsWith(word.slice(0, 3)))).length
  );
}
