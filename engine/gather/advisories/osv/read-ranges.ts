import { isObject, listOf, type Members, memberOf, textOf } from '../../../formats/json/members.ts';
import type { RangeEvent, VersionRange } from '../../../model/advisory.ts';
import type { SchemeId } from '../../../model/package.ts';
import { getScheme } from '../../../versions/all.ts';
import type { VersionScheme } from '../../../versions/scheme.ts';

/** The ranges of one package, and what was wrong with them. */
export interface Ranges {
  readonly ranges: readonly VersionRange[];
  /** One sentence for each range that breaks the schema. */
  readonly faults: readonly string[];
  /** Whether a range that versions are compared with was lost. */
  readonly lost: boolean;
}

const commit = /^(0|[0-9a-f]{40}|[0-9a-f]{64})$/;
const eventNames = ['introduced', 'fixed', 'last_affected', 'limit'] as const;
const longestVersion = 256;

/**
 * The version ranges of one `affected` entry. GIT ranges are checked and left out: no package states a commit.
 *
 * in      the scheme that the versions order by, where there is one
 * out     a range with a broken event, or that ends before it begins, is left out whole, so that half of it cannot decide anything
 * source  osv-schema, "affected[].ranges[] field" and "affected[].ranges[].events fields"
 */
export function readRanges(affected: Members, scheme: SchemeId | undefined): Ranges {
  const ranges: VersionRange[] = [];
  const faults: string[] = [];
  let lost = false;
  for (const [index, value] of listOf(affected, 'ranges').entries()) {
    const range = isObject(value) ? value : {};
    const isGit = memberOf(range, 'type') === 'GIT';
    const fault =
      faultOf(range) ?? (scheme && !isGit ? orderFaultOf(eventsOf(range).map(toEvent), getScheme(scheme)) : undefined);
    if (fault) faults.push(`ranges[${index}]: ${fault}`);
    if (isGit) continue;
    if (fault) lost = true;
    else ranges.push({ type: textOf(range, 'type') === 'SEMVER' ? 'SEMVER' : 'ECOSYSTEM', events: eventsOf(range).map(toEvent) });
  }
  return { ranges, faults, lost };
}

function eventsOf(range: Members): readonly Members[] {
  return listOf(range, 'events').filter(isObject);
}

function toEvent(event: Members): RangeEvent {
  const fixed = textOf(event, 'fixed');
  if (fixed !== undefined) return { fixed };
  const lastAffected = textOf(event, 'last_affected');
  if (lastAffected !== undefined) return { lastAffected };
  const limit = textOf(event, 'limit');
  return limit === undefined ? { introduced: textOf(event, 'introduced') ?? '0' } : { limit };
}

function faultOf(range: Members): string | undefined {
  const type = textOf(range, 'type');
  if (type !== 'GIT' && type !== 'SEMVER' && type !== 'ECOSYSTEM') return 'the type is none of GIT, SEMVER, ECOSYSTEM';
  const events = listOf(range, 'events');
  if (events.length === 0) return 'there are no events';
  const bad = events.find((event) => !isEvent(event, type));
  if (bad !== undefined) return `not an event of a ${type} range: ${JSON.stringify(bad)?.slice(0, 120)}`;
  if (!eventsOf(range).some((event) => Object.hasOwn(event, 'introduced'))) return 'no event says where it was introduced';
  return undefined;
}

/** Whatever order the events stand in, the earliest has to be one that introduces. */
function orderFaultOf(events: readonly RangeEvent[], scheme: VersionScheme): string | undefined {
  const begins = events.flatMap(({ introduced }) => introduced ?? []);
  if (begins.includes('0')) return undefined;
  const first = earliest(begins, scheme);
  const last = earliest(
    events.flatMap(({ fixed, lastAffected }) => fixed ?? lastAffected ?? []),
    scheme,
  );
  const isBackwards = first !== undefined && last !== undefined && scheme.compare(last, first) === 'before';
  return isBackwards ? `it goes backwards: it ends with ${last} before it begins with ${first}` : undefined;
}

function earliest(versions: readonly string[], scheme: VersionScheme): string | undefined {
  return versions.reduce<string | undefined>(
    (known, version) => (known === undefined || scheme.compare(version, known) === 'before' ? version : known),
    undefined,
  );
}

function isEvent(event: unknown, type: string): boolean {
  if (!isObject(event)) return false;
  const stated = eventNames.filter((name) => Object.hasOwn(event, name));
  const [name] = stated;
  if (stated.length !== 1 || !name) return false;
  const version = event[name];
  if (typeof version !== 'string' || version === '' || version.length > longestVersion) return false;
  return type === 'GIT' ? commit.test(version) : true;
}
