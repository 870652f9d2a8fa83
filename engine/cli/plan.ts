import { type Command, Option } from 'commander';
import { planRecord } from '../pipeline/plan-record.ts';
import { planToJson, planToMarkdown, planToText } from '../tell/reports/plan/plan.ts';
import { addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { parseCount } from './parse-count.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

const writers = { terminal: planToText, json: planToJson, md: planToMarkdown } as const;

/** `plimsoll plan RECORD`: the smallest set of actions that takes the most risk away. */
export function plan(command: Command): void {
  addCommonOptions(command.argument('<record>', 'release record, as `plimsoll scan` writes it'), Object.keys(writers))
    .addOption(environment(new Option('--actions <count>', 'actions at most').default(10).argParser(parseCount)))
    .addOption(
      environment(
        new Option('--candidates <record...>', 'records whose images may be taken instead: other tags of the same images'),
      ),
    )
    .addHelpText(
      'after',
      '\nRisk is weighed 100 for a critical finding, 20 high, 3 medium or unknown, 1 low; docs/concepts/plan.md explains.',
    )
    .action(
      async (record: string, options: CommonOptions & { readonly actions: number; readonly candidates?: readonly string[] }) => {
        const write = writers[options.format as keyof typeof writers];
        writeOutput(
          options.output,
          write(
            await planRecord(readRecordFile(record), {
              limit: options.actions,
              others: options.candidates?.map(readRecordFile) ?? [],
            }),
          ),
        );
      },
    );
}
