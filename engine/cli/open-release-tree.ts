import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { GitPlace } from '../adapters/git/find-repository.ts';
import type { MaterializedTree } from '../adapters/git/materialize-tree.ts';
import { Fault } from '../model/fault.ts';
import { type ConfigurationOptions, type FoundConfiguration, findConfiguration } from './find-configuration.ts';
import { isOfImages } from './is-of-images.ts';

/** What the command line says about the configuration, and about the state of the repository. */
export interface ReferenceOptions extends ConfigurationOptions {
  /** Git tag, branch or commit. */
  readonly at?: string;
}

/** The configuration of a run with the sources that it reads. */
export interface ReleaseTree {
  readonly found: FoundConfiguration;
  close(): void;
}

/**
 * The configuration and the sources of this run: those of the work tree, or those of the Git reference that `--at` names.
 * The configuration is the reference's own where it has one, else the present one; the version is the reference where it states none.
 *
 * faults  those of findConfiguration; reference-unknown; usage-wrong: `--at` outside of a repository
 */
export async function openReleaseTree(paths: readonly string[], options: ReferenceOptions): Promise<ReleaseTree> {
  const { at } = options;
  if (at === undefined) return { found: await findConfiguration(paths, options), close: () => {} };
  const [{ findRepository }, { materializeTree }] = await Promise.all([
    import('../adapters/git/find-repository.ts'),
    import('../adapters/git/materialize-tree.ts'),
  ]);
  const here = paths.length > 0 ? '.' : dirname(resolve(options.config ?? 'plimsoll.yaml'));
  const repository = existsSync(here) ? await findRepository(here) : undefined;
  if (!repository)
    throw new Fault('usage-wrong', `--at reads from a Git repository, and ${here === '.' ? 'this folder' : here} is in none`);
  const tree = await materializeTree(repository.top, at);
  try {
    const state = { at, repository, tree };
    const found = paths.length > 0 ? await pathsAt(paths, options, state) : await configurationAt(options, state);
    return { found: { ...found, gaps: tree.gaps }, close: tree.close };
  } catch (error) {
    tree.close();
    throw error;
  }
}

/**
 * The same for commands that read images too: paths may name those in place of manifests.
 *
 * faults  those of configureImages too
 */
export async function openImagesOrTree(paths: readonly string[], options: ReferenceOptions): Promise<ReleaseTree> {
  if (!paths.some(isOfImages)) return openReleaseTree(paths, options);
  for (const name of ['at', 'config'] as const)
    if (options[name] !== undefined)
      throw new Fault('usage-wrong', `--${name} reads manifests, and images are named in their place`);
  const { configureImages } = await import('./configure-images.ts');
  return { found: await configureImages(paths, options), close: () => {} };
}

/** The state of a repository that is read. */
interface State {
  readonly at: string;
  readonly repository: GitPlace;
  readonly tree: MaterializedTree;
}

async function configurationAt(options: ConfigurationOptions, { at, repository, tree }: State): Promise<FoundConfiguration> {
  const file = resolve(options.config ?? 'plimsoll.yaml');
  const sourceFolder = join(tree.folder, repository.prefix);
  const then = join(sourceFolder, basename(file));
  if (!existsSync(then)) {
    const { configuration, folder } = await findConfiguration([], options);
    return { configuration: { ...configuration, version: at }, folder, sourceFolder };
  }
  const { recallConfiguration } = await import('./recall-configuration.ts');
  const configuration = await recallConfiguration(readFileSync(then, 'utf8'), `${at}:${repository.prefix}${basename(file)}`);
  const { product = configuration.product } = options;
  return {
    configuration: { ...configuration, product, version: configuration.version ?? at, file: basename(file) },
    folder: dirname(file),
    sourceFolder,
  };
}

async function pathsAt(
  paths: readonly string[],
  options: ConfigurationOptions,
  { at, repository, tree }: State,
): Promise<FoundConfiguration> {
  const then = paths.map((path) => {
    const inside = posix.normalize(posix.join(repository.prefix, relative('.', path).split(sep).join('/')));
    if (inside.startsWith('..')) throw new Fault('usage-wrong', `${path} is not in the repository that --at reads`);
    if (!existsSync(join(tree.folder, inside))) throw new Fault('file-unreadable', `${path} does not exist at ${at}`);
    return join(tree.folder, inside);
  });
  const { configuration, folder: sourceFolder } = await findConfiguration(then, options, join(tree.folder, repository.prefix));
  const folder = join(repository.top, relative(tree.folder, sourceFolder));
  return { configuration: { ...configuration, product: options.product ?? basename(folder), version: at }, folder, sourceFolder };
}
