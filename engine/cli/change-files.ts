import { existsSync, readdirSync, readFileSync, realpathSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { writeAtomically } from '../adapters/files/write-atomically.ts';
import { unifiedDiff } from '../formats/edit/unified-diff.ts';
import { Fault } from '../model/fault.ts';
import type { FileChange } from '../model/hardening-change.ts';
import { findEditableFolder, liesIn } from './editable-folder.ts';

/**
 * Writes, edits and removes files, and gives back what puts every one of them back as it was, byte for byte.
 *
 * in      changes; the folder that they are relative to
 * faults  edit-refused: a file lies outside of the folder that edits stay in, or is not as the change says that it is before;
 *         file-unwritable: what was written before is put back
 */
export async function applyChanges(changes: readonly FileChange[], folder: string): Promise<() => Promise<void>> {
  const top = await findEditableFolder(folder);
  const placed = changes.map((change) => ({ ...change, path: placeInside(top, folder, change.file) }));
  for (const { file, before, path } of placed)
    if (readOrNull(path, file) !== before)
      throw new Fault('edit-refused', `${file} is not as the change found it`, { help: notAsItWas });
  const done: (FileChange & { readonly path: string })[] = [];
  const restore = async (): Promise<void> => {
    for (const { path, before, after } of done.toReversed()) await put(path, after, before);
  };
  try {
    for (const change of placed) {
      await put(change.path, change.before, change.after);
      done.push(change);
    }
  } catch (error) {
    await restore();
    throw error;
  }
  return restore;
}

const notAsItWas = 'Take back by hand what was edited since, or make the change anew.';

/** The change that takes a change back. */
export function reverseChanges(changes: readonly FileChange[]): readonly FileChange[] {
  return changes.toReversed().map(({ file, before, after }) => ({ file, before: after, after: before }));
}

/** All changes as one unified diff, which `git apply` takes, and `git apply -R` takes back. */
export function diffOf(changes: readonly FileChange[]): string {
  return changes.map(oneDiff).join('');
}

function oneDiff({ file, before, after }: FileChange): string {
  const diff = unifiedDiff({ file, before: before ?? '', after: after ?? '' });
  if (before === null) return `diff --git a/${file} b/${file}\nnew file mode 100644\n${diff.replace(/^--- .*/, '--- /dev/null')}`;
  if (after === null)
    return `diff --git a/${file} b/${file}\ndeleted file mode 100644\n${diff.replace(/^\+\+\+ .*/m, '+++ /dev/null')}`;
  return diff;
}

/** The path that a file really lies at; links are followed, and folders that are not there yet are taken as named. */
function placeInside(top: string, folder: string, file: string): string {
  let existing = resolve(folder, file);
  const rest: string[] = [];
  while (!existsSync(existing) && dirname(existing) !== existing) {
    rest.unshift(basename(existing));
    existing = dirname(existing);
  }
  const path = join(realpathSync.native(existing), ...rest);
  if (!liesIn(path, top)) throw new Fault('edit-refused', `${file} lies outside of ${top}`);
  return path;
}

function readOrNull(path: string, file: string): string | null {
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes))
    throw new Fault('edit-refused', `${file} is not UTF-8, and would not stay as it is`);
  return text;
}

async function put(path: string, now: string | null, wanted: string | null): Promise<void> {
  if (wanted !== null) return writeAtomically(path, wanted, now === null ? 0o644 : statSync(path).mode & 0o777);
  rmSync(path);
  if (readdirSync(dirname(path)).length === 0) rmdirSync(dirname(path));
}
