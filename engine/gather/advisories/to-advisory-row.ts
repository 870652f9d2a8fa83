import { ecosystemWithoutRelease, packageKey } from '../../formats/ecosystem/ecosystem.ts';
import type { Advisory } from '../../model/advisory.ts';
import { packEntries } from './pack-entries.ts';
import { contentOfRank, dateOfRank } from './rank.ts';
import { toRank } from './to-rank.ts';

/**
 * An advisory as it is stored without what it affects, and without the date that its rank begins with; `stated` has every severity
 * that is stated for its packages or for itself, where there are any for packages.
 */
export type StoredHead = Omit<Advisory, 'affected' | 'modifiedAt'> & { readonly stated?: Advisory['severities'] };

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

/** An advisory as it is stored; `undated` where its date is only that of the file. */
export function toAdvisoryRow(advisory: Advisory, undated: boolean): AdvisoryRow {
  const { id, database, aliases, modifiedAt, publishedAt = '', withdrawnAt = '' } = advisory;
  const head = JSON.stringify(headOf(advisory));
  const parts = partsOf(advisory);
  const newest = [modifiedAt, publishedAt, withdrawnAt].reduce((a, b) => (a > b ? a : b));
  const rank = toRank(modifiedAt, undated, digestTextOf(head, parts));
  return { id, database, rank, newest: newest === modifiedAt ? '' : newest, head, aliases, parts };
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
  const [only] = affected.length === 1 ? affected : [];
  if (only) {
    const key = packageKey(only.ecosystem, only.name);
    return [{ ecosystem: ecosystemWithoutRelease(only.ecosystem), key, entries: packEntries([only], key) }];
  }
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
