import { existsSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { openFilesWithoutLinks } from '../adapters/files/without-links.ts';
import { describeVersion } from '../adapters/git/describe-version.ts';
import { findRemoteName } from '../adapters/git/find-repository.ts';
import { Fault } from '../model/fault.ts';
import { proposeConfiguration } from '../pipeline/propose-configuration/propose-configuration.ts';
import { environment } from './common-options.ts';
import { writeOutput } from './write-output.ts';

interface InitOptions {
  readonly output?: string;
  readonly force?: boolean;
  readonly product?: string;
  readonly quiet?: boolean;
}

/** `plimsoll init [FOLDER]`: proposes a configuration for a repository that it has never seen. Reads only. */
export function init(command: Command): void {
  command
    .argument('[folder]', 'top of the repository', '.')
    .addOption(
      environment(
        new Option('-o, --output <file>', 'where to write; - is stdout').default(undefined, 'plimsoll.yaml in the folder'),
      ),
    )
    .addOption(environment(new Option('--product <name>', 'name of the product').default(undefined, 'name of the repository')))
    .option('--force', 'write over a file that is there')
    .addOption(environment(new Option('-q, --quiet', 'say nothing but errors on stderr')))
    .action(runInit);
}

async function runInit(argument: string, options: InitOptions): Promise<void> {
  const folder = resolve(argument);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Fault('file-unreadable', `${argument} is no folder`);
  const output = options.output ?? relative('.', join(folder, 'plimsoll.yaml'));
  if (output !== '-' && existsSync(output) && !options.force)
    throw new Fault('file-unwritable', `${output} is there already`, {
      help: 'Look at the proposal with `plimsoll init -o -`, or write over the file with --force.',
    });
  const version = await describeVersion(folder);
  const name = options.product ?? (await findRemoteName(folder)) ?? basename(folder);
  const text = proposeConfiguration(openFilesWithoutLinks(folder), { name, ...(version !== undefined && { version }) });
  if (text === undefined)
    throw new Fault('configuration-missing', `nothing in ${argument} looks like what a release is made of`, {
      help: 'Plimsoll looks for kustomizations, charts, manifests, loftsman, skopeo sync and image lists; write a plimsoll.yaml that names yours.',
    });
  writeOutput(output, text);
  if (output !== '-' && !options.quiet) process.stderr.write(`${output} is written; read it, then try \`plimsoll images\`.\n`);
}
