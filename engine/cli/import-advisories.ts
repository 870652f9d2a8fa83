import { relative, resolve } from 'node:path';
import { readOnThreads } from '../adapters/advisories/feed-threads.ts';
import { findFeedFiles } from '../adapters/advisories/find-feed-files.ts';
import { Fault } from '../model/fault.ts';
import { type ImportResult, importAdvisories } from '../store/advisories/import-advisories.ts';
import { keepSnapshot } from '../store/advisories/kept-snapshots.ts';
import { groupGaps, listGroups } from '../tell/reports/group-gaps.ts';
import { table } from '../tell/reports/table.ts';
import type { AdvisoryOptions } from './advisories.ts';
import { defaultDatabase } from './open-advisories.ts';
import { createProgress } from './progress.ts';
import { writeOutput } from './write-output.ts';

interface ImportOptions extends AdvisoryOptions {
  readonly dryRun?: boolean;
  readonly keep?: boolean;
}

/** `plimsoll advisories import PATH…`: what somebody carried in. */
export async function runImport(paths: string[], options: ImportOptions): Promise<void> {
  const database = resolve(options.database ?? defaultDatabase());
  const { dryRun = false } = options;
  const progress = createProgress(process.stderr, options);
  progress.stage('Importing advisories');
  const result = await importAdvisories({
    database,
    files: findFeedFiles(paths),
    readFeeds: readOnThreads,
    dryRun,
    onProgress: ({ done, total, path }) => progress.step(done, total, path),
  });
  progress.end();
  const document = { schema: 'plimsoll.advisory-import/v1', dryRun, ...result };
  const text = options.format === 'json' ? `${JSON.stringify(document, null, 2)}\n` : describeImport(result, database, dryRun);
  writeOutput(options.output, text);
  if (result.itemsRead === 0)
    throw new Fault('file-unreadable', 'nothing was imported: no file holds advisories that Plimsoll reads', {
      help: 'docs/reference/advisories.md lists what it reads.',
    });
  if (options.keep && !dryRun) keepSnapshot(database);
}

/** What an import did, for people. */
export function describeImport(result: ImportResult, database: string, dryRun: boolean): string {
  const { snapshot, before, itemsRead, files, gaps } = result;
  const passed = files.filter(({ read }) => Object.keys(read).length === 0);
  const where = relative('.', database);
  return [
    dryRun
      ? `Read ${itemsRead} records of ${files.length} files; ${where} stays as it is`
      : `Read ${itemsRead} records of ${files.length} files into ${where}`,
    ...(snapshot ? [`Snapshot ${snapshot.id}, as of ${snapshot.asOf}`] : []),
    ...(snapshot && before ? [before.id === snapshot.id ? 'Nothing changes' : `Before ${before.id}, as of ${before.asOf}`] : []),
    ...describeChanges(result),
    ...(passed.length > 0 ? [`Passed over, since no feed knows them: ${passed.map(({ path }) => path).join(', ')}`] : []),
    ...(gaps.length > 0 ? [`Not read (${gaps.length})`, ...listGroups(groupGaps(gaps))] : []),
  ]
    .join('\n')
    .concat('\n');
}

function describeChanges({ changes }: ImportResult): readonly string[] {
  const rows = Object.entries(changes).map(([source, count]) => [
    source,
    count.added,
    count.changed,
    count.withdrawn,
    count.removed,
  ]);
  return rows.length > 0 ? ['', table(['source', 'added', 'changed', 'withdrawn', 'removed'], rows), ''] : [];
}
