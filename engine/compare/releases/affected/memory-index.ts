import type { Release } from '../../../model/release.ts';
import type { RecordIndex } from './record-index.ts';
import { toIndexRows, toKey } from './to-index-rows.ts';

/** An index of a record in memory. */
export function createMemoryIndex(release: Release): RecordIndex {
  const { packages, findings, known, files, undecided, ...rows } = toIndexRows(release);
  return {
    release: rows.release,
    findFindings: (id) => findings.flatMap(({ ids, row }) => (ids.includes(toKey(id)) ? [row] : [])),
    knows: (id) => known.has(toKey(id)),
    findPackages: (name) => packages.flatMap(({ names, row }) => (names.includes(toKey(name)) ? [row] : [])),
    findFiles: (sha256) => files.flatMap(([digest, row]) => (digest === sha256 ? [row] : [])),
    findUndecided: (id) => undecided.filter((one) => one.id === null || one.id === toKey(id)),
    findNames: (part) =>
      [...new Set(packages.flatMap(({ names: [name = ''] }) => (name.includes(toKey(part)) ? [name] : [])))].toSorted(),
  };
}
