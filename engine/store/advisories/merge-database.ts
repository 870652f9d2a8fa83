import { DatabaseSync } from 'node:sqlite';
import { isGenuine } from '../../gather/advisories/to-advisory-row.ts';
import { Fault } from '../../model/fault.ts';
import type { Gap } from '../../model/reading.ts';
import type { AdvisoryWriter } from './advisory-writer.ts';
import type { ChangeCounter } from './count-changes.ts';
import { openChecked, refuseDamage } from './open-checked.ts';
import { readAbout } from './read-about.ts';
import { readAdvisoryRows } from './read-advisory-rows.ts';
import { readPlainRows } from './read-plain-rows.ts';
import { readWholes } from './read-wholes.ts';
import { tables } from './schema.ts';

const unit = 'store/advisories';

/**
 * Merges an advisory database that somebody packed into the one that is written.
 *
 * in      where it is unpacked; the file that it came in, for messages
 * gaps    pack-unreadable (it is no advisory database, is of another version or is damaged: nothing more of it is taken), pack-altered
 *         (a record whose digest is not that of its content: it is left out)
 */
export function mergeDatabase(
  place: string,
  path: string,
  sink: { readonly writer: AdvisoryWriter; readonly changes: ChangeCounter },
): { readonly count: number; readonly gaps: readonly Gap[] } {
  const progress = { count: 0, altered: 0 };
  const gap = (code: string, detail: string): Gap => ({ code, unit, path, detail });
  const gaps: Gap[] = [];
  try {
    using other = openChecked(place);
    if (!isOurs(other)) throw new Fault('database-invalid', `${path} has tables of its own`);
    refuseDamage(place, () => merge(other, sink, progress));
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    gaps.push(gap('pack-unreadable', 'it holds no advisory database of this version of Plimsoll that is whole'));
  }
  if (progress.altered > 0)
    gaps.push(gap('pack-altered', `${progress.altered} records do not agree with their digests, and were left out`));
  return { count: progress.count, gaps };
}

/** Views and triggers can run what their author wrote, so that nothing is read of a database that has any. */
function isOurs(other: DatabaseSync): boolean {
  using fresh = new DatabaseSync(':memory:');
  fresh.exec(tables);
  const [stated, expected] = [other, fresh].map((one) =>
    JSON.stringify(one.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all()),
  );
  return stated === expected;
}

function merge(
  other: DatabaseSync,
  { writer, changes }: { readonly writer: AdvisoryWriter; readonly changes: ChangeCounter },
  progress: { count: number; altered: number },
): void {
  const wholes = readWholes(other);
  const stale = wholes.filter((whole) => !writer.accepts(whole)).map(({ prefix }) => prefix);
  for (const row of readAdvisoryRows(other)) {
    if (stale.some((prefix) => row.id.startsWith(prefix))) continue;
    progress.count += 1;
    if (isGenuine(row)) changes.count(writer.writeAdvisory(row));
    else progress.altered += 1;
  }
  for (const row of readPlainRows(other)) {
    progress.count += 1;
    changes.count(writer.writePlain(row));
  }
  for (const release of readAbout<readonly string[]>(other, 'releases') ?? []) writer.releases.add(release);
  for (const whole of wholes.filter(({ prefix }) => !stale.includes(prefix)))
    for (const source of writer.replace(whole)) changes.removed(source);
}
