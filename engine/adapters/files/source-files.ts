import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { type SourceFiles, standardInput } from '../../gather/sources/ports.ts';

/** A text longer than this is not held; bytes. */
const maxTextBytes = 256 * 1024 * 1024;
/** What was read is often hashed, and what was hashed read: files up to the first size are held, up to the second in all; bytes. */
const maxHeldBytes = { file: 64 * 1024, all: 32 * 1024 * 1024 };

/**
 * The files under a configuration's folder, read and never written. What is not there, or may not be read, is `undefined`.
 *
 * in      an absolute folder; paths asked for are relative to it, and may lead out of it as kustomizations do; `-` is standard input,
 *         which is read once, when it is first asked for
 */
export function openSourceFiles(folder: string): SourceFiles {
  const at = placesUnder(folder);
  const held = new Map<string, Buffer>();
  let heldBytes = 0;
  const hold = (path: string, bytes: Uint8Array): void => {
    if (bytes.length > maxHeldBytes.file || heldBytes + bytes.length > maxHeldBytes.all) return;
    held.set(path, Buffer.from(bytes));
    heldBytes += bytes.length;
  };
  const read = (path: string): Buffer | undefined => {
    const known = held.get(path);
    if (known) return known;
    const bytes = orUndefined(() => readBytes(at(path)));
    if (bytes) hold(path, bytes);
    return bytes;
  };
  const piece = Buffer.allocUnsafeSlow(1024 * 1024);
  const digest = (path: string): string => {
    const known = held.get(path);
    return known ? hash('sha256', known) : digestOf(at(path), piece, (bytes) => hold(path, bytes));
  };
  const files: SourceFiles = {
    kindOf: (path) => orUndefined(() => kindOf(at(path))),
    list: (path) => orUndefined(() => readdirSync(at(path)).sort()) ?? [],
    readText: (path) => orUndefined(() => read(path)?.toString('utf8')),
    readBytes: read,
    digestOf: (path) => orUndefined(() => digest(path)),
  };
  return withStandardInput(files);
}

/** A part of a path that leads nowhere, back or to the root. */
const emptyStep = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** Paths as `resolve` gives them. Most are already as short as they get, which a look tells faster than taking them apart. */
function placesUnder(folder: string): (path: string) => string {
  const above = [folder];
  return (path) => {
    const [up = ''] = /^(?:\.\.\/)*/.exec(path) ?? [];
    const rest = path.slice(up.length);
    if (sep !== '/' || emptyStep.test(rest)) return resolve(folder, path);
    const steps = up.length / 3;
    while (above.length <= steps) above.push(resolve(above.at(-1) ?? '/', '..'));
    const root = above[steps] ?? '/';
    return root === '/' ? `/${rest}` : `${root}/${rest}`;
  };
}

function withStandardInput(files: SourceFiles): SourceFiles {
  let input: Uint8Array | undefined;
  const read = (): Uint8Array => (input ??= readFileSync(0));
  return {
    kindOf: (path) => (path === standardInput ? 'file' : files.kindOf(path)),
    list: (path) => files.list(path),
    readText: (path) => (path === standardInput ? orUndefined(() => Buffer.from(read()).toString('utf8')) : files.readText(path)),
    readBytes: (path) => (path === standardInput ? orUndefined(read) : files.readBytes?.(path)),
    digestOf: (path) => (path === standardInput ? orUndefined(() => hash('sha256', read())) : files.digestOf(path)),
  };
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) return 'file';
  return stat?.isDirectory() ? 'folder' : undefined;
}

function readBytes(path: string): Buffer | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() && stat.size <= maxTextBytes ? readFileSync(path) : undefined;
}

/** In pieces, so that a file of any size is hashed without holding it; most fit into the first, and are told. */
function digestOf(path: string, piece: Uint8Array, tell: (bytes: Uint8Array) => void): string {
  const file = openSync(path, 'r');
  try {
    const first = readSync(file, piece);
    if (first < piece.length) {
      tell(piece.subarray(0, first));
      return hash('sha256', piece.subarray(0, first));
    }
    const pieces = createHash('sha256').update(piece);
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) pieces.update(piece.subarray(0, read));
    return pieces.digest('hex');
  } finally {
    closeSync(file);
  }
}

function orUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
