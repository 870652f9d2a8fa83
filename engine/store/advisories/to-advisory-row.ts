import { hash } from 'node:crypto';
import { ecosystemWithoutRelease, packageKey } from '../../formats/ecosystem/ecosystem.ts';
import type { Advisory } from '../../model/advisory.ts';
import { packEntries } from './pack-entries.ts';
import { dateOfRank, type StoredHead } from './schema.ts';

/** What an advisory affects of one package, as it is stored. */
export interface PartRow {
  /** Without release. */
  readonly ecosystem: string;
  readonly key: string;
  readonly entries: string;
}

/** An advisory as it is stored. */
export interface AdvisoryRow {
  readonly id: string;
  readonly database: string;
  readonly rank: string;
  readonly newest: string;
  readonly head: string;
  readonly aliases: readonly string[];
  /** Each package once. */
  readonly parts: readonly PartRow[];
}

/** Stands before the digest of a record that states no date: it is the same record whatever file brought it. */
const undatedMark = '~';

/** An advisory as it is stored; `undated` where its date is only that of the file. */
export function toAdvisoryRow(advisory: Advisory, undated: boolean): AdvisoryRow {
  const { id, database, aliases, modifiedAt, publishedAt = '', withdrawnAt = '' } = advisory;
  const head = JSON.stringify(headOf(advisory));
  const parts = partsOf(advisory);
  const newest = [modifiedAt, publishedAt, withdrawnAt].reduce((a, b) => (a > b ? a : b));
  const rank = toRank(modifiedAt, undated, digestTextOf(head, parts));
  return { id, database, rank, newest: newest === modifiedAt ? '' : newest, head, aliases, parts };
}

/**
 * What decides between two records with one id: when it was last changed, then a digest over all of it. A function of the content alone.
 *
 * in      of an undated record the date of its file
 */
export function toRank(date: string, undated: boolean, text: string): string {
  const digest = hash('sha256', undated ? text : `${date}\n${text}`, 'base64url').slice(0, 22);
  return `${date} ${undated ? undatedMark : ''}${digest}`;
}

/** What of a rank is content. */
export function contentOfRank(rank: string): string {
  const digest = rank.slice(rank.indexOf(' ') + 1);
  return digest.startsWith(undatedMark) ? digest : rank;
}

/** Whether a row that somebody carried in is what its rank says. */
export function isGenuine({ rank, head, parts }: AdvisoryRow): boolean {
  return rank === toRank(dateOfRank(rank), contentOfRank(rank) !== rank, digestTextOf(head, parts));
}

function digestTextOf(head: string, parts: readonly PartRow[]): string {
  const texts = parts.map(({ ecosystem, key, entries }) => `${ecosystem}\t${key}\t${entries}`);
  return [head, ...texts.sort()].join('\n');
}

function headOf({ affected, modifiedAt: _, ...head }: Advisory): StoredHead {
  const stated = affected.flatMap((entry) => entry.severities);
  if (stated.length === 0) return head;
  const distinct = new Map([...head.severities, ...stated].map((statement) => [JSON.stringify(statement), statement]));
  return { ...head, stated: [...distinct.values()] };
}

function partsOf({ affected }: Advisory): readonly PartRow[] {
  const byPackage = Map.groupBy(
    affected,
    ({ ecosystem, name }) => `${ecosystemWithoutRelease(ecosystem)}\n${packageKey(ecosystem, name)}`,
  );
  return [...byPackage].map(([text, list]) => {
    const at = text.indexOf('\n');
    const key = text.slice(at + 1);
    return { ecosystem: text.slice(0, at), key, entries: packEntries(list, key) };
  });
}
