import { findChanges } from '../../compare/releases/diff/find-changes.ts';
import { createFindingKeys, nameImages } from '../../compare/releases/diff/finding-key.ts';
import { createUnify } from '../../compare/releases/diff/unify-vulnerabilities.ts';
import { isUnsuppressed } from '../../judge/findings/count-findings.ts';
import type { Finding } from '../../model/finding.ts';
import type { Release } from '../../model/release.ts';

/** What older records know of the findings of a release, by the identity that `diff` goes by. */
export interface OlderFindings {
  /** Of the newest of them. */
  readonly version: string;
  /** Whether the newest does not have it, or a decision took it out there. */
  readonly isNew: (finding: Finding) => boolean;
  /** When the oldest that has it was judged, ISO 8601 UTC; undefined where none has it. */
  readonly seenSince: (finding: Finding) => string | undefined;
}

/**
 * Holds the findings of a release against older ones.
 *
 * in      older records in any order; a finding is asked about as it stands in the release
 * out     undefined where there is no older record
 * cost    O(findings) for each record
 */
export function compareWithOlder(release: Release, older: readonly Release[]): OlderFindings | undefined {
  const ordered = older.toSorted((one, other) => (one.now < other.now ? -1 : one.now > other.now ? 1 : 0));
  const newest = ordered.at(-1);
  if (!newest) return undefined;
  const fresh = findFresh(release, newest);
  const since = findSince(release, ordered);
  return { version: newest.version, isNew: (finding) => fresh.has(finding), seenSince: (finding) => since.get(finding) };
}

function findFresh(release: Release, newest: Release): ReadonlySet<Finding> {
  const names = nameImages(newest, release);
  const shown = createUnify(release.findings)(newest.findings).filter(isUnsuppressed);
  const keys = createFindingKeys();
  const before = Map.groupBy(shown, keys.keyOf(names.old));
  const after = Map.groupBy(release.findings, keys.keyOf(names.now));
  const changes = findChanges(before, after);
  return new Set(changes.flatMap((change) => (change.before === null && change.after !== null ? [change.after] : [])));
}

function findSince(release: Release, ordered: readonly Release[]): ReadonlyMap<Finding, string> {
  const since = new Map<Finding, string>();
  const unify = createUnify(release.findings);
  const keys = createFindingKeys();
  for (const old of ordered) {
    const names = nameImages(old, release);
    const had = new Set(unify(old.findings).map(keys.keyOf(names.old)));
    const keyOf = keys.keyOf(names.now);
    for (const finding of release.findings) {
      if (!since.has(finding) && had.has(keyOf(finding))) since.set(finding, old.now);
    }
  }
  return since;
}
