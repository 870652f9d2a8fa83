import { bytesOf } from '../../../formats/content.ts';
import type { LayerFile, PackageFiles } from '../cataloger.ts';
import { listing } from '../listing.ts';

const utf8 = new TextDecoder();
const list = /^var\/lib\/dpkg\/info\/([a-z0-9][a-z0-9+._-]*?)(?::([a-z0-9-]+))?\.list$/i;
const sums = /^var\/lib\/dpkg\/status\.d\/([a-z0-9][a-z0-9+._-]*)\.md5sums$/i;

/** Largest list that is read; bytes. Real ones stay below 10 MB. */
export const fileListMaxBytes = 64 * 1024 * 1024;

/**
 * The package whose files a file lists, by its name; undefined for other files.
 *
 * source  dpkg 1.22, lib/dpkg/db-ctrl-access.c: `info/NAME.list`, `info/NAME:ARCHITECTURE.list` for packages of several architectures
 */
export function listedPackage(path: string): PackageFiles['package'] | undefined {
  if (!path.startsWith('var/lib/dpkg/')) return undefined;
  const [, name, architecture] = list.exec(path) ?? sums.exec(path) ?? [];
  return name === undefined ? undefined : { name, ...(architecture !== undefined && { architecture }) };
}

/**
 * The paths that it lists, one a line; after a checksum in `.md5sums`.
 *
 * out     may be gone through more than once; the text is held, not its lines
 */
export function readFileList({ path, content }: LayerFile): Iterable<string> {
  const text = utf8.decode(bytesOf(content));
  const skipped = path.endsWith('.md5sums') ? 34 : 0;
  return listing(() => pathsIn(text, skipped));
}

function* pathsIn(text: string, skipped: number): Generator<string> {
  for (const line of text.split('\n')) {
    const at = line.startsWith('./', skipped) ? skipped + 2 : line.startsWith('/', skipped) ? skipped + 1 : skipped;
    if (line.length > at) yield at === 0 ? line : line.slice(at);
  }
}
