import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Command, Option } from 'commander';
import { openSourceFiles } from '../adapters/files/source-files.ts';
import { daysUntil } from '../judge/triage/decisions/expiry.ts';
import { summarizeDecisions } from '../judge/triage/decisions/summarize-decisions.ts';
import { Fault } from '../model/fault.ts';
import { confirmExceptions } from '../pipeline/decisions/confirm-exceptions.ts';
import { findFacts } from '../pipeline/decisions/find-facts.ts';
import { isIgnoreFile, readIgnoreFile } from '../pipeline/decisions/ignore-files/read-ignore-file.ts';
import { readDecisions } from '../pipeline/decisions/read-decisions.ts';
import { writeExceptions } from '../pipeline/decisions/write-exceptions.ts';
import { decisionsToJson, decisionsToText, gapLine } from '../tell/reports/decisions/decisions.ts';
import { addCommonOptions, type CommonOptions, environment, judgingTime, parseMoment } from './common-options.ts';
import { findConfiguration } from './find-configuration.ts';
import { findConfigured } from './find-configured.ts';
import { readRecordFile, readRecordsOfOneProduct } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

interface ExceptionOptions extends CommonOptions {
  readonly now?: string;
}

const writers = { terminal: decisionsToText, json: decisionsToJson } as const;

/** `plimsoll exceptions list|check|import|confirm`: what is accepted for now, by whom, until when. */
export function exceptions(command: Command): void {
  const list = command
    .command('list', { isDefault: true })
    .description(
      'Tell what exceptions do in a record: in force, ending, unused, to be decided again; with several records, the trend.',
    )
    .argument('<record...>', 'release records, the one that is told last');
  addConfig(addNow(addCommonOptions(list, Object.keys(writers)))).action(listExceptions);
  const check = command.command('check').description('Read the exceptions of a configuration, and tell what is wrong with them.');
  addConfig(addNow(addCommonOptions(check, ['terminal']))).action(checkExceptions);
  const take = command
    .command('import')
    .description(
      "Propose exceptions from other scanners' files: .trivyignore, .trivyignore.yaml, .grype.yaml, osv-scanner.toml, .snyk.",
    )
    .argument('<file...>', 'files in which other scanners are told what to ignore')
    .addOption(environment(new Option('--owner <name>', 'who owns those that name nobody')))
    .addOption(environment(new Option('--expires <end>', 'when those end that do not say')));
  addCommonOptions(take, ['yaml']).action(importExceptions);
  const confirm = command
    .command('confirm')
    .description(
      'Write into the files of exceptions what each rests on in a record, so that it is asked again when that changes.',
    )
    .argument('<record>', 'release record in which they hold')
    .option('--dry-run', 'only tell which would be confirmed');
  addConfig(addCommonOptions(confirm, ['terminal'])).action(confirmInFiles);
}

function addConfig(command: Command): Command {
  return command.addOption(
    environment(new Option('-c, --config <file>', 'configuration').default(undefined, 'plimsoll.yaml, in this folder')),
  );
}

function addNow(command: Command): Command {
  return command.addOption(environment(new Option('--now <time>', 'time that expiry is judged at').argParser(parseMoment)));
}

async function listExceptions(records: readonly string[], options: ExceptionOptions): Promise<void> {
  const configured = await findConfigured(options.config);
  const budget = configured?.configuration.exceptions?.budget ?? {};
  const releases = readRecordsOfOneProduct(records);
  const summaries = releases.map((release, index) =>
    summarizeDecisions(release, {
      budget,
      ...(options.now !== undefined && index === releases.length - 1 && { now: options.now }),
    }),
  );
  writeOutput(options.output, writers[options.format as keyof typeof writers](summaries, 'exception'));
}

async function checkExceptions(options: ExceptionOptions): Promise<void> {
  const { configuration, folder } = await findConfiguration([], options.config === undefined ? {} : { config: options.config });
  const { items, gaps } = readDecisions(configuration, openSourceFiles(folder));
  const now = judgingTime(options.now);
  const dated = items.flatMap(({ id, expires }) => (expires?.kind === 'date' ? [{ id, left: daysUntil(expires.on, now) }] : []));
  const wrong = gaps.filter(({ code }) => code !== 'exception-incomplete' && code !== 'exception-unsupported');
  const told = [
    ...gaps.filter((gap) => !wrong.includes(gap)).map(gapLine),
    ...dated.filter(({ left }) => left < 0).map(({ id, left }) => `${id} ended ${-left} days ago`),
    ...dated.filter(({ left }) => left >= 0 && left <= 30).map(({ id, left }) => `${id} ends in ${left} days`),
    `${items.filter(({ kind }) => kind === 'exception').length} exceptions and ${items.filter(({ kind }) => kind === 'statement').length} statements were read`,
  ];
  writeOutput(options.output, `${told.join('\n')}\n`);
  if (wrong.length > 0) throw new Fault('configuration-invalid', wrong.map(gapLine).join('\n'));
}

function importExceptions(
  files: readonly string[],
  options: CommonOptions & { readonly owner?: string; readonly expires?: string },
): void {
  const readings = files.map((file) => {
    if (!isIgnoreFile(file))
      throw new Fault('usage-wrong', `${file} is none of .trivyignore, .trivyignore.yaml, .grype.yaml, osv-scanner.toml, .snyk`);
    return readIgnoreFile(readText(file), file);
  });
  const { owner, expires } = options;
  const filled = { ...(owner !== undefined && { owner }), ...(expires !== undefined && { expires }) };
  writeOutput(
    options.output,
    writeExceptions(
      readings.flatMap(({ items }) => items),
      filled,
    ),
  );
  const gaps = readings.flatMap((reading) => reading.gaps);
  if (!options.quiet) for (const gap of gaps) process.stderr.write(`${gapLine(gap)}\n`);
}

async function confirmInFiles(record: string, options: CommonOptions & { readonly dryRun?: boolean }): Promise<void> {
  const { configuration, folder } = await findConfiguration([], options.config === undefined ? {} : { config: options.config });
  const { items } = readDecisions(configuration, openSourceFiles(folder));
  const facts = findFacts(readRecordFile(record), items);
  const own = items.filter(({ kind, file }) => kind === 'exception' && !isIgnoreFile(file));
  for (const file of new Set(own.map((one) => one.file))) {
    const path = join(folder, file);
    const { text, confirmed, refused } = confirmExceptions(readText(path), file, facts);
    if (!options.dryRun && confirmed.length > 0) writeOutput(path, text);
    for (const id of confirmed)
      process.stdout.write(`${relative('.', path)}: ${id} ${options.dryRun ? 'would be' : 'is'} confirmed\n`);
    for (const { id, line, reason } of refused)
      process.stdout.write(`${relative('.', path)}:${line}: ${id} was left as it is: ${reason}\n`);
  }
  for (const { id } of own.filter((one) => !facts.has(one.id))) process.stdout.write(`${id} speaks of nothing that is found\n`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Fault('file-unreadable', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
