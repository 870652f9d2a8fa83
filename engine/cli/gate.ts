import { type Command, Option } from 'commander';
import { readRecordedPolicy } from '../pipeline/gate/recorded-policy.ts';
import { addCommonOptions, type CommonOptions, environment, wantsColor } from './common-options.ts';
import { type GateForm, gateFormats, gateRelease } from './gate-release.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

interface GateOptions extends CommonOptions {
  readonly against?: readonly string[];
  readonly explain?: boolean;
}

/** `plimsoll gate RECORD`: whether a release may be published, as an exit code. */
export function gate(command: Command): void {
  addCommonOptions(command.argument('<record>', 'release record, as `plimsoll scan` writes it'), gateFormats)
    .addOption(environment(new Option('-c, --config <file>', "judge by this configuration's policy, not by the record's")))
    .addOption(new Option('--against <record...>', 'older records: the newest is the release before, the oldest says since when'))
    .addOption(new Option('--explain', 'list everything that each rule counted, whether it holds or not'))
    .addHelpText(
      'after',
      '\nExit codes: 0 it may · 1 a demand does not hold · 3 coverage is incomplete, and the policy does not allow it. docs/concepts/gate.md has the rules.',
    )
    .action(runGate);
}

async function runGate(record: string, options: GateOptions): Promise<void> {
  const release = readRecordFile(record);
  const policy = options.config === undefined ? readRecordedPolicy(release) : await policyOf(options.config);
  const against = (options.against ?? []).map(readRecordFile);
  const form = { format: options.format as GateForm['format'], color: wantsColor(options), explain: options.explain === true };
  const { text, exitCode } = await gateRelease(release, { policy, against }, form);
  writeOutput(options.output, text);
  process.exitCode = exitCode;
}

async function policyOf(config: string) {
  const { findConfiguration } = await import('./find-configuration.ts');
  return (await findConfiguration([], { config })).configuration.policy;
}
