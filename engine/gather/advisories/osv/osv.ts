import {
  isBadList,
  isObject,
  listOf,
  type Members,
  memberOf,
  membersOf,
  textOf,
  textsOf,
} from '../../../formats/json/members.ts';
import { databaseOfId, isCve, isCwe, normalizeId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { Advisory, AffectedPackage } from '../../../model/advisory.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Feed, FeedDocument } from '../feed.ts';
import { toInstant } from '../to-instant.ts';
import { readAffected } from './read-affected.ts';
import { readSeverities, readSpecificSeverity, readTitleSeverity } from './read-severities.ts';

const unit = 'gather/advisories/osv';
const id = /^[\x21-\x7e]{1,128}$/;
/** The largest real records have some megabytes. */
const maxRecordBytes = 16 * 1024 * 1024;

/**
 * Records in the Open Source Vulnerability format, 1.x.
 *
 * in      one record
 * out     one advisory; a record that breaks the schema keeps its good parts, and packages that the bad parts speak of become undecided
 * gaps    advisory-unread (nothing of it is used), advisory-invalid (one for each record, with everything that is wrong)
 */
export const osv = Object.freeze<Feed>({
  id: 'osv',
  about: {
    title: 'OSV records',
    source: 'https://ossf.github.io/osv-schema/',
    limits: ['ranges of commits (GIT)', 'affected functions and import paths', 'references and prose'],
  },
  recognizes({ json }: FeedDocument) {
    return (
      isObject(json) &&
      Object.hasOwn(json, 'id') &&
      ['affected', 'modified', 'schema_version'].some((name) => Object.hasOwn(json, name))
    );
  },
  read(document: FeedDocument) {
    const record = isObject(document.json) ? document.json : {};
    const stated = textOf(record, 'id')?.trim() ?? '';
    if ((document.sizeBytes ?? 0) > maxRecordBytes)
      return { items: [], gaps: [toGap(document, 'advisory-unread', `the record has more than ${maxRecordBytes} bytes`)] };
    if (!id.test(stated)) return { items: [], gaps: [toGap(document, 'advisory-unread', 'the record has no usable id')] };
    const { advisory, faults } = readRecord(record, normalizeId(stated));
    const gaps = faults.length > 0 ? [toGap(document, 'advisory-invalid', `${stated}: ${faults.slice(0, 5).join('; ')}`)] : [];
    return { items: [{ kind: 'advisory', advisory }], gaps };
  },
});

function toGap({ path, line }: FeedDocument, code: string, detail: string): Gap {
  return { code, unit, path, ...(line !== undefined && { line }), detail };
}

function readRecord(record: Members, recordId: string): { advisory: Advisory; faults: readonly string[] } {
  const database = databaseOfId(recordId);
  const own = readSeverities(record, database);
  const affected = readAllAffected(record, database);
  const dates = readDates(record);
  const lists = ['affected', 'aliases', 'upstream', 'related', 'severity'].filter((list) => isBadList(record, list));
  const named = idsOf(record, recordId, database);
  return {
    advisory: {
      id: recordId,
      ...named,
      ...dates.stated,
      severities: severitiesOf(record, own.severities, affected.items, database),
      ...cwesOf(record),
      affected: affected.items,
      database,
    },
    faults: [...dates.faults, ...lists.map((list) => `${list} is not a list`), ...own.faults, ...affected.faults],
  };
}

function readAllAffected(record: Members, database: string): { items: AffectedPackage[]; faults: string[] } {
  const modules = modulesIn(textOf(record, 'summary') ?? '');
  const readings = listOf(record, 'affected').map((entry) => readAffected(entry, database, modules));
  return {
    items: readings.flatMap((reading) => reading.item ?? []),
    faults: readings.flatMap((reading, index) => reading.faults.map((fault) => `affected[${index}] ${fault}`)),
  };
}

/** `Important: nodejs:18 security update` speaks of the module nodejs, stream 18. */
function modulesIn(summary: string): readonly string[] {
  return [...summary.slice(0, 500).matchAll(/(?:^|[\s,(])([A-Za-z][\w.+-]{0,60}:[\w.+-]{1,60})(?=[\s,)]|$)/g)].map(
    ([, module = '']) => module,
  );
}

/** Vendors' words count where neither the record nor its packages give a rating that can be read. */
function severitiesOf(
  record: Members,
  own: Advisory['severities'],
  affected: readonly AffectedPackage[],
  database: string,
): Advisory['severities'] {
  const isRated = [...own, ...affected.flatMap((entry) => entry.severities)].some(
    (s) => s.score !== undefined || s.word !== undefined,
  );
  if (isRated) return own;
  const specific = readSpecificSeverity(record, database);
  return [...own, ...(specific.length > 0 ? specific : readTitleSeverity(textOf(record, 'summary'), database))];
}

/** Databases that list the CVEs which an advisory fixes under `related`, from before `upstream` existed or still. */
const relatedIsUpstream: ReadonlySet<string> = new Set([
  'almalinux',
  'rocky',
  'redhat',
  'suse',
  'ubuntu',
  'mageia',
  'openeuler',
  'debian',
]);

/** GitHub and those who took after it list weaknesses apart. */
function cwesOf(record: Members): Pick<Advisory, 'cwes'> {
  const own = membersOf(memberOf(record, 'database_specific'));
  const cwes = ['cwe_ids', 'cwe'].flatMap((name) => textsOf(own, name)).filter(isCwe);
  return cwes.length > 0 ? { cwes: [...new Set(cwes)].toSorted() } : {};
}

function idsOf(record: Members, recordId: string, database: string): Pick<Advisory, 'aliases' | 'upstream'> {
  const related = relatedIsUpstream.has(database) ? textsOf(record, 'related').map(normalizeId).filter(isCve) : [];
  const aliases = cleanIds(textsOf(record, 'aliases'), new Set([recordId]));
  return { aliases, upstream: cleanIds([...textsOf(record, 'upstream'), ...related], new Set([recordId, ...aliases])) };
}

function cleanIds(texts: readonly string[], known: ReadonlySet<string>): readonly string[] {
  const ids = texts.map(normalizeId).filter((text) => id.test(text) && !known.has(text));
  return [...new Set(ids)].toSorted();
}

type Dates = Pick<Advisory, 'publishedAt' | 'modifiedAt' | 'withdrawnAt'>;

/** A record without a readable `modified` is older than any other, so that a whole one replaces it. */
function readDates(record: Members): { stated: Dates; faults: string[] } {
  const published = toInstant(textOf(record, 'published'));
  const modified = toInstant(textOf(record, 'modified'));
  const withdrawn = toInstant(textOf(record, 'withdrawn'));
  const faults = ['published', 'withdrawn']
    .filter((name) => memberOf(record, name) !== undefined && memberOf(record, name) !== null && !toInstant(textOf(record, name)))
    .map((name) => `${name} is not a date`);
  if (!modified) faults.push('modified is missing or not a date');
  return {
    stated: {
      ...(published && { publishedAt: published }),
      modifiedAt: modified ?? published ?? '1970-01-01T00:00:00Z',
      ...(withdrawn && { withdrawnAt: withdrawn }),
    },
    faults,
  };
}
