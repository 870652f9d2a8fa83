import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { findRepository } from '../adapters/git/find-repository.ts';

/**
 * The folder that edits stay in: manifests of strangers may name any path, and nothing is written outside.
 *
 * in      the folder that sources are read from, often a single kustomization that builds on its neighbors; the working directory
 * out     real path of its repository; where there is none, of the working directory that it lies in, else of the folder itself
 */
export async function findEditableFolder(folder: string, workingFolder = '.'): Promise<string> {
  const top = (await findRepository(folder))?.top;
  const [own, here] = [realpathSync.native(top ?? folder), realpathSync.native(workingFolder)];
  return top === undefined && liesIn(own, here) ? here : own;
}

/** Whether a real path is a folder, or lies in it. */
export function liesIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
