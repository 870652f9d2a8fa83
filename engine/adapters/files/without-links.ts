import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SourceFiles } from '../../gather/sources/ports.ts';
import { openSourceFiles } from './source-files.ts';

/**
 * The files under a folder without its symbolic links: what stands behind them is met where it really is, and no walk goes in circles.
 *
 * in      an absolute folder
 */
export function openFilesWithoutLinks(folder: string): SourceFiles {
  const files = openSourceFiles(folder);
  const isLink = (path: string): boolean =>
    lstatSync(resolve(folder, path), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return { ...files, kindOf: (path) => (isSafely(() => isLink(path)) ? undefined : files.kindOf(path)) };
}

function isSafely(ask: () => boolean): boolean {
  try {
    return ask();
  } catch {
    return true;
  }
}
