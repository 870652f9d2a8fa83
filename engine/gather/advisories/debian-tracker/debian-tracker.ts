import { readSeverityWord } from '../../../formats/severity-word/read-severity-word.ts';
import { isCve, normalizeId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { AffectedPackage } from '../../../model/advisory.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Feed, FeedDocument } from '../feed.ts';
import { isObject, type Members, memberOf, membersOf, textOf } from '../json-parts.ts';
import { releaseNumbers } from './release-numbers.ts';

const unit = 'gather/advisories/debian-tracker';
const prefix = 'x_DEBIAN-TRACKER-';
const longest = 256;

/**
 * Debian's security tracker: of each source package, each vulnerability and each release, how it stands.
 *
 * in      the whole tracker as one JSON object
 * out     one advisory for each vulnerability, undated: the tracker states no dates
 * gaps    release-unknown (once for each release that has no number here), entry-invalid (a state that is none of the tracker's: its
 *         package becomes undecided)
 */
export const debianTracker = Object.freeze<Feed>({
  id: 'debian-tracker',
  about: {
    title: 'Debian security tracker',
    source: 'https://security-tracker.debian.org/tracker/data/json',
    limits: ['the release sid, which images are not built on', 'bug numbers and prose'],
  },
  recognizes: ({ json }: FeedDocument) => isObject(json) && holdsReleases(json),
  read({ json, path, dateAt = '1970-01-01T00:00:00Z' }: FeedDocument) {
    const affected = new Map<string, AffectedPackage[]>();
    const strange = new Set<string>();
    const gaps: Gap[] = [];
    for (const [name, vulnerabilities] of Object.entries(membersOf(json)))
      for (const [id, entry] of Object.entries(membersOf(vulnerabilities)))
        for (const [release, stated] of Object.entries(membersOf(memberOf(membersOf(entry), 'releases')))) {
          const number = releaseNumbers.get(release);
          if (number === undefined && release !== 'sid') strange.add(release);
          if (number === undefined || name.length > longest || !isId(id)) continue;
          const known = affected.get(id) ?? [];
          const one = toAffected(name, number, membersOf(stated));
          if (!one.isKnown) gaps.push({ code: 'entry-invalid', unit, path, detail: `${name}, ${id}: no state in ${release}` });
          known.push(one.affected);
          affected.set(id, known);
        }
    const unknown = [...strange].map((name) => ({
      code: 'release-unknown',
      unit,
      path,
      detail: `${name.slice(0, 80)} has no number`,
    }));
    return {
      items: [...affected].map(([id, list]) => ({
        kind: 'advisory' as const,
        advisory: toAdvisory(id, list, dateAt),
        undated: true as const,
      })),
      gaps: [...unknown, ...gaps],
      replaces: { prefix, asOf: dateAt },
    };
  },
});

/** The first vulnerability of the first package says what the file is. */
function holdsReleases(json: Members): boolean {
  for (const name in json) {
    const vulnerabilities = membersOf(memberOf(json, name));
    for (const id in vulnerabilities) return isId(id) && isObject(memberOf(membersOf(memberOf(vulnerabilities, id)), 'releases'));
  }
  return false;
}

function isId(id: string): boolean {
  return isCve(id) || /^TEMP-\d{7}-[0-9A-F]{6}$/.test(id);
}

function toAdvisory(stated: string, affected: readonly AffectedPackage[], dateAt: string) {
  const id = normalizeId(stated);
  const upstream = isCve(id) ? [id] : [];
  return { id: `${prefix}${id}`, aliases: [], upstream, modifiedAt: dateAt, severities: [], affected, database: 'debian' };
}

/**
 * How one release stands.
 *
 * source  Debian, "Security tracker: introduction for package maintainers": `0` fixes what never had it; `<no-dsa>`, `<postponed>`, `<ignored>`
 */
function toAffected(name: string, number: string, stated: Members): { affected: AffectedPackage; isKnown: boolean } {
  const status = textOf(stated, 'status');
  const fixed = textOf(stated, 'fixed_version')?.slice(0, longest);
  const urgency = textOf(stated, 'urgency') ?? '';
  const word = readSeverityWord(urgency);
  const base = {
    ecosystem: `Debian:${number}`,
    name,
    scheme: 'dpkg' as const,
    ranges: [],
    versions: [],
    severities: word ? [{ source: 'debian', word }] : [],
    architectures: [],
  };
  const range = (end: { fixed?: string }) => ({
    type: 'ECOSYSTEM' as const,
    events: [{ introduced: '0' }, ...(end.fixed ? [end] : [])],
  });
  if (status === 'resolved' && fixed === '0') return { affected: { ...base, state: 'not-affected' }, isKnown: true };
  if (status === 'resolved' && fixed) return { affected: { ...base, ranges: [range({ fixed })] }, isKnown: true };
  if (status === 'open') return { affected: { ...base, ranges: [range({})], ...planOf(stated, urgency) }, isKnown: true };
  return {
    affected: { ...base, state: 'unknown', ...(status && { stateReason: status.slice(0, 40) }) },
    isKnown: status === 'undetermined',
  };
}

/** `no-dsa` and `postponed` leave a later fix open; `ignored` and the end of support do not. */
function planOf(stated: Members, urgency: string): Pick<AffectedPackage, 'state' | 'stateReason'> {
  if (urgency === 'end-of-life') return { state: 'wont-fix', stateReason: 'end-of-life' };
  const reason = textOf(stated, 'nodsa_reason');
  if (reason === 'ignored') return { state: 'wont-fix', stateReason: 'ignored' };
  if (reason === 'postponed') return { stateReason: 'postponed' };
  return memberOf(stated, 'nodsa') === undefined ? {} : { stateReason: 'no-dsa' };
}
