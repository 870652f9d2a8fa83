import type { Command } from 'commander';
import { tenancyOfResources } from '../pipeline/tenancy-of-resources.ts';
import { tenancyToJson, tenancyToMarkdown, tenancyToText } from '../tell/reports/tenancy/tenancy.ts';
import {
  addReleaseOptions,
  addTenantOptions,
  type CommonOptions,
  subjectArgument,
  type TenantOptions,
} from './common-options.ts';
import { exitCodes } from './fail.ts';
import type { ReferenceOptions } from './open-release-tree.ts';
import { readSubject } from './read-subject.ts';
import { writeOutput } from './write-output.ts';

const writers = { terminal: tenancyToText, json: tenancyToJson, md: tenancyToMarkdown } as const;

type TenancyOptions = CommonOptions & ReferenceOptions & TenantOptions;

/** `plimsoll tenancy [RECORD|PATH…]`: what tenants share, and what is trusted that should not be. Contacts no registry. */
export function tenancy(command: Command): void {
  command.argument(...subjectArgument);
  addTenantOptions(addReleaseOptions(command, Object.keys(writers)))
    .addHelpText(
      'after',
      '\nExit code 3 where something could not be read, or no tenant is known. docs/concepts/tenancy.md says what is judged.',
    )
    .action(runTenancy);
}

async function runTenancy(paths: readonly string[], options: TenancyOptions): Promise<void> {
  const { product, version, resources, gaps, configuration } = await readSubject(paths, options);
  const tenants = options.tenants ?? configuration?.tenants;
  const found = tenancyOfResources(resources, {
    ...{ product, version, gaps },
    ...(tenants && { tenants }),
    ...(options.namespace !== undefined && { namespace: options.namespace }),
    ...(configuration?.tenancy && { rules: configuration.tenancy }),
  });
  writeOutput(options.output, writers[options.format as keyof typeof writers](found));
  if (found.gaps.length > 0) process.exitCode = exitCodes.incomplete;
}
