import { schemeOfEcosystem } from '../../formats/ecosystem/ecosystem.ts';
import type { AffectedPackage, RangeEvent, VersionRange } from '../../model/advisory.ts';
import type { SchemeId } from '../../model/package.ts';

/** An entry as it is stored: short names, and nothing that is empty or follows from the rest; there are a hundred thousand. */
export interface PackedEntry {
  /** Ecosystem with release. */
  readonly e: string;
  /** Name, where it is spelled otherwise than the key that it is found by. */
  readonly n?: string;
  /** Ranges: the first letter of the type, then the events, each with the letter of its kind. */
  readonly r?: readonly (readonly string[])[];
  readonly v?: readonly string[];
  readonly s?: AffectedPackage['severities'];
  readonly t?: NonNullable<AffectedPackage['state']>;
  /** Why. */
  readonly w?: string;
  readonly a?: readonly string[];
  readonly m?: readonly string[];
}

/** What an advisory affects of one package, as text. */
export function packEntries(entries: readonly AffectedPackage[], key: string): string {
  return JSON.stringify(entries.map((entry) => packEntry(entry, key)));
}

/** The entries that `packEntries` wrote. */
export function unpackEntries(text: string, key: string): readonly AffectedPackage[] {
  return (JSON.parse(text) as readonly PackedEntry[]).map((entry) => unpackEntry(entry, key));
}

function packEntry(
  { ecosystem, name, ranges, versions, severities, state, stateReason, architectures, modules }: AffectedPackage,
  key: string,
): PackedEntry {
  return {
    e: ecosystem,
    ...(name !== key && { n: name }),
    ...(ranges.length > 0 && { r: ranges.map(packRange) }),
    ...(versions.length > 0 && { v: versions }),
    ...(severities.length > 0 && { s: severities }),
    ...(state && { t: state }),
    ...(stateReason && { w: stateReason }),
    ...(architectures.length > 0 && { a: architectures }),
    ...(modules && { m: modules }),
  };
}

/** One of the entries that `packEntry` wrote. */
export function unpackEntry(packed: PackedEntry, key: string): AffectedPackage {
  const { e, n, r, v, s, t, w, a, m } = packed;
  const entry: { -readonly [Field in keyof AffectedPackage]: AffectedPackage[Field] } = {
    ecosystem: e,
    name: n ?? key,
    ranges: r ? r.map(unpackRange) : [],
    versions: v ?? [],
    severities: s ?? [],
    architectures: a ?? [],
  };
  const scheme = findScheme(e);
  if (scheme) entry.scheme = scheme;
  if (t) entry.state = t;
  if (w) entry.stateReason = w;
  if (m) entry.modules = m;
  return entry;
}

/** Ecosystems with release are few hundred texts that are asked about a hundred thousand times. */
const knownSchemes = new Map<string, SchemeId | undefined>();

function findScheme(ecosystem: string): SchemeId | undefined {
  if (knownSchemes.has(ecosystem)) return knownSchemes.get(ecosystem);
  const scheme = schemeOfEcosystem(ecosystem);
  knownSchemes.set(ecosystem, scheme);
  return scheme;
}

function packRange({ type, events }: VersionRange): readonly string[] {
  return [type.slice(0, 1), ...events.map(packEvent)];
}

function unpackRange(packed: readonly string[]): VersionRange {
  const events: RangeEvent[] = [];
  for (let at = 1; at < packed.length; at++) events.push(unpackEvent(packed[at] ?? ''));
  return { type: packed[0] === 'S' ? 'SEMVER' : 'ECOSYSTEM', events };
}

function packEvent({ introduced, fixed, lastAffected, limit = '' }: RangeEvent): string {
  if (introduced !== undefined) return `i${introduced}`;
  if (fixed !== undefined) return `f${fixed}`;
  return lastAffected === undefined ? `m${limit}` : `l${lastAffected}`;
}

const fromStart: RangeEvent = Object.freeze({ introduced: '0' });

/** Kinds are the letters f, i, l and m. */
function unpackEvent(text: string): RangeEvent {
  if (text === 'i0') return fromStart;
  const version = text.slice(1);
  const kind = text.charCodeAt(0);
  if (kind === 102) return { fixed: version };
  if (kind === 105) return { introduced: version };
  return kind === 108 ? { lastAffected: version } : { limit: version };
}
