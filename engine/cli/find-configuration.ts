import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { standardInput } from '../gather/sources/ports.ts';
import type { SourceSpec } from '../gather/sources/source-spec.ts';
import { Fault } from '../model/fault.ts';
import type { Gap } from '../model/reading.ts';
import type { Configuration } from '../pipeline/configuration/configuration.ts';
import { defaultConfiguration } from '../pipeline/configuration/default-configuration.ts';

/** A configuration and the folder that its paths are relative to. */
export interface FoundConfiguration {
  readonly configuration: Configuration;
  /** Absolute. */
  readonly folder: string;
  /** Absolute; where the sources are read instead, when they are those of another state of the repository. */
  readonly sourceFolder?: string;
  /** What of that state could not be read. */
  readonly gaps?: readonly Gap[];
}

/** What the command line says about the configuration. */
export interface ConfigurationOptions {
  readonly config?: string;
  readonly product?: string;
  readonly releaseVersion?: string;
}

/**
 * The configuration of this run: the one that is named, `plimsoll.yaml` in this folder, or one made for the paths that are given.
 *
 * in      paths of folders and files with manifests, instead of a configuration, `-` for standard input; the folder that several of
 *         them are relative to
 * faults  configuration-missing, configuration-invalid, file-unreadable, usage-wrong (paths and --config together)
 */
export async function findConfiguration(
  paths: readonly string[],
  options: ConfigurationOptions,
  here = '.',
): Promise<FoundConfiguration> {
  if (paths.length > 0) {
    if (options.config !== undefined)
      throw new Fault('usage-wrong', 'paths and --config were both given; the configuration says what to read');
    return configurationOf(paths, options, here);
  }
  const file = options.config ?? 'plimsoll.yaml';
  if (!existsSync(file)) {
    throw new Fault(
      'configuration-missing',
      options.config === undefined ? 'there is no plimsoll.yaml in this folder' : `${file} does not exist`,
      {
        help: 'Write one with `plimsoll init`, name another with --config FILE, or give the paths of manifests: `plimsoll images PATH…`.',
      },
    );
  }
  const { recallConfiguration } = await import('./recall-configuration.ts');
  const configuration = await recallConfiguration(readText(file), relative('.', file) || file);
  return {
    configuration: { ...configuration, ...(options.product && { product: options.product }), file: basename(file) },
    folder: resolve(dirname(file)),
  };
}

/** A folder with a kustomization is rendered, one with a chart too; anything else is read as it is. */
function configurationOf(paths: readonly string[], { product }: ConfigurationOptions, here: string): FoundConfiguration {
  const [first = '.'] = paths;
  for (const path of paths) checkPath(path);
  const folder = resolve(paths.length === 1 && isFolder(first) ? first : here);
  const sources = paths.map((path) => (path === standardInput ? stream : toSource(resolve(path), folder)));
  return { configuration: defaultConfiguration(product ?? basename(folder), sources), folder };
}

/** As a path: a rendered stream on standard input, which is read as plain manifests are. */
const stream: SourceSpec = { kind: 'yaml', at: standardInput };

function checkPath(path: string): void {
  if (path !== standardInput && !existsSync(path)) throw new Fault('file-unreadable', `${path} does not exist`);
  if (path === standardInput && process.stdin.isTTY)
    throw new Fault('usage-wrong', '`-` reads manifests from standard input, and nothing is piped into it', {
      help: 'Pipe a rendered stream: `kubectl kustomize overlays/full | plimsoll images -`.',
    });
}

function toSource(path: string, folder: string): SourceSpec {
  const at = relative(folder, path).replaceAll('\\', '/') || '.';
  const holds = (name: string) => existsSync(join(path, name));
  if (['kustomization.yaml', 'kustomization.yml', 'Kustomization'].some(holds)) return { kind: 'kustomize', at };
  if (holds('Chart.yaml') || path.endsWith('.tgz'))
    return { kind: 'helm', at, values: [], set: [], release: 'release', namespace: 'default', apiVersions: [] };
  if (path.endsWith('.txt')) return { kind: 'image-list', at };
  return { kind: 'yaml', at };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Fault('file-unreadable', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
