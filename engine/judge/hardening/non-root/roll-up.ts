import type { NonRootCount, NonRootRollup, NonRootRow, NonRootShare } from '../../../model/non-root.ts';

/** A release with the verdicts on its containers. */
export interface JudgedRelease {
  readonly version: string;
  readonly nonRoot: readonly NonRootRow[];
}

/** The verdicts of one release beside those of the one before. */
export interface NonRootStep {
  readonly version: string;
  readonly count: NonRootCount;
  /** Each number less that of the release before; null for the first. */
  readonly change: NonRootCount | null;
}

/**
 * Adds up the verdicts on the containers of a release.
 *
 * in      rows with owners, component and source as far as they are known
 * out     charts, components and owners: those with exposed containers that are not enforced first, then those with most that are not
 */
export function rollUpNonRoot(rows: readonly NonRootRow[]): NonRootRollup {
  return {
    release: count(rows),
    exposed: count(rows.filter(isReachable)),
    charts: share(rows, ({ source }) => [source ?? null]),
    components: share(rows, ({ component }) => [component ?? null]),
    owners: share(rows, ({ owners = [] }) => (owners.length > 0 ? owners : [null])),
  };
}

/** How the verdicts change over releases, oldest first. */
export function followNonRoot(releases: readonly JudgedRelease[]): readonly NonRootStep[] {
  return releases.map(({ version, nonRoot }, index) => {
    const now = count(nonRoot);
    const before = releases[index - 1];
    return { version, count: now, change: before ? subtract(now, count(before.nonRoot)) : null };
  });
}

/** Workloads that a way from outside leads to, or may, first; else as they came. */
export function exposedFirst(rows: readonly NonRootRow[]): readonly NonRootRow[] {
  const rank = ({ exposure }: NonRootRow) => (exposure === 'exposed' ? 0 : exposure === 'unknown' ? 1 : 2);
  return rows.toSorted((a, b) => rank(a) - rank(b));
}

function isReachable({ exposure }: NonRootRow): boolean {
  return exposure === 'exposed' || exposure === 'unknown';
}

function share(rows: readonly NonRootRow[], namesOf: (row: NonRootRow) => readonly (string | null)[]): readonly NonRootShare[] {
  const groups = new Map<string | null, NonRootRow[]>();
  for (const row of rows)
    for (const name of namesOf(row)) {
      const group = groups.get(name) ?? [];
      group.push(row);
      groups.set(name, group);
    }
  const open = (group: readonly NonRootRow[]) => group.filter(({ verdict }) => verdict !== 'enforced');
  return [...groups]
    .toSorted(
      ([nameA, a], [nameB, b]) =>
        open(b).filter(isReachable).length - open(a).filter(isReachable).length ||
        open(b).length - open(a).length ||
        ((nameA ?? '\uffff') < (nameB ?? '\uffff') ? -1 : 1),
    )
    .map(([name, group]) => ({ name, ...count(group) }));
}

function count(rows: readonly NonRootRow[]): NonRootCount {
  const of = (verdict: NonRootRow['verdict']) => rows.filter((row) => row.verdict === verdict).length;
  return {
    containers: rows.length,
    enforced: of('enforced'),
    ready: of('ready'),
    'ready-with': of('ready-with'),
    blocked: of('blocked'),
    unknown: of('unknown'),
  };
}

function subtract(now: NonRootCount, before: NonRootCount): NonRootCount {
  return {
    containers: now.containers - before.containers,
    enforced: now.enforced - before.enforced,
    ready: now.ready - before.ready,
    'ready-with': now['ready-with'] - before['ready-with'],
    blocked: now.blocked - before.blocked,
    unknown: now.unknown - before.unknown,
  };
}
