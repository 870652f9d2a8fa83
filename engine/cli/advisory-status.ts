import { relative, resolve } from 'node:path';
import { type AdvisoryStatus, readAdvisoryStatus } from '../store/advisories/advisory-status.ts';
import { table } from '../tell/reports/table.ts';
import type { AdvisoryOptions } from './advisories.ts';
import { judgingTime, parseMoment } from './common-options.ts';
import { exitCodes } from './fail.ts';
import { defaultDatabase } from './open-advisories.ts';
import { writeOutput } from './write-output.ts';

interface StatusOptions extends AdvisoryOptions {
  /** Days. */
  readonly maxAge?: number;
  readonly now?: string;
}

/** Advisories come daily; after a week there is something to miss. */
const standardMaxAgeDays = 7;

/** `plimsoll advisories status`: what is in the database, from where and how old. */
export function runStatus(options: StatusOptions): void {
  const database = resolve(options.database ?? defaultDatabase());
  const status = readAdvisoryStatus(database);
  const now = judgingTime(options.now === undefined ? undefined : parseMoment(options.now));
  const old = listOld(status, now, options.maxAge ?? standardMaxAgeDays);
  const document = { schema: 'plimsoll.advisory-status/v1', ...status, ageDays: ageDays(status.snapshot.asOf, now), old };
  const text =
    options.format === 'json' ? `${JSON.stringify(document, null, 2)}\n` : describeStatus(status, { database, now, old });
  writeOutput(options.output, text);
  if (old.length > 0 && options.maxAge !== undefined) process.exitCode = exitCodes.incomplete;
}

/** What is older than it may be: each source by when it was fetched; where nothing was, the database by its newest record. */
function listOld({ fetched, snapshot }: AdvisoryStatus, now: string, maxDays: number): readonly string[] {
  const ages = fetched.map(({ name, fetchedAt }) => ({ name, days: ageDays(fetchedAt, now) }));
  const all = ages.length > 0 ? ages : [{ name: 'the newest record', days: ageDays(snapshot.asOf, now) }];
  return all.filter(({ days }) => days > maxDays).map(({ name, days }) => `${name}: ${days} days`);
}

function ageDays(then: string, now: string): number {
  return Math.max(0, Math.floor((Date.parse(now) - Date.parse(then)) / 86_400_000));
}

function describeStatus(
  { snapshot, sources, fetched, ecosystems, sizeBytes, kept }: AdvisoryStatus,
  { database, now, old }: { readonly database: string; readonly now: string; readonly old: readonly string[] },
): string {
  const age = (date: string) => `${ageDays(date, now)} d`;
  const rows = sources.map(({ source, records, newest }) => [source, records, newest ?? '–', newest ? age(newest) : '–']);
  const feeds = fetched.map(({ name, fetchedAt, address }) => [name, fetchedAt.slice(0, 10), age(fetchedAt), address]);
  return [
    `${relative('.', database)}, ${(sizeBytes / 1e6).toFixed(1)} MB${kept > 0 ? `; ${kept} snapshots are kept` : ''}`,
    `Snapshot ${snapshot.id}, as of ${snapshot.asOf}, ${age(snapshot.asOf)} old`,
    ...(old.length > 0 ? [`Old: ${old.join(', ')}`] : []),
    '',
    table(['source', 'records', 'newest', 'age'], rows),
    '',
    ...(feeds.length > 0 ? [table(['fetched', 'on', 'age', 'from'], feeds), ''] : []),
    `Ecosystems: ${ecosystems.join(', ')}`,
  ]
    .join('\n')
    .concat('\n');
}
