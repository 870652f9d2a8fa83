import { runGit } from './run-git.ts';

/** One entry of a Git tree. */
export interface TreeEntry {
  /** `100644`, `100755`, `120000` (link), `160000` (submodule). */
  readonly mode: string;
  readonly id: string;
  /** Bytes; 0 for submodules. */
  readonly sizeBytes: number;
  /** From the top of the repository, as stored: hostile repositories store anything. */
  readonly path: string;
}

/**
 * Every file of a commit or tree.
 *
 * out     undefined where Git cannot list it
 */
export async function listTree(top: string, commit: string): Promise<readonly TreeEntry[] | undefined> {
  const { code, output } = await runGit(top, ['ls-tree', '-r', '-z', '-l', '--full-tree', commit], {
    maxOutputBytes: 512 * 1024 * 1024,
  });
  if (code !== 0) return undefined;
  return output
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [, mode, id, size, path] = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t([\s\S]*)$/.exec(line) ?? [];
      return mode && id && path !== undefined ? [{ mode, id, path, sizeBytes: Number(size === '-' ? 0 : size) }] : [];
    });
}

/**
 * The bytes of objects, as they are stored.
 *
 * in      ids, in the order in which they are given out; the same id may stand twice
 * out     false where Git ended early; objects that are not there are passed over
 */
export async function readObjects(
  top: string,
  ids: readonly string[],
  each: (id: string, bytes: Buffer) => void,
): Promise<boolean> {
  const parse = objectParser(each);
  const run = await runGit(top, ['cat-file', '--batch', '--buffer'], {
    input: ids.map((id) => `${id}\n`).join(''),
    onChunk: parse,
  });
  return run.code === 0;
}

/** `<id> <type> <size>`, a line end, the bytes, a line end; `<id> missing` for what is not there. */
function objectParser(each: (id: string, bytes: Buffer) => void): (chunk: Buffer) => void {
  let pending: Buffer[] = [];
  let length = 0;
  let needed = 0;
  return (chunk) => {
    pending.push(chunk);
    length += chunk.length;
    if (length < needed) return;
    let rest = pending.length === 1 ? chunk : Buffer.concat(pending);
    for (needed = 0; rest.length > 0; ) {
      const end = rest.indexOf(10);
      if (end < 0) break;
      const [id = '', kind, size] = rest.toString('latin1', 0, end).split(' ');
      const bytes = kind === 'missing' || size === undefined ? -1 : Number(size);
      needed = end + 1 + (bytes < 0 ? 0 : bytes + 1);
      if (rest.length < needed) break;
      if (bytes >= 0) each(id, rest.subarray(end + 1, end + 1 + bytes));
      rest = rest.subarray(needed);
      needed = 0;
    }
    pending = rest.length > 0 ? [Buffer.from(rest)] : [];
    length = rest.length;
  };
}
