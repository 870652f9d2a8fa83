import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { KustomizationCopy } from '../../gather/sources/ports.ts';

/** A copy of a part of the tree, with the same paths among its files. */
export interface CopiedTree {
  /** The configuration's folder in the copy; absolute. */
  readonly folder: string;
  /** From an absolute path in the copy to one relative to the configuration's folder, also where it stands for a file elsewhere. */
  toSourcePath(path: string): string;
}

/**
 * Writes the files of a kustomization into an empty folder, so that some of them can say other things than in the tree.
 *
 * in      an empty folder; the configuration's folder; paths relative to it, which may lead out of it
 * faults  rejects when a file cannot be copied
 */
export async function copyTree(empty: string, folder: string, copy: KustomizationCopy): Promise<CopiedTree> {
  // Whole paths, so that whatever leads out of the folder leads to the same place in the copy. A drive is a folder like others.
  const at = (path: string): string => join(empty, resolve(folder, path).replace(':', ''));
  const place = async (path: string): Promise<string> => {
    await mkdir(dirname(at(path)), { recursive: true });
    return at(path);
  };
  for (const path of copy.files) await copyFile(resolve(folder, path), await place(path));
  for (const [path, text] of copy.texts) await writeFile(await place(path), text);
  const copied = at('.');
  return {
    folder: copied,
    toSourcePath(path) {
      const stated = relative(copied, path).split(sep).join('/');
      return copy.origins.get(stated) ?? stated;
    },
  };
}
