import type { Command } from 'commander';
import { diffRecords } from '../pipeline/diff-records.ts';
import { differenceToJson, differenceToMarkdown, differenceToText } from '../tell/reports/difference/difference.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { engineVersion } from './engine-version.ts';
import { readRecordsOfOneProduct } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

const writers = { terminal: differenceToText, json: differenceToJson, md: differenceToMarkdown } as const;

/** `plimsoll diff OLD NEW`: what changed between two records, and why. */
export function diff(command: Command): void {
  addCommonOptions(
    command.argument('<old>', 'the earlier release record').argument('<new>', 'the later one'),
    Object.keys(writers),
  )
    .addHelpText('after', '\nEvery finding that was gained, lost or re-scored has one cause; docs/concepts/diff.md says which.')
    .action((old: string, now: string, options: CommonOptions) => {
      const [before, after] = readRecordsOfOneProduct([old, now]);
      const write = writers[options.format as keyof typeof writers];
      if (before && after) writeOutput(options.output, write(diffRecords(before, after, engineVersion())));
    });
}
