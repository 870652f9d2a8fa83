import { isObject, type Members, memberOf, membersOf, textOf } from '../../../formats/json/members.ts';
import type { JsonMember } from '../../../formats/json/split-members.ts';
import { readSeverityWord } from '../../../formats/severity-word/read-severity-word.ts';
import { isCve, normalizeId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { AffectedPackage } from '../../../model/advisory.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Feed, FeedDocument, FeedItem, FeedReading } from '../feed.ts';
import { releaseNumbers } from './release-numbers.ts';

const unit = 'gather/advisories/debian-tracker';
const prefix = 'x_DEBIAN-TRACKER-';
const longest = 256;
const noPlan: Standing['plan'] = {};
const ecosystems = new Map([...releaseNumbers].map(([release, number]) => [release, `Debian:${number}`]));
/** Advisories that are made at a time. */
const readingItems = 1000;

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
  read: (document: FeedDocument) => {
    const members = Object.entries(membersOf(document.json)).map(([name, value]) => ({ name, value }));
    const readings = [...readPackages(document, members)];
    const last = readings.at(-1);
    const items = readings.flatMap((reading) => reading.items);
    return { items, gaps: readings.flatMap(({ gaps }) => gaps), ...(last?.replaces && { replaces: last.replaces }) };
  },
  readParts: readPackages,
});

/** How a package stands in one release. There are some hundred thousand, so that only what is needed of each is kept. */
interface Standing {
  readonly name: string;
  readonly ecosystem: string;
  readonly status: string | undefined;
  readonly fixed: string | undefined;
  readonly urgency: string;
  readonly plan: Pick<AffectedPackage, 'state' | 'stateReason'>;
}

/** A vulnerability may be of many packages, so that all of them are looked at before the first advisory is made. */
function* readPackages(
  { path, dateAt = '1970-01-01T00:00:00Z' }: FeedDocument,
  packages: Iterable<JsonMember>,
): Generator<FeedReading> {
  const standings = new Map<string, Standing[]>();
  const strange = new Set<string>();
  const gaps: Gap[] = [];
  const toGap = (code: string, detail: string) => ({ code, unit, path, detail });
  for (const { name, value } of packages)
    for (const [id, release, stated] of statedOf(value)) {
      const ecosystem = ecosystems.get(release);
      if (!ecosystem && release !== 'sid') strange.add(release);
      if (!ecosystem || name.length > longest || !isId(id)) continue;
      const one = toStanding(name, ecosystem, stated);
      if (!isKnown(one)) gaps.push(toGap('entry-invalid', `${name}, ${id}: no state in ${release}`));
      const known = standings.get(id);
      if (known) known.push(one);
      else standings.set(id, [one]);
    }
  const replaces = { prefix, asOf: dateAt };
  let items: FeedItem[] = [];
  for (const [id, list] of standings) {
    if (items.length >= readingItems) {
      yield { items, gaps: [], replaces: { ...replaces, hasMore: true } };
      items = [];
    }
    items.push({ kind: 'advisory', advisory: toAdvisory(id, list.map(toAffected), dateAt), undated: true });
  }
  const unknown = [...strange].map((name) => toGap('release-unknown', `${name.slice(0, 80)} has no number`));
  yield { items, gaps: [...unknown, ...gaps], replaces };
}

function* statedOf(vulnerabilities: unknown): Generator<readonly [id: string, release: string, stated: Members]> {
  for (const [id, entry] of Object.entries(membersOf(vulnerabilities)))
    for (const [release, stated] of Object.entries(membersOf(memberOf(membersOf(entry), 'releases'))))
      yield [id, release, membersOf(stated)];
}

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

function toStanding(name: string, ecosystem: string, stated: Members): Standing {
  const status = textOf(stated, 'status');
  const fixed = textOf(stated, 'fixed_version')?.slice(0, longest);
  const urgency = textOf(stated, 'urgency') ?? '';
  return { name, ecosystem, status, fixed, urgency, plan: status === 'open' ? planOf(stated, urgency) : noPlan };
}

function isKnown({ status, fixed }: Standing): boolean {
  return status === 'open' || status === 'undetermined' || (status === 'resolved' && Boolean(fixed));
}

/**
 * How one release stands.
 *
 * source  Debian, "Security tracker: introduction for package maintainers": `0` fixes what never had it; `<no-dsa>`, `<postponed>`, `<ignored>`
 */
function toAffected({ name, ecosystem, status, fixed, urgency, plan }: Standing): AffectedPackage {
  const word = readSeverityWord(urgency);
  const severities = word ? [{ source: 'debian', word }] : [];
  const base = { ecosystem, name, scheme: 'dpkg' as const, ranges: [], versions: [], severities, architectures: [] };
  const range = (end: { fixed?: string }) => ({
    type: 'ECOSYSTEM' as const,
    events: [{ introduced: '0' }, ...(end.fixed ? [end] : [])],
  });
  if (status === 'resolved' && fixed === '0') return { ...base, state: 'not-affected' };
  if (status === 'resolved' && fixed) return { ...base, ranges: [range({ fixed })] };
  if (status === 'open') return { ...base, ranges: [range({})], ...plan };
  return { ...base, state: 'unknown', ...(status && { stateReason: status.slice(0, 40) }) };
}

/** `no-dsa` and `postponed` leave a later fix open; `ignored` and the end of support do not. */
function planOf(stated: Members, urgency: string): Pick<AffectedPackage, 'state' | 'stateReason'> {
  if (urgency === 'end-of-life') return { state: 'wont-fix', stateReason: 'end-of-life' };
  const reason = textOf(stated, 'nodsa_reason');
  if (reason === 'ignored') return { state: 'wont-fix', stateReason: 'ignored' };
  if (reason === 'postponed') return { stateReason: 'postponed' };
  return memberOf(stated, 'nodsa') === undefined ? noPlan : { stateReason: 'no-dsa' };
}
