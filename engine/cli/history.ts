import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { historyOfRecords } from '../pipeline/history-of-records.ts';
import { openAdvisoryDatabase } from '../store/advisories/open-advisory-database.ts';
import { historyToJson, historyToMarkdown, historyToText } from '../tell/reports/history/history.ts';
import { addAsOfOption, addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { engineVersion } from './engine-version.ts';
import { readRecordsOfOneProduct } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

const writers = { terminal: historyToText, json: historyToJson, md: historyToMarkdown } as const;

/** `plimsoll history RECORD…`: releases through time, as known then and as known now. */
export function history(command: Command): void {
  const records = command.argument('<record...>', 'release records of one product, in any order');
  addAsOfOption(addCommonOptions(records, Object.keys(writers)))
    .addOption(environment(new Option('--database <file>', 'advisories to know by; by default those of the newest record')))
    .addHelpText(
      'after',
      '\n"As known now" judges every release by the advisories of the newest record, or by --database; with --as-of as they stood on a day, those without a date with them.',
    )
    .action((files: readonly string[], options: CommonOptions & { readonly database?: string; readonly asOf?: string }) => {
      const records = readRecordsOfOneProduct(files);
      const advisories = options.database === undefined ? undefined : openAdvisoryDatabase(resolve(options.database));
      const write = writers[options.format as keyof typeof writers];
      writeOutput(options.output, write(historyOfRecords(records, engineVersion(), { advisories, asOf: options.asOf })));
      advisories?.close();
    });
}
