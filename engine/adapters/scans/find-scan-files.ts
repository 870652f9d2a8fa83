import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../model/fault.ts';

/** A file that may hold a report. */
export interface ScanFile {
  /** As it was named; relative to the folder that was named. */
  readonly path: string;
  read(): Uint8Array;
}

/**
 * Every file under some paths, in order; nothing has been read yet.
 *
 * in      files and folders; subfolders included, links to folders not followed
 * faults  file-unreadable: a path that was named is not there; thrown by `read` too
 */
export function findScanFiles(paths: readonly string[]): readonly ScanFile[] {
  return paths.flatMap((path) => (statOf(path).isDirectory() ? walk(path, '') : [toFile(path, path)]));
}

function statOf(path: string) {
  try {
    return statSync(path);
  } catch (cause) {
    throw new Fault('file-unreadable', `${path} does not exist, or cannot be read`, { cause });
  }
}

function walk(root: string, folder: string): ScanFile[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return walk(root, path);
    const place = join(root, path);
    return statSync(place, { throwIfNoEntry: false })?.isFile() ? [toFile(place, path)] : [];
  });
}

function toFile(place: string, path: string): ScanFile {
  return {
    path,
    read() {
      try {
        return readFileSync(place);
      } catch (cause) {
        throw new Fault('file-unreadable', `${place} cannot be read: ${(cause as Error).message.split(',')[0]}`, { cause });
      }
    },
  };
}
