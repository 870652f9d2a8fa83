import { mkdirSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { readOnThreads } from '../adapters/advisories/feed-threads.ts';
import { findFeedFiles } from '../adapters/advisories/find-feed-files.ts';
import { Fault } from '../model/fault.ts';
import { type AdvisoryStatus, readAdvisoryStatus } from '../store/advisories/advisory-status.ts';
import { type ImportResult, importAdvisories } from '../store/advisories/import-advisories.ts';
import { groupGaps, listGroups } from '../tell/reports/group-gaps.ts';
import { table } from '../tell/reports/table.ts';
import { addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { defaultDatabase } from './open-advisories.ts';
import { createProgress } from './progress.ts';
import { writeOutput } from './write-output.ts';

interface AdvisoryOptions extends CommonOptions {
  readonly database?: string;
}

/** `plimsoll advisories import|status`: the advisory database. */
export function advisories(command: Command): void {
  const importing = command
    .command('import')
    .description('Read advisories from files and folders into the database; what is no feed is passed over, and named.');
  addOptions(
    importing.argument('<paths...>', 'OSV records (.json, .jsonl, .gz, .zip), CISA KEV, EPSS; folders with subfolders'),
  ).action(runImport);
  const status = command.command('status').description('Tell what is in the database.');
  addOptions(status).action(runStatus);
}

function addOptions(command: Command): Command {
  return addCommonOptions(command, ['terminal', 'json']).addOption(
    environment(new Option('--database <file>', `database (${'$XDG_DATA_HOME'}/plimsoll/advisories.db)`)),
  );
}

async function runImport(paths: string[], options: AdvisoryOptions): Promise<void> {
  const database = resolve(options.database ?? defaultDatabase());
  const progress = createProgress(process.stderr, options);
  progress.stage('Importing advisories');
  const files = findFeedFiles(paths);
  mkdirSync(dirname(database), { recursive: true });
  const result = await importAdvisories({
    database,
    files,
    readFeeds: readOnThreads,
    onProgress: ({ done, total, path }) => progress.step(done, total, path),
  });
  progress.end();
  const text =
    options.format === 'json'
      ? `${JSON.stringify({ schema: 'plimsoll.advisory-import/v1', ...result }, null, 2)}\n`
      : describeImport(result, database);
  writeOutput(options.output, text);
  if (result.itemsRead === 0)
    throw new Fault('file-unreadable', 'nothing was imported: no file holds advisories that Plimsoll reads', {
      help: 'docs/reference/advisories.md lists what it reads.',
    });
}

function describeImport({ snapshot, itemsRead, files, gaps }: ImportResult, database: string): string {
  const passed = files.filter(({ read }) => Object.keys(read).length === 0);
  return [
    `Read ${itemsRead} records of ${files.length} files into ${relative('.', database)}`,
    ...(snapshot ? [`Snapshot ${snapshot.id}, as of ${snapshot.asOf}`] : []),
    ...(passed.length > 0 ? [`Passed over, since no feed knows them: ${passed.map(({ path }) => path).join(', ')}`] : []),
    ...(gaps.length > 0 ? [`Not read (${gaps.length})`, ...listGroups(groupGaps(gaps))] : []),
  ]
    .join('\n')
    .concat('\n');
}

async function runStatus(options: AdvisoryOptions): Promise<void> {
  const database = resolve(options.database ?? defaultDatabase());
  const status = readAdvisoryStatus(database);
  const text =
    options.format === 'json'
      ? `${JSON.stringify({ schema: 'plimsoll.advisory-status/v1', ...status }, null, 2)}\n`
      : describeStatus(status, database);
  writeOutput(options.output, text);
}

function describeStatus(
  { snapshot, advisories: counts, exploited, predictions, ecosystems, sizeBytes }: AdvisoryStatus,
  database: string,
): string {
  const rows = [
    ...Object.entries(counts),
    ['known exploited (CISA KEV)', exploited] as const,
    ['predictions (EPSS)', predictions] as const,
  ];
  return [
    `${relative('.', database)}, ${(sizeBytes / 1e6).toFixed(1)} MB`,
    `Snapshot ${snapshot.id}, as of ${snapshot.asOf}`,
    '',
    table(['source', 'records'], rows),
    '',
    `Ecosystems: ${ecosystems.join(', ')}`,
  ]
    .join('\n')
    .concat('\n');
}
