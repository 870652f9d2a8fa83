import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FeedFile, FeedPart } from '../../gather/advisories/feed-file.ts';
import { Fault } from '../../model/fault.ts';
import { sourceOfFile } from './byte-source.ts';
import { toGapPart } from './gap-part.ts';
import { splitDocuments } from './split-documents.ts';

/**
 * Every file under some paths, in order, each ready to be read.
 *
 * in      files and folders; subfolders included, links to folders not followed
 * out     nothing has been read yet but the folders
 * gaps    file-unreadable, and those of `splitDocuments`; as parts of the file
 * faults  file-unreadable: a path that was named is not there
 */
export function findFeedFiles(paths: readonly string[]): readonly FeedFile[] {
  return paths.flatMap((path) => (statOf(path).isDirectory() ? walk(path, '') : [feedFileAt(path, basename(path))]));
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
    return isFile(join(root, path)) ? [feedFileAt(join(root, path), path)] : [];
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** One file, by the name that gaps and messages are to use. */
export function feedFileAt(place: string, path: string): FeedFile {
  const { size = 0 } = statSync(place, { throwIfNoEntry: false }) ?? {};
  return { path, place: { file: place, sizeBytes: size }, read: () => readParts(place, path) };
}

/**
 * The parts of a file. Documents that state no date are as old as their file.
 *
 * gaps    file-unreadable, and those of `splitDocuments`
 */
export async function* readParts(place: string, path: string): AsyncGenerator<FeedPart> {
  try {
    const dateAt = toInstant(statSync(place).mtimeMs);
    for await (const part of splitDocuments(sourceOfFile(place), path))
      yield part.kind === 'documents' ? { ...part, documents: part.documents.map((one) => ({ ...one, dateAt })) } : part;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    yield toGapPart('file-unreadable', path, `the file cannot be read: ${error.message.split(',')[0]}`);
  }
}

function toInstant(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 19)}Z`;
}

function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'errno' in error;
}
