import type { CheckFinding, Hardening } from '../../../model/hardening.ts';
import type { CheckChange } from '../../../model/hardening-difference.ts';
import type { Resource } from '../../../model/resource.ts';
import { severities } from '../../../model/severity.ts';
import { resourceKey } from './resource-key.ts';

/** A release as it was judged, with everything in it. */
export interface HardenedRelease {
  readonly hardening: Hardening;
  readonly resources: readonly Resource[];
}

/**
 * The places that fail a check on one side alone.
 *
 * A place that moves within its resource, as when containers change their order, is no change: only what is left after as many were taken
 * from both sides counts.
 *
 * out     gained before lost, each by severity, check and resource
 */
export function compareFailures(old: HardenedRelease, now: HardenedRelease): readonly CheckChange[] {
  const [had, has] = [toSide(old), toSide(now)];
  const keys = new Set([...had.places.keys(), ...has.places.keys()]);
  const changes = [...keys].flatMap((key): CheckChange[] => {
    const [before, after] = [had.places.get(key) ?? none, has.places.get(key) ?? none];
    const [gone, came] = leftOver(before.open, after.open);
    return [
      ...came.map((row) => toChange(row, 'gained', [before, had])),
      ...gone.map((row) => toChange(row, 'lost', [after, has])),
    ];
  });
  return changes.toSorted(mostFirst);
}

interface Places {
  readonly open: readonly CheckFinding[];
  readonly suppressed: readonly CheckFinding[];
}

interface Side {
  /** By check and resource. */
  readonly places: ReadonlyMap<string, Places>;
  readonly resources: ReadonlySet<string>;
}

const none: Places = { open: [], suppressed: [] };

function toSide({ hardening, resources }: HardenedRelease): Side {
  const groups = Map.groupBy(hardening.checks, ({ check, resource }) => `${check} ${resourceKey(resource)}`);
  const places = [...groups].map(([key, rows]): readonly [string, Places] => {
    const { open = [], suppressed = [] } = Object.groupBy(rows, ({ suppressedBy }) =>
      suppressedBy === null ? 'open' : 'suppressed',
    );
    return [key, { open, suppressed }];
  });
  return { places: new Map(places), resources: new Set(resources.map(({ identity }) => resourceKey(identity))) };
}

/** What is on the one side and what is on the other alone, after paths that are the same, then as many others as both have. */
function leftOver(
  old: readonly CheckFinding[],
  now: readonly CheckFinding[],
): readonly [readonly CheckFinding[], readonly CheckFinding[]] {
  const without = (rows: readonly CheckFinding[], others: readonly CheckFinding[]) => {
    const left = others.map(({ path }) => path);
    return rows.filter(({ path }) => {
      const index = left.indexOf(path);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
  };
  const [gone, came] = [without(old, now), without(now, old)];
  const moved = Math.min(gone.length, came.length);
  return [gone.slice(moved), came.slice(moved)];
}

function toChange(row: CheckFinding, change: CheckChange['change'], [other, side]: readonly [Places, Side]): CheckChange {
  const { check, severity, resource, path, file, line, remedy } = row;
  const isExcepted = other.suppressed.some((one) => one.path === path);
  const isThere = side.resources.has(resourceKey(resource));
  const because = isExcepted ? 'suppression' : isThere ? 'content' : 'resource';
  return { check, severity, change, because, resource, path, file, line, remedy };
}

function mostFirst(a: CheckChange, b: CheckChange): number {
  const keyOf = ({ check, resource, path }: CheckChange) => `${check} ${resourceKey(resource)} ${path}`;
  return (
    Number(a.change === 'lost') - Number(b.change === 'lost') ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    (keyOf(a) < keyOf(b) ? -1 : 1)
  );
}
