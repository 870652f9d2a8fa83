import { type Command, Option } from 'commander';
import { type ChangeForm, changeForms, type TargetLevel, targetLevels } from '../model/hardening-change.ts';
import { type CommonOptions, environment } from './common-options.ts';
import type { ReferenceOptions } from './open-release-tree.ts';

/** What the command line says of a change. */
export interface ChangeOptions extends CommonOptions, ReferenceOptions {
  readonly writePatch?: string;
  readonly revert?: string;
  readonly as?: ChangeForm;
  readonly to: TargetLevel;
  readonly assumeNonRoot?: boolean;
  readonly partial?: boolean;
  readonly dryRun?: boolean;
  readonly workload?: readonly string[];
  readonly component?: string;
  readonly owner?: string;
  readonly podSecurityVersion: number;
}

/** Adds the options of a change and of its way back. */
export function addChangeOptions(command: Command): Command {
  const about = {
    as: 'write the change that raises workloads: patches of the kustomizations, values of the charts, or a Kyverno policy',
    folder:
      'with --as: where the change and its way back go; patches go beside the kustomizations, and are kept only if they hold',
    assume: 'with --as: take containers whose user nobody knows for ones that run without root',
    partial: 'with --as: write also what brings a workload nearer to the level without raising it',
    workload: 'with --as: only these: name, Kind/name or namespace/Kind/name',
  };
  return command
    .addOption(new Option('--as <form>', about.as).choices(changeForms))
    .addOption(new Option('--to <level>', 'with --as: the level to reach').choices(targetLevels).default('restricted'))
    .addOption(new Option('--write-patch <folder>', about.folder))
    .addOption(new Option('--dry-run', 'with --as: write nothing, and show the diff'))
    .addOption(environment(new Option('--assume-non-root', about.assume)))
    .addOption(environment(new Option('--partial', about.partial)))
    .addOption(environment(new Option('--workload <name...>', about.workload)))
    .addOption(environment(new Option('--component <name>', 'with --as: only workloads of this one')))
    .addOption(environment(new Option('--owner <name>', 'with --as: only workloads with an image of this one')))
    .addOption(new Option('--revert <folder>', 'take back what --write-patch wrote there, byte for byte'));
}
