import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { Fault } from '../model/fault.ts';
import type { Rights } from '../model/rights.ts';
import { type RightsQuestion, rightsOfResources } from '../pipeline/rights-of-resources.ts';
import { rightsToJson, rightsToMarkdown, rightsToText } from '../tell/reports/rights/rights.ts';
import {
  addCommonOptions,
  addConfigurationOptions,
  addReferenceOption,
  type CommonOptions,
  environment,
} from './common-options.ts';
import { exitCodes } from './fail.ts';
import { openReleaseTree, type ReferenceOptions } from './open-release-tree.ts';
import { openSourceWorld } from './open-source-world.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

const writers = { terminal: rightsToText, json: rightsToJson, md: rightsToMarkdown } as const;

interface RightsOptions extends CommonOptions, ReferenceOptions {
  readonly subject?: string;
  readonly to?: 'cluster-admin' | 'tenant';
  readonly tenants?: readonly string[];
  readonly namespace?: string;
}

/** `plimsoll rights [RECORD|PATH…]`: who may do what, and how far a compromised pod gets. Contacts no registry. */
export function rights(command: Command): void {
  command.argument('[paths...]', 'a release record, or kustomizations, charts or manifests, where there is no configuration');
  addReferenceOption(addConfigurationOptions(addCommonOptions(command, Object.keys(writers))))
    .addOption(environment(new Option('--subject <name>', 'of one: NAMESPACE/NAME of a service account, or a user or group')))
    .addOption(environment(new Option('--to <target>', 'only ways to this').choices(['cluster-admin', 'tenant'])))
    .addOption(environment(new Option('--tenants <pattern...>', 'namespaces that belong to tenants: `team-*`')))
    .addOption(environment(new Option('--namespace <name>', 'where what names no namespace is installed')))
    .addHelpText(
      'after',
      '\nExit code 3 where a role, binding or manifest could not be read. docs/concepts/rights.md says what is judged.',
    )
    .action(runRights);
}

async function runRights(paths: readonly string[], options: RightsOptions): Promise<void> {
  const [first] = paths;
  const found = first !== undefined && isRecord(first) ? ofRecord(paths, options) : await ofSources(paths, options);
  if (options.subject !== undefined && found.subjects.length === 0)
    throw new Fault('usage-wrong', `nobody is called ${options.subject}; accounts are written NAMESPACE/NAME`);
  writeOutput(options.output, writers[options.format as keyof typeof writers](found));
  if (found.gaps.length > 0) process.exitCode = exitCodes.incomplete;
}

function ofRecord(paths: readonly string[], options: RightsOptions): Rights {
  const [file = '', ...others] = paths;
  if (others.length > 0) throw new Fault('usage-wrong', 'one record is read at a time');
  const { product, version, resources } = readRecordFile(file);
  const gaps = resources
    ? []
    : [{ code: 'resources-unrecorded', unit: 'judge/rights', path: file, detail: 'The record holds no resources; scan again.' }];
  return rightsOfResources(resources ?? [], { product, version, gaps, ...toQuestion(options) });
}

async function ofSources(paths: readonly string[], options: RightsOptions): Promise<Rights> {
  const { readResources } = await import('../pipeline/resources/read-resources.ts');
  const tree = await openReleaseTree(paths, options);
  const sources = openSourceWorld(tree.found, options);
  try {
    const { configuration } = tree.found;
    const { items, gaps } = await readResources(configuration, { sources: sources.world }, {});
    const { product, version = null, tenants } = configuration;
    return rightsOfResources(items, { product, version, gaps, ...(tenants && { tenants }), ...toQuestion(options) });
  } finally {
    sources.close();
    tree.close();
  }
}

function toQuestion({ subject, to, tenants, namespace }: RightsOptions): Partial<RightsQuestion> {
  return {
    ...(subject !== undefined && { subject }),
    ...(to !== undefined && { to }),
    ...(tenants !== undefined && { tenants }),
    ...(namespace !== undefined && { namespace }),
  };
}

/** Records are zstd; no manifest begins so. */
function isRecord(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return path.endsWith('.plimsoll');
  const start = Buffer.alloc(4);
  const file = openSync(path, 'r');
  readSync(file, start);
  closeSync(file);
  return start.readUInt32LE() === 0xfd2fb528;
}
