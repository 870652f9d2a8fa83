import { type Command, Option } from 'commander';
import type { Gap } from '../model/reading.ts';
import { tenancyOfResources } from '../pipeline/tenancy-of-resources.ts';
import { tenancyToJson, tenancyToMarkdown, tenancyToText } from '../tell/reports/tenancy/tenancy.ts';
import {
  addCommonOptions,
  addConfigurationOptions,
  addReferenceOption,
  type CommonOptions,
  environment,
} from './common-options.ts';
import { exitCodes } from './fail.ts';
import type { ReferenceOptions } from './open-release-tree.ts';
import { readSubject } from './read-subject.ts';
import { writeOutput } from './write-output.ts';

const writers = { terminal: tenancyToText, json: tenancyToJson, md: tenancyToMarkdown } as const;

interface TenancyOptions extends CommonOptions, ReferenceOptions {
  readonly tenants?: readonly string[];
  readonly namespace?: string;
}

/** `plimsoll tenancy [RECORD|PATH…]`: what tenants share, and what is trusted that should not be. Contacts no registry. */
export function tenancy(command: Command): void {
  command.argument('[subject...]', 'a release record, or kustomizations, charts or manifests; without one, the configuration');
  addReferenceOption(addConfigurationOptions(addCommonOptions(command, Object.keys(writers))))
    .addOption(
      environment(
        new Option('--tenants <pattern...>', 'namespaces that belong to tenants: `team-*`, or by a label `example.com/team=*`'),
      ),
    )
    .addOption(environment(new Option('--namespace <name>', 'where what names no namespace is installed')))
    .addHelpText(
      'after',
      '\nExit code 3 where something could not be read, or no tenant is known. docs/concepts/tenancy.md says what is judged.',
    )
    .action(runTenancy);
}

async function runTenancy(paths: readonly string[], options: TenancyOptions): Promise<void> {
  const { product, version, resources, gaps, record, configuration } = await readSubject(paths, options);
  const tenants = options.tenants ?? configuration?.tenants;
  const found = tenancyOfResources(resources, {
    ...{ product, version, gaps: [...(record && !record.resources ? [unrecorded] : []), ...gaps] },
    ...(tenants && { tenants }),
    ...(options.namespace !== undefined && { namespace: options.namespace }),
    ...(configuration?.tenancy && { rules: configuration.tenancy }),
  });
  writeOutput(options.output, writers[options.format as keyof typeof writers](found));
  if (found.gaps.length > 0) process.exitCode = exitCodes.incomplete;
}

const unrecorded: Gap = {
  code: 'resources-unrecorded',
  unit: 'judge/tenancy',
  detail: 'The record holds no resources; scan again.',
};
