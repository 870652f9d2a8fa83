import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Priority } from '../model/priority.ts';
import { priorities } from '../model/priority.ts';
import { triageRecord } from '../pipeline/triage/triage-record.ts';
import { triageToJson, triageToMarkdown, triageToText } from '../tell/reports/triage/triage.ts';
import { addCommonOptions, type CommonOptions, environment, wantsColor } from './common-options.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

const writers = { terminal: triageToText, json: triageToJson, md: triageToMarkdown } as const;

interface TriageOptions extends CommonOptions {
  readonly owner?: string;
  readonly component?: string;
  readonly priority: readonly Priority[];
  readonly limit: number;
}

/** `plimsoll triage RECORD`: what comes first, and why. */
export function triage(command: Command): void {
  addCommonOptions(command.argument('<record>', 'release record, as `plimsoll scan` writes it'), Object.keys(writers))
    .addOption(environment(new Option('--owner <name>', 'what one owner has to do; `not said` where nobody is named')))
    .addOption(environment(new Option('--component <name>', 'of one component')))
    .addOption(environment(new Option('--priority <priority...>', 'only these').choices(priorities).default([], 'all')))
    .addOption(
      environment(new Option('--limit <count>', 'shown at most, in all and for each owner').default(10).argParser(parseCount)),
    )
    .addHelpText(
      'after',
      "\nPriorities are CISA's: act, attend, track-closely, track. docs/concepts/triage.md says what decides them, and how a project\nwrites a table of its own.",
    )
    .action((record: string, options: TriageOptions) => {
      const { owner, component, priority, limit } = options;
      const request = {
        priorities: priority,
        limit,
        ...(owner !== undefined && { owner }),
        ...(component !== undefined && { component }),
      };
      const write = writers[options.format as keyof typeof writers];
      writeOutput(options.output, write(triageRecord(readRecordFile(record), request), { color: wantsColor(options) }));
    });
}

function parseCount(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('write a number from 0 to 999999.');
  return Number(text);
}
