import { schemeOfEcosystem } from '../../formats/ecosystem/ecosystem.ts';
import type { AffectedPackage, RangeEvent, VersionRange } from '../../model/advisory.ts';
import type { SchemeId } from '../../model/package.ts';

/**
 * An entry as it is stored; there are a hundred thousand. Most are one range from the first version to a fix, or to none, and nothing else:
 * those are a text, the first letter of the range's type, the fix, a space and the ecosystem (`E1.2.3-4 AlmaLinux:8`).
 */
export type PackedEntry = string | PackedParts;

/** Short names, and nothing that is empty or follows from the rest. */
interface PackedParts {
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

/** What an advisory affects of one package, as text: JSON values with commas between them, so that the texts of many join into one list. */
export function packEntries(entries: readonly AffectedPackage[], key: string): string {
  return JSON.stringify(entries.map((entry) => packEntry(entry, key))).slice(1, -1);
}

/** The entries that `packEntries` wrote. */
export function unpackEntries(text: string, key: string): readonly AffectedPackage[] {
  return (JSON.parse(`[${text}]`) as readonly PackedEntry[]).map((entry) => unpackEntry(entry, key));
}

/** The ecosystem of an entry, with release. */
export function ecosystemOfEntry(packed: PackedEntry): string {
  return typeof packed === 'string' ? packed.slice(packed.indexOf(' ') + 1) : packed.e;
}

function packEntry(entry: AffectedPackage, key: string): PackedEntry {
  const parts = packParts(entry, key);
  const { e, r, ...rest } = parts;
  const [range, another] = r ?? [];
  if (!range || another || Object.keys(rest).length > 0) return parts;
  const [type = '', start, fix, more] = range;
  if (start !== 'i0' || more !== undefined) return parts;
  if (fix === undefined) return `${type} ${e}`;
  return /^f[^ ]+$/.test(fix) ? `${type}${fix.slice(1)} ${e}` : parts;
}

function packParts(
  { ecosystem, name, ranges, versions, severities, state, stateReason, architectures, modules }: AffectedPackage,
  key: string,
): PackedParts {
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

/** One of the entries that `packEntries` wrote. */
export function unpackEntry(packed: PackedEntry, key: string): AffectedPackage {
  return typeof packed === 'string' ? unpackText(packed, key) : unpackParts(packed, key);
}

function unpackText(packed: string, key: string): AffectedPackage {
  const space = packed.indexOf(' ');
  const fixed = packed.slice(1, space);
  const type = typeOf(packed);
  const ranges: readonly VersionRange[] = [{ type, events: fixed === '' ? [fromStart] : [fromStart, { fixed }] }];
  return toEntry(packed.slice(space + 1), key, ranges);
}

function toEntry(ecosystem: string, name: string, ranges: readonly VersionRange[]): AffectedPackage {
  const scheme = findScheme(ecosystem);
  if (scheme) return { ecosystem, name, ranges, versions: none, severities: none, architectures: none, scheme };
  return { ecosystem, name, ranges, versions: none, severities: none, architectures: none };
}

const none: readonly never[] = [];

function unpackParts(packed: PackedParts, key: string): AffectedPackage {
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
  const known = knownSchemes.get(ecosystem);
  if (known !== undefined || knownSchemes.has(ecosystem)) return known;
  const scheme = schemeOfEcosystem(ecosystem);
  knownSchemes.set(ecosystem, scheme);
  return scheme;
}

function packRange({ type, events }: VersionRange): readonly string[] {
  return [type.slice(0, 1), ...events.map(packEvent)];
}

function unpackRange(packed: readonly string[]): VersionRange {
  return { type: typeOf(packed[0] ?? ''), events: packed.slice(1).map(unpackEvent) };
}

function typeOf(packed: string): VersionRange['type'] {
  return packed.startsWith('S') ? 'SEMVER' : 'ECOSYSTEM';
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
