import type { RangeEvent, VersionRange } from '../model/advisory.ts';
import type { Ordering, VersionScheme } from './scheme.ts';

/** One bound of a range, and where the version stands to it. */
export interface Bound {
  readonly kind: 'introduced' | 'fixed' | 'lastAffected' | 'limit';
  readonly version: string;
  /** How the version that is judged orders against it. */
  readonly order: Ordering;
}

/** What one range says of one version, and the bounds that decide. */
export interface RangeSpan {
  readonly verdict: 'affected' | 'not-affected' | 'unknown';
  /** The last bound at or below the version. */
  readonly lower: Bound | undefined;
  /** The first bound above it that ends the stretch it stands in, or, where it stands in none, begins the next. */
  readonly upper: Bound | undefined;
  /** A bound that could not be compared; only where it matters. */
  readonly unreadable: Bound | undefined;
}

/**
 * Where a version stands in one OSV range.
 *
 * in      events in any order; `introduced: "0"` is before every version, `limit: "*"` after
 * out     the state after the last event at or below the version. An event that cannot be compared makes it unknown only where
 *         it could turn the answer: one that opens, if not affected without it; one that closes, if affected without it
 * cost    O(events) comparisons; nothing is sorted
 * source  OSV schema 1.7, "Evaluation"
 */
export function findSpan(scheme: VersionScheme, version: string, range: VersionRange): RangeSpan {
  const bounds = toBounds(scheme, version, range.events);
  const hasLimits = bounds.some(isLimit);
  const steps = hasLimits ? bounds.filter((bound) => !isLimit(bound)) : bounds;
  const limits = hasLimits ? bounds.filter(isLimit) : none;
  const reached = findLower(scheme, steps);
  const limit = hasLimits ? findExceeded(limits) : undefined;
  const isOpen = reached?.kind === 'introduced' && (!limit || limit.order === 'unknown');
  const unreadable = findUnreadable(steps, isOpen) ?? (isOpen ? limit : undefined);
  const decided = isOpen ? 'affected' : 'not-affected';
  return {
    verdict: unreadable ? 'unknown' : decided,
    lower: reached?.kind === 'introduced' && !isOpen ? limit : reached,
    upper: findUpper(scheme, isOpen && hasLimits ? [...steps, ...limits] : steps, isOpen),
    unreadable,
  };
}

const none: readonly never[] = [];

function isLimit({ kind }: Bound): boolean {
  return kind === 'limit';
}

function toBounds(scheme: VersionScheme, version: string, events: readonly RangeEvent[]): readonly Bound[] {
  const bounds = events.map((event) => toBound(scheme, version, event));
  return bounds.includes(undefined) ? bounds.filter((bound) => bound !== undefined) : (bounds as readonly Bound[]);
}

function toBound(scheme: VersionScheme, version: string, event: RangeEvent): Bound | undefined {
  if (event.introduced !== undefined) return orderAgainst(scheme, version, 'introduced', event.introduced);
  if (event.fixed !== undefined) return orderAgainst(scheme, version, 'fixed', event.fixed);
  if (event.lastAffected !== undefined) return orderAgainst(scheme, version, 'lastAffected', event.lastAffected);
  if (event.limit !== undefined) return orderAgainst(scheme, version, 'limit', event.limit);
  return undefined;
}

function orderAgainst(scheme: VersionScheme, version: string, kind: Bound['kind'], bound: string): Bound {
  if (kind === 'introduced' && bound === '0') return { kind, version: bound, order: 'after' };
  if (kind === 'limit' && bound === '*') return { kind, version: bound, order: 'before' };
  return { kind, version: bound, order: scheme.compare(version, bound) };
}

function findUnreadable(steps: readonly Bound[], isOpen: boolean): Bound | undefined {
  for (const step of steps) if (step.order === 'unknown' && (step.kind === 'introduced') !== isOpen) return step;
  return undefined;
}

/** Whether the range has changed its state by the version: `lastAffected` does so only behind it. */
function isReached({ kind, order }: Bound): boolean {
  return order === 'after' || (order === 'same' && kind !== 'lastAffected');
}

function findLower(scheme: VersionScheme, steps: readonly Bound[]): Bound | undefined {
  let lower: Bound | undefined;
  for (const step of steps) if (isReached(step) && (!lower || isLater(scheme, step, lower))) lower = step;
  return lower;
}

/** At one version the later event in the document counts, but what ends behind that version ends last. */
function isLater(scheme: VersionScheme, step: Bound, than: Bound): boolean {
  if (isStart(step)) return false;
  const order = isStart(than) ? 'after' : scheme.compare(step.version, than.version);
  return order === 'same' ? than.kind !== 'lastAffected' || step.kind === 'lastAffected' : order !== 'before';
}

function isStart({ kind, version }: Bound): boolean {
  return kind === 'introduced' && version === '0';
}

/** Nothing where there are no limits or the version is before one; otherwise the limit that shuts it out or cannot be compared. */
function findExceeded(limits: readonly Bound[]): Bound | undefined {
  if (limits.some(({ order }) => order === 'before')) return undefined;
  return limits.find(({ order }) => order === 'unknown') ?? limits[0];
}

function findUpper(scheme: VersionScheme, bounds: readonly Bound[], isOpen: boolean): Bound | undefined {
  let upper: Bound | undefined;
  for (const bound of bounds) {
    const isAbove = bound.order === 'before' || (bound.order === 'same' && bound.kind === 'lastAffected');
    if (!isAbove || (bound.kind === 'introduced') === isOpen || bound.version === '*') continue;
    if (!upper || scheme.compare(bound.version, upper.version) === 'before') upper = bound;
  }
  return upper;
}
