import { isDefinedEcosystem } from '../../formats/ecosystem/ecosystem.ts';
import type { FeedFile } from '../../gather/advisories/feed-file.ts';
import { type FeedBatch, readInTurn } from '../../gather/advisories/read-batches.ts';
import type { Gap } from '../../model/reading.ts';
import type { AdvisoryWriter } from './advisory-writer.ts';
import { type ChangeCounter, createChangeCounter } from './count-changes.ts';
import { createGapList, type GapList } from './gap-list.ts';
import type { ImportedFile, ImportRequest, ImportResult } from './import-advisories.ts';
import { mergeDatabase } from './merge-database.ts';

const unit = 'store/advisories';

/** What one file gave so far. */
interface OpenFile {
  readonly path: string;
  readonly read: Map<string, number>;
  readonly gaps: GapList;
  readonly unknown: GapList;
}

/** Where what is read goes, and what is told of it. */
interface Sink {
  readonly writer: AdvisoryWriter;
  readonly changes: ChangeCounter;
  /** Ecosystem that cannot be judged → entries that name it. */
  readonly strange: Map<string, number>;
}

/** Reads files into the database; what is told of them is in the order of the files. */
export async function readFeedFiles(
  files: readonly FeedFile[],
  writer: AdvisoryWriter,
  { onProgress, readFeeds = readInTurn }: Pick<ImportRequest, 'onProgress' | 'readFeeds'>,
): Promise<Pick<ImportResult, 'itemsRead' | 'files' | 'changes' | 'gaps'>> {
  const sink: Sink = { writer, changes: createChangeCounter(), strange: new Map() };
  const open = files.map(openFile);
  const begun = new Set<number>();
  await readFeeds(files, (index, batch) => {
    const file = open[index];
    if (file && !begun.has(index)) onProgress?.({ path: file.path, done: begun.size, total: files.length });
    begun.add(index);
    if (file) takeBatch(file, batch, sink);
  });
  const told = open.map(toImported);
  const counts = told.flatMap(({ read }) => Object.values(read));
  return {
    itemsRead: counts.reduce((sum, count) => sum + count, 0),
    files: told,
    changes: sink.changes.changes(),
    gaps: [...open.flatMap(gapsOf), ...[...sink.strange].toSorted().map(strangeEcosystem)],
  };
}

function openFile({ path }: FeedFile): OpenFile {
  return { path, read: new Map(), gaps: createGapList(path), unknown: createGapList(path) };
}

function toImported({ path, read }: OpenFile): ImportedFile {
  return { path, read: Object.fromEntries([...read].toSorted()) };
}

/** A file that no feed knows anything of was passed over, which is told otherwise. */
function gapsOf({ read, gaps, unknown }: OpenFile): readonly Gap[] {
  return read.size === 0 ? gaps.list() : [...gaps.list(), ...unknown.list()];
}

function takeBatch(file: OpenFile, batch: FeedBatch, sink: Sink): void {
  for (const [feed, count] of Object.entries(batch.read)) addRead(file, feed, count);
  file.gaps.add(...batch.gaps);
  file.unknown.add(...batch.unknown);
  if (batch.database) {
    const merged = mergeDatabase(batch.database, file.path, sink);
    file.gaps.add(...merged.gaps);
    addRead(file, 'pack', merged.count);
  }
  if (sink.writer.accepts(batch.replaces)) writeRows(file, batch, sink);
  else if (!batch.replaces?.hasMore) file.gaps.add(superseded(file.path));
}

function addRead({ read }: OpenFile, feed: string, count: number): void {
  read.set(feed, (read.get(feed) ?? 0) + count);
}

function writeRows(file: OpenFile, batch: FeedBatch, { writer, changes, strange }: Sink): void {
  for (const row of batch.advisories) {
    const written = writer.writeAdvisory(row);
    changes.count(written);
    if (written.twice) file.gaps.add(twice(row.id, file.path));
  }
  for (const row of batch.plain) changes.count(writer.writePlain(row));
  for (const source of writer.replace(batch.replaces)) changes.removed(source);
  for (const release of batch.releases) writer.releases.add(release);
  for (const [ecosystem, count] of Object.entries(batch.strange)) strange.set(ecosystem, (strange.get(ecosystem) ?? 0) + count);
}

function superseded(path: string): Gap {
  return { unit, path, code: 'document-superseded', detail: 'a later edition of it was imported before, and holds' };
}

function twice(id: string, path: string): Gap {
  return { unit, path, code: 'advisory-twice', detail: `${id} stands twice; the one that was modified later is kept` };
}

function strangeEcosystem([ecosystem, count]: readonly [string, number]): Gap {
  const why = isDefinedEcosystem(ecosystem) ? 'whose versions Plimsoll cannot compare' : 'which Plimsoll does not know';
  return {
    code: 'ecosystem-unknown',
    unit,
    detail: `${count} entries speak of packages of ${JSON.stringify(ecosystem)}, ${why}`,
  };
}
