import { schemeOfEcosystem } from '../../formats/ecosystem/ecosystem.ts';
import type { AffectedPackage, RangeEvent, VersionRange } from '../../model/advisory.ts';

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
  { ecosystem, name, ranges, versions, severities, state, architectures, modules }: AffectedPackage,
  key: string,
): PackedEntry {
  return {
    e: ecosystem,
    ...(name !== key && { n: name }),
    ...(ranges.length > 0 && { r: ranges.map(packRange) }),
    ...(versions.length > 0 && { v: versions }),
    ...(severities.length > 0 && { s: severities }),
    ...(state && { t: state }),
    ...(architectures.length > 0 && { a: architectures }),
    ...(modules && { m: modules }),
  };
}

/** One of the entries that `packEntry` wrote. */
export function unpackEntry({ e, n = '', r = [], v = [], s = [], t, a = [], m }: PackedEntry, key: string): AffectedPackage {
  const scheme = schemeOfEcosystem(e);
  return {
    ecosystem: e,
    name: n || key,
    ...(scheme && { scheme }),
    ranges: r.map(unpackRange),
    versions: v,
    severities: s,
    ...(t && { state: t }),
    architectures: a,
    ...(m && { modules: m }),
  };
}

function packRange({ type, events }: VersionRange): readonly string[] {
  return [type.slice(0, 1), ...events.map(packEvent)];
}

function unpackRange([type, ...events]: readonly string[]): VersionRange {
  return { type: type === 'S' ? 'SEMVER' : 'ECOSYSTEM', events: events.map(unpackEvent) };
}

function packEvent({ introduced, fixed, lastAffected, limit = '' }: RangeEvent): string {
  if (introduced !== undefined) return `i${introduced}`;
  if (fixed !== undefined) return `f${fixed}`;
  return lastAffected === undefined ? `m${limit}` : `l${lastAffected}`;
}

function unpackEvent(text: string): RangeEvent {
  const version = text.slice(1);
  if (text.startsWith('i')) return { introduced: version };
  if (text.startsWith('f')) return { fixed: version };
  return text.startsWith('l') ? { lastAffected: version } : { limit: version };
}
