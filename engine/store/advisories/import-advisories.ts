import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { FeedFile } from '../../gather/advisories/feed-file.ts';
import { readDocument } from '../../gather/advisories/read-document.ts';
import type { Snapshot } from '../../model/advisory.ts';
import { Fault } from '../../model/fault.ts';
import type { Gap } from '../../model/reading.ts';
import { createAdvisoryWriter, type WriteItem } from './advisory-writer.ts';
import { openChecked } from './open-advisory-database.ts';
import { applicationId, schemaVersion, tables } from './schema.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** What an import is asked to do. */
export interface ImportRequest {
  /** Where the database is, or is to be. */
  readonly database: string;
  readonly files: readonly FeedFile[];
  /** Called before each file. */
  readonly onProgress?: (progress: { readonly path: string; readonly done: number; readonly total: number }) => void;
}

/** What one file gave. */
export interface ImportedFile {
  readonly path: string;
  /** Items by feed: `osv`, `kev`, `epss`. Empty when the file was passed over, because no feed knows anything in it. */
  readonly read: Readonly<Record<string, number>>;
}

/** What an import did. */
export interface ImportResult {
  /** Of the whole database afterwards; null when nothing was read and none was written. */
  readonly snapshot: Snapshot | null;
  /** Items read, over all files. */
  readonly itemsRead: number;
  readonly files: readonly ImportedFile[];
  readonly gaps: readonly Gap[];
}

/**
 * Imports advisories into a database, which is made when it is not there, and merged into when it is.
 *
 * out     the new database takes the old one's place in one step, at the end; when nothing could be read, the old one stays
 * gaps    those of the files and feeds; document-unknown (a document that no feed knows, in a file that holds others)
 * faults  database-invalid, file-unwritable
 * cost    fifty thousand records in some seconds; memory for one file at a time
 */
export function importAdvisories({ database, files, onProgress }: ImportRequest): ImportResult {
  const draft = `${database}.${process.pid}.draft`;
  try {
    const result = writeDraft(draft, { database, files, ...(onProgress && { onProgress }) });
    if (result.itemsRead > 0) renameSync(draft, database);
    return result;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('file-unwritable', `The advisory database ${database} cannot be written: ${reason}`, { cause });
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDraft(draft: string, { database, files, onProgress }: ImportRequest): ImportResult {
  using open = openDraft(database, draft);
  const read = readFiles(files, createAdvisoryWriter(open), onProgress);
  const snapshot = read.itemsRead > 0 || existsSync(database) ? writeSnapshot(open) : null;
  open.exec('COMMIT');
  return { snapshot, ...read };
}

/** A copy of the database that is there, or an empty one. A crash costs the draft alone, so its journal may be lost. */
function openDraft(path: string, draft: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  removeAbandoned(path);
  const isThere = existsSync(path);
  if (isThere) {
    openChecked(path).close();
    copyFileSync(path, draft);
  }
  const database = new DatabaseSync(draft);
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY');
  if (!isThere) database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; ${tables}`);
  database.exec('BEGIN');
  return database;
}

/** Drafts of imports that were killed: their process is gone. */
function removeAbandoned(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    const rest = name.startsWith(`${basename(path)}.`) ? name.slice(basename(path).length + 1) : '';
    const [, owner] = /^(\d+)\.draft$/.exec(rest) ?? [];
    if (owner && !isRunning(Number(owner))) rmSync(join(dirname(path), name), { force: true });
  }
}

function isRunning(owner: number): boolean {
  try {
    return process.kill(owner, 0);
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

function readFiles(
  files: readonly FeedFile[],
  write: WriteItem,
  onProgress: ImportRequest['onProgress'],
): Omit<ImportResult, 'snapshot'> {
  const results = files.map((file, done) => {
    onProgress?.({ path: file.path, done, total: files.length });
    return readFile(file, write);
  });
  const counts = results.flatMap(({ file }) => Object.values(file.read));
  return {
    itemsRead: counts.reduce((sum, count) => sum + count, 0),
    files: results.map(({ file }) => file),
    gaps: results.flatMap(({ gaps }) => gaps),
  };
}

function readFile(file: FeedFile, write: WriteItem): { file: ImportedFile; gaps: readonly Gap[] } {
  const read = new Map<string, number>();
  const gaps: Gap[] = [];
  const unknown: Gap[] = [];
  for (const part of file.read()) {
    const reading = part.kind === 'gap' ? { feed: undefined, items: [], gaps: [part.gap] } : readDocument(part.document);
    if (!reading && part.kind === 'document') unknown.push(unknownDocument(part.document));
    for (const item of reading?.items ?? []) write(item);
    gaps.push(...(reading?.gaps ?? []));
    if (reading?.feed) read.set(reading.feed, (read.get(reading.feed) ?? 0) + reading.items.length);
  }
  return { file: { path: file.path, read: Object.fromEntries(read) }, gaps: read.size > 0 ? [...gaps, ...unknown] : gaps };
}

function unknownDocument({ path, line }: { readonly path: string; readonly line?: number }): Gap {
  return {
    code: 'document-unknown',
    unit: 'store/advisories',
    path,
    ...(line !== undefined && { line }),
    detail: 'no feed knows this document',
  };
}
