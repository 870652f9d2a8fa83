import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FeedFile, FeedPart } from '../../gather/advisories/feed-file.ts';
import { Fault } from '../../model/fault.ts';
import { splitDocuments } from './split-documents.ts';

const unit = 'adapters/advisories';
const largestFileBytes = 2 ** 31 - 1;

/**
 * Every file under some paths, in order, each ready to be read.
 *
 * in      files and folders; subfolders included, links to folders not followed
 * out     nothing has been read yet but the folders
 * gaps    file-unreadable, and those of `splitDocuments`; as parts of the file
 * faults  file-unreadable: a path that was named is not there
 */
export function findFeedFiles(paths: readonly string[]): readonly FeedFile[] {
  return paths.flatMap((path) => (statOf(path).isDirectory() ? walk(path, '') : [toFeedFile(path, basename(path))]));
}

function statOf(path: string) {
  try {
    return statSync(path);
  } catch (cause) {
    throw new Fault('file-unreadable', `${path} cannot be read`, { cause });
  }
}

function walk(root: string, folder: string): FeedFile[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return walk(root, path);
    return isFile(join(root, path)) ? [toFeedFile(join(root, path), path)] : [];
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function toFeedFile(place: string, path: string): FeedFile {
  return { path, read: () => readParts(place, path) };
}

function* readParts(place: string, path: string): Generator<FeedPart> {
  const bytes = readBytes(place);
  if (bytes instanceof Uint8Array) yield* splitDocuments(bytes, path);
  else yield { kind: 'gap', gap: { code: 'file-unreadable', unit, path, detail: bytes.reason } };
}

function readBytes(place: string): Uint8Array | { reason: string } {
  try {
    const { size } = statSync(place);
    return size > largestFileBytes
      ? { reason: `the file has ${size} bytes; the limit is ${largestFileBytes}` }
      : readFileSync(place);
  } catch (error) {
    return { reason: `the file cannot be read: ${error instanceof Error ? error.message.split(',')[0] : String(error)}` };
  }
}
