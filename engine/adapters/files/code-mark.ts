import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What tells the results of this code from those of another, so that no cache gives what older code made: the version and, in a
 * checkout, where code changes without it, the newest change of a source file.
 *
 * in      version of the engine; the folder that the code lies in, `engine/`, and those of its parts that count: folders and files
 * cost    packed: none; in a checkout one look at each source file of those parts
 */
export function codeMark(version: string, folder: string, parts: readonly string[]): string {
  if (import.meta.filename.endsWith('.js')) return version;
  const times = parts.flatMap((part) => (part.endsWith('.ts') ? timeOf(join(folder, part)) : sourceTimes(join(folder, part))));
  return `${version} ${times.length} ${Math.max(0, ...times)}`;
}

function sourceTimes(folder: string): readonly number[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceTimes(path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') ? [timeOf(path)] : [];
  });
}

function timeOf(path: string): number {
  return statSync(path).mtimeMs;
}
