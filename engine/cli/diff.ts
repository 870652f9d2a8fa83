import type { Command } from 'commander';
import { Fault } from '../model/fault.ts';
import type { Release } from '../model/release.ts';
import { diffRecords } from '../pipeline/diff-records.ts';
import { differenceToJson, differenceToMarkdown, differenceToText } from '../tell/reports/difference/difference.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { engineVersion } from './engine-version.ts';
import { readRecordFile } from './read-record-file.ts';
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
      const [before, after] = [readRecordFile(old), readRecordFile(now)];
      assertSameProduct(before, after);
      const write = writers[options.format as keyof typeof writers];
      writeOutput(options.output, write(diffRecords(before, after, engineVersion())));
    });
}

function assertSameProduct(before: Release, after: Release): void {
  if (before.product === after.product) return;
  throw new Fault('usage-wrong', `the records are of ${before.product} and of ${after.product}, which are not one product`);
}
