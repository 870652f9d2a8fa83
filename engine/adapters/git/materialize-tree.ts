import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, sep } from 'node:path';
import { Fault } from '../../model/fault.ts';
import type { Gap } from '../../model/reading.ts';
import { listTree, readObjects, type TreeEntry } from './read-objects.ts';
import { runGit } from './run-git.ts';

/** The files of a Git reference in a folder of their own. */
export interface MaterializedTree {
  /** Absolute; holds what the top of the repository held. */
  readonly folder: string;
  /** The commit that the reference names. */
  readonly commit: string;
  readonly gaps: readonly Gap[];
  /** Removes the folder. */
  close(): void;
}

const unit = 'adapters/git';
/** What a tree may hold before something must be wrong with it; a file above its limit is left out with a gap. */
const limits = { files: 1_000_000, fileBytes: 256 * 1024 * 1024, bytes: 4 * 1024 * 1024 * 1024 };

/**
 * Writes the tree of a Git reference, as it is stored, into a temporary folder. The work tree is neither read nor changed; no hook, no
 * filter and no attribute of the repository has a say.
 *
 * in      top folder of the work tree; a tag, branch or commit
 * gaps    submodule-unread; link-outside: a link that leaves the tree; path-refused: a name that leads elsewhere; file-too-large;
 *         object-missing: not in this copy of the repository
 * faults  reference-unknown; file-unwritable
 */
export async function materializeTree(top: string, reference: string): Promise<MaterializedTree> {
  const commit = await resolveCommit(top, reference);
  const entries = await listTree(top, commit);
  if (!entries) throw new Fault('reference-unknown', `the tree of ${reference} cannot be read from this repository`);
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'plimsoll-at-'));
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const gaps = await writeEntries(top, entries, folder);
    return { folder, commit, gaps, close };
  } catch (cause) {
    close();
    if (cause instanceof Fault) throw cause;
    throw new Fault('file-unwritable', `the tree of ${reference} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

async function resolveCommit(top: string, reference: string): Promise<string> {
  const { code, output } = await runGit(top, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`]);
  const commit = output.toString('utf8').trim().split('\n').at(-1) ?? '';
  if (code !== 0 || !/^[0-9a-f]{40,64}$/.test(commit))
    throw new Fault('reference-unknown', `this repository knows no tag, branch or commit \`${reference}\``);
  return commit;
}

async function writeEntries(top: string, entries: readonly TreeEntry[], folder: string): Promise<readonly Gap[]> {
  const { wanted, gaps } = chooseEntries(entries);
  const files = Map.groupBy(
    wanted.filter(({ mode }) => mode !== '120000'),
    ({ id }) => id,
  );
  const links = Map.groupBy(
    wanted.filter(({ mode }) => mode === '120000'),
    ({ id }) => id,
  );
  const seen = new Set<string>();
  const targets = new Map<string, string>();
  await readObjects(top, [...new Set([...files.keys(), ...links.keys()])], (id, bytes) => {
    seen.add(id);
    for (const { path, mode } of files.get(id) ?? []) writeEntry(join(folder, path), bytes, mode);
    for (const { path } of links.get(id) ?? []) targets.set(path, bytes.toString('utf8'));
  });
  const missing = wanted
    .filter(({ id }) => !seen.has(id))
    .map(({ path }) => gapOf('object-missing', path, 'is not in this copy of the repository; fetch it'));
  return [...gaps, ...missing, ...writeLinks(targets, folder)];
}

function chooseEntries(entries: readonly TreeEntry[]): { readonly wanted: readonly TreeEntry[]; readonly gaps: readonly Gap[] } {
  const wanted: TreeEntry[] = [];
  const gaps: Gap[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const tooMuch = wanted.length >= limits.files || entry.sizeBytes > limits.fileBytes || bytes + entry.sizeBytes > limits.bytes;
    if (!isHarmless(entry.path)) gaps.push(gapOf('path-refused', entry.path, 'has a name that leads elsewhere, and is left out'));
    else if (entry.mode === '160000')
      gaps.push(gapOf('submodule-unread', entry.path, 'is a submodule, whose files are in another repository'));
    else if (tooMuch) gaps.push(gapOf('file-too-large', entry.path, 'is more than is read of a Git tree'));
    else {
      wanted.push(entry);
      bytes += entry.sizeBytes;
    }
  }
  return { wanted, gaps };
}

/** No step of a path may lead out of the folder, or make it a repository with a configuration of its own. */
function isHarmless(path: string): boolean {
  return path
    .split('/')
    .every(
      (step) => !/^(?:\.{0,2}|\.git[ .]*|git~1)$/i.test(step) && !/[\\\0]/.test(step) && !(sep === '\\' && step.includes(':')),
    );
}

function writeEntry(path: string, bytes: Buffer, mode: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes, { mode: mode === '100755' ? 0o755 : 0o644, flag: 'wx' });
}

/** Links come last, so that no file is written through one; those that lead out of the folder in the end are taken away again. */
function writeLinks(targets: ReadonlyMap<string, string>, folder: string): readonly Gap[] {
  const outside = (path: string): Gap => gapOf('link-outside', path, 'is a link that leaves the tree, and is not followed');
  const gaps: Gap[] = [];
  const made: string[] = [];
  for (const [path, target] of targets) {
    const lexical = posix.normalize(posix.join(posix.dirname(path), target));
    const isInLink = [...parentsOf(path)].some((parent) => targets.has(parent));
    if (posix.isAbsolute(target) || lexical.startsWith('..') || target.includes('\0')) gaps.push(outside(path));
    else if (
      !isInLink &&
      tryTo(() => mkdirSync(dirname(join(folder, path)), { recursive: true })) &&
      tryTo(() => symlinkSync(target, join(folder, path)))
    )
      made.push(path);
    else gaps.push(gapOf('path-refused', path, 'is a link that cannot be made'));
  }
  for (const path of made) {
    const real = tryTo(() => realpathSync.native(join(folder, path)));
    if (typeof real !== 'string' || real === folder || real.startsWith(folder + sep)) continue;
    unlinkSync(join(folder, path));
    gaps.push(outside(path));
  }
  return gaps;
}

function* parentsOf(path: string): Generator<string> {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) yield path.slice(0, at);
}

function tryTo<Value>(act: () => Value): Value | true | undefined {
  try {
    return act() ?? true;
  } catch {
    return undefined;
  }
}

function gapOf(code: string, path: string, says: string): Gap {
  return { code, unit, path, detail: `${path} ${says}` };
}
