import { readFileSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { writeAtomically } from '../adapters/files/write-atomically.ts';
import { applyEdits } from '../formats/edit/apply-edits.ts';
import type { ChangedText } from '../formats/edit/unified-diff.ts';
import { Fault } from '../model/fault.ts';
import type { FileEdits } from '../pipeline/set-tag/plan-tag.ts';
import { findEditableFolder, liesIn } from './editable-folder.ts';

/** A file that is to be changed, with where it really lies. */
export interface ChangedFile extends ChangedText {
  /** Absolute; links are followed. */
  readonly path: string;
  readonly mode: number;
}

/**
 * Files as they are and as they are to be. Nothing is written.
 *
 * in      edits by file; the configuration's folder that they are relative to
 * out     files relative to the folder that edits stay in, as `git apply` wants them; undefined where edits contradict each other
 * faults  edit-refused: a file outside of the folder that edits stay in, or one that is no UTF-8
 */
export async function changeFiles(edits: readonly FileEdits[], folder: string): Promise<readonly ChangedFile[] | undefined> {
  const root = await findEditableFolder(folder);
  const changed: ChangedFile[] = [];
  for (const { file, edits: pieces } of edits) {
    const { path, mode, before } = readInside(root, folder, file);
    const after = applyEdits(before, pieces);
    if (after === undefined) return undefined;
    if (after !== before) changed.push({ file: relative(root, path).split(sep).join('/'), path, mode, before, after });
  }
  return changed;
}

function readInside(root: string, folder: string, file: string): { path: string; mode: number; before: string } {
  const path = realpathSync.native(resolve(folder, file));
  if (!liesIn(path, root)) throw new Fault('edit-refused', `${file} lies outside of ${root}`);
  const bytes = readFileSync(path);
  const before = bytes.toString('utf8');
  if (!Buffer.from(before, 'utf8').equals(bytes))
    throw new Fault('edit-refused', `${file} is not UTF-8, and would not stay as it is`);
  return { path, mode: statSync(path).mode & 0o777, before };
}

/**
 * Writes the files, and gives back what puts them back as they were.
 *
 * faults  file-unwritable; what was written before is put back
 */
export async function writeFiles(files: readonly ChangedFile[]): Promise<() => Promise<void>> {
  const written: ChangedFile[] = [];
  const restore = async (): Promise<void> => {
    for (const { path, mode, before } of written) await writeAtomically(path, before, mode);
  };
  try {
    for (const file of files) {
      await writeAtomically(file.path, file.after, file.mode);
      written.push(file);
    }
  } catch (error) {
    await restore();
    throw error;
  }
  return restore;
}
