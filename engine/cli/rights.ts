import { type Command, Option } from 'commander';
import { compareRights } from '../compare/releases/rights/compare-rights.ts';
import { Fault } from '../model/fault.ts';
import type { Gap } from '../model/reading.ts';
import type { Rights } from '../model/rights.ts';
import { type RightsQuestion, rightsOfResources } from '../pipeline/rights-of-resources.ts';
import { rightsToJson, rightsToMarkdown, rightsToText } from '../tell/reports/rights/rights.ts';
import { rightsDifferenceWriters } from '../tell/reports/rights/rights-difference.ts';
import {
  addReleaseOptions,
  addTenantOptions,
  type CommonOptions,
  environment,
  subjectArgument,
  type TenantOptions,
} from './common-options.ts';
import { exitCodes } from './fail.ts';
import type { ReferenceOptions } from './open-release-tree.ts';
import { readSubject, type Subject } from './read-subject.ts';
import { writeOutput } from './write-output.ts';

const writers = { terminal: rightsToText, json: rightsToJson, md: rightsToMarkdown } as const;

interface RightsOptions extends CommonOptions, ReferenceOptions, TenantOptions {
  readonly against?: string;
  readonly subject?: string;
  readonly to?: 'cluster-admin' | 'tenant';
}

/** `plimsoll rights [RECORD|PATH…]`: who may do what, and how far a compromised pod gets. Contacts no registry. */
export function rights(command: Command): void {
  command.argument(...subjectArgument);
  addTenantOptions(addReleaseOptions(command, Object.keys(writers)))
    .addOption(environment(new Option('--against <subject>', 'who can do more and less since a record, or since manifests')))
    .addOption(environment(new Option('--subject <name>', 'of one: NAMESPACE/NAME of a service account, or a user or group')))
    .addOption(environment(new Option('--to <target>', 'only ways to this').choices(['cluster-admin', 'tenant'])))
    .addHelpText(
      'after',
      '\nExit code 3 where a role, binding or manifest could not be read. docs/concepts/rights.md says what is judged.',
    )
    .action(runRights);
}

async function runRights(paths: readonly string[], options: RightsOptions): Promise<void> {
  const subject = await readSubject(paths, options);
  const now = judge(subject, options);
  const form = options.format as keyof typeof writers;
  if (options.against === undefined) {
    if (options.subject !== undefined && now.subjects.length === 0) throw nobody(options.subject);
    writeOutput(options.output, writers[form](now));
    return setExitCode(now.gaps);
  }
  const { config: _, ...elsewhere } = options;
  const tenants = options.tenants ?? subject.configuration?.tenants;
  const old = judge(await readSubject([options.against], elsewhere), { ...options, ...(tenants && { tenants }) });
  if (options.subject !== undefined && now.subjects.length + old.subjects.length === 0) throw nobody(options.subject);
  const difference = compareRights(old, now);
  writeOutput(options.output, rightsDifferenceWriters[form](difference));
  setExitCode(difference.gaps);
}

function nobody(subject: string): Fault {
  return new Fault('usage-wrong', `nobody is called ${subject}; accounts are written NAMESPACE/NAME`);
}

function setExitCode(gaps: readonly Gap[]): void {
  if (gaps.length > 0) process.exitCode = exitCodes.incomplete;
}

function judge({ product, version, resources, gaps, configuration }: Subject, options: RightsOptions): Rights {
  const tenants = configuration?.tenants;
  return rightsOfResources(resources, {
    ...{ product, version, gaps },
    ...(tenants && { tenants }),
    ...toQuestion(options),
  });
}

function toQuestion({ subject, to, tenants, namespace }: RightsOptions): Partial<RightsQuestion> {
  return {
    ...(subject !== undefined && { subject }),
    ...(to !== undefined && { to }),
    ...(tenants !== undefined && { tenants }),
    ...(namespace !== undefined && { namespace }),
  };
}
