import { runGit } from './run-git.ts';

/** Where a folder lies in its repository. */
export interface GitPlace {
  /** Absolute path of the work tree's top folder. */
  readonly top: string;
  /** The folder in it, `/` at its end; empty for the top. */
  readonly prefix: string;
}

/**
 * The repository that a folder is in.
 *
 * out     undefined where there is no Git, or no repository with a work tree
 */
export async function findRepository(folder: string): Promise<GitPlace | undefined> {
  const { code, output } = await runGit(folder, ['rev-parse', '--show-toplevel', '--show-prefix']);
  const [top = '', prefix = ''] = output.toString('utf8').split('\n');
  return code === 0 && top !== '' ? { top, prefix } : undefined;
}

/** Name of the repository, from the address that it is fetched from; undefined where there is none. */
export async function findRemoteName(folder: string): Promise<string | undefined> {
  const { code, output } = await runGit(folder, ['config', '--get', 'remote.origin.url']);
  const name = /([^/:\\]+?)(?:\.git)?\/*\s*$/.exec(output.toString('utf8'))?.[1];
  return code === 0 ? name : undefined;
}
