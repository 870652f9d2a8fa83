import type { PackageFiles } from '../cataloger.ts';
import { listing } from '../listing.ts';

/** Largest database whose files are read; bytes of text. Real ones stay below 10 MB. */
export const filesMaxBytes = 64 * 1024 * 1024;

/**
 * The files of every package of an installed database: `F` a directory, `R` a file in it.
 *
 * in      of how many packages to tell
 * out     a package for each record that has a name and a version; its files may be gone through more than once
 * cost    O(size); the text is held, not its lines
 * source  apk-tools 90b974f, src/database.c, apk_db_fdb_read
 */
export function* readInstalledFiles(text: string, most = Number.POSITIVE_INFINITY): Generator<PackageFiles> {
  let told = 0;
  for (const record of recordsOf(text)) {
    const [name, version, architecture] = ['P', 'V', 'A'].map((key) => fieldOf(record, key));
    if (!name || !version) continue;
    if (++told > most) return;
    const owner = { name, version, ...(architecture && { architecture }) };
    yield { package: owner, files: listing(() => filesIn(record)) };
  }
}

function* recordsOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n\n', start);
    yield text.slice(start, end < 0 ? undefined : end);
    for (start = end < 0 ? text.length : end + 2; text.charCodeAt(start) === 10; ) start++;
  }
}

function fieldOf(record: string, key: string): string | undefined {
  const at = record.startsWith(`${key}:`) ? 0 : record.indexOf(`\n${key}:`) + 1;
  if (at === 0 && !record.startsWith(`${key}:`)) return undefined;
  const end = record.indexOf('\n', at);
  return record.slice(at + 2, end < 0 ? undefined : end).trim();
}

function* filesIn(record: string): Generator<string> {
  let folder = '';
  for (const line of record.split('\n')) {
    if (line.startsWith('F:')) folder = line.length > 2 ? `${line.slice(2)}/` : '';
    else if (line.startsWith('R:')) yield folder + line.slice(2);
  }
}
