import type { FindingChange } from '../../../model/difference.ts';
import type { Finding } from '../../../model/finding.ts';

/** A change with the key of what it is about. */
export interface KeyedChange extends FindingChange {
  readonly key: number;
}

/**
 * Every finding that is gained, lost or re-scored; what stays, in whatever version, is none of them.
 *
 * in      findings by key, without suppressed ones
 * out     the signed severities of the changes sum to the difference of the two sides
 */
export function findChanges(
  old: ReadonlyMap<number, readonly Finding[]>,
  now: ReadonlyMap<number, readonly Finding[]>,
): readonly KeyedChange[] {
  const changes: KeyedChange[] = [];
  const compare = (key: number, before: readonly Finding[], after: readonly Finding[]): void => {
    if (isSame(before, after)) return;
    const { pairs, left } = pairUp(before, after);
    for (const change of pairs) if (change.before.severity !== change.after.severity) changes.push({ key, ...change });
    for (const change of left) changes.push({ key, ...change });
  };
  for (const [key, before] of old) compare(key, before, now.get(key) ?? []);
  for (const [key, after] of now) if (!old.has(key)) compare(key, [], after);
  return changes;
}

/** What nearly every key is: one finding on each side, which are paired whatever their versions. */
function isSame(old: readonly Finding[], now: readonly Finding[]): boolean {
  return old.length === 1 && now.length === 1 && old[0]?.severity === now[0]?.severity;
}

function pairUp(old: readonly Finding[], now: readonly Finding[]) {
  const free = { old: [...old], now: [...now] };
  const pairs: { before: Finding; after: Finding }[] = [];
  const take = (matches: (before: Finding, after: Finding) => boolean): void => {
    free.old = free.old.filter((before) => {
      const at = free.now.findIndex((after) => matches(before, after));
      const [after] = at < 0 ? [] : free.now.splice(at, 1);
      if (after) pairs.push({ before, after });
      return !after;
    });
  };
  take((before, after) => before.purl === after.purl);
  take((before, after) => before.severity === after.severity);
  take(() => true);
  const left: FindingChange[] = [
    ...free.old.map((before) => ({ before, after: null })),
    ...free.now.map((after) => ({ before: null, after })),
  ];
  return { pairs, left };
}
