import type { Command } from 'commander';
import { toSubjects } from '../pipeline/removal/to-subjects.ts';
import { withoutInRecord } from '../pipeline/removal/without-record.ts';
import { removalToJson, removalToMarkdown, removalToText } from '../tell/reports/removal/removal.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { exitCodes } from './fail.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

const writers = { terminal: removalToText, json: removalToJson, md: removalToMarkdown } as const;

/** `plimsoll without RECORD SUBJECT…`: what would go from a release with something, and what still refers to it. Changes nothing. */
export function without(command: Command): void {
  addCommonOptions(
    command
      .argument('<record>', 'release record, as `plimsoll scan` writes it')
      .argument(
        '<subject...>',
        'image, chart, source, component, path of the sources, package or purl; `image:…`, `path:…` where a name may be several',
      ),
    Object.keys(writers),
  )
    .addHelpText(
      'after',
      '\nNothing is changed. Exit code 3 where more may go, or refer to it. docs/concepts/removal.md explains.',
    )
    .action((record: string, subjects: readonly string[], options: CommonOptions) => {
      const release = readRecordFile(record);
      const removal = withoutInRecord(release, toSubjects(subjects, release));
      writeOutput(options.output, writers[options.format as keyof typeof writers](removal));
      if (removal.gaps.length > 0) process.exitCode = exitCodes.incomplete;
    });
}
