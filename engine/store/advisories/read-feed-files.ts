import { isDefinedEcosystem, schemeOfEcosystem } from '../../formats/ecosystem/ecosystem.ts';
import type { FeedItem } from '../../gather/advisories/feed.ts';
import type { FeedFile, FeedPart } from '../../gather/advisories/feed-file.ts';
import { type ReadDocument, readDocument } from '../../gather/advisories/read-document.ts';
import type { Gap } from '../../model/reading.ts';
import type { AdvisoryWriter } from './advisory-writer.ts';
import { type ChangeCounter, createChangeCounter } from './count-changes.ts';
import type { ImportedFile, ImportRequest, ImportResult } from './import-advisories.ts';
import { mergeDatabase } from './merge-database.ts';

const unit = 'store/advisories';
/** Gaps of one code in one file that are listed; the rest are counted. */
const mostGaps = 100;

type ReadFiles = Pick<ImportResult, 'itemsRead' | 'files' | 'changes' | 'gaps'>;

/** Where what is read goes, and what is told of it. */
interface Sink {
  readonly writer: AdvisoryWriter;
  readonly changes: ChangeCounter;
  /** Ecosystem that cannot be judged → advisories that name it. */
  readonly strange: Map<string, number>;
}

/** Reads files one after another into the database. */
export async function readFeedFiles(
  files: readonly FeedFile[],
  writer: AdvisoryWriter,
  onProgress: ImportRequest['onProgress'],
): Promise<ReadFiles> {
  const sink: Sink = { writer, changes: createChangeCounter(), strange: new Map() };
  const results: { file: ImportedFile; gaps: readonly Gap[] }[] = [];
  for (const [done, file] of files.entries()) {
    onProgress?.({ path: file.path, done, total: files.length });
    results.push(await readFile(file, sink));
  }
  const counts = results.flatMap(({ file }) => Object.values(file.read));
  return {
    itemsRead: counts.reduce((sum, count) => sum + count, 0),
    files: results.map(({ file }) => file),
    changes: sink.changes.changes(),
    gaps: [...results.flatMap(({ gaps }) => gaps), ...[...sink.strange].toSorted().map(strangeEcosystem)],
  };
}

async function readFile(file: FeedFile, sink: Sink): Promise<{ file: ImportedFile; gaps: readonly Gap[] }> {
  const read = new Map<string, number>();
  const gaps = createGapList(file.path);
  const unknown = createGapList(file.path);
  const add = (feed: string, count: number) => read.set(feed, (read.get(feed) ?? 0) + count);
  for await (const part of file.read()) {
    if (part.kind === 'gap') gaps.add(part.gap);
    else if (part.kind === 'database') {
      const merged = mergeDatabase(part.place, file.path, sink);
      gaps.add(...merged.gaps);
      add('pack', merged.count);
    } else {
      const reading = readDocument(part.document);
      if (!reading) unknown.add(unknownDocument(part.document));
      else add(reading.feed, writeReading(reading, part, sink, gaps));
    }
  }
  const passed = read.size === 0;
  return { file: { path: file.path, read: Object.fromEntries(read) }, gaps: [...gaps.list(), ...(passed ? [] : unknown.list())] };
}

function writeReading(
  reading: ReadDocument,
  { document }: Extract<FeedPart, { kind: 'document' }>,
  { writer, changes, strange }: Sink,
  gaps: GapList,
): number {
  const { path, line } = document;
  const place = { unit, path, ...(line !== undefined && { line }) };
  gaps.add(...reading.gaps);
  if (!writer.accepts(reading.replaces)) {
    gaps.add({ ...place, code: 'document-superseded', detail: 'a later edition of it was imported before' });
    return reading.items.length;
  }
  for (const item of reading.items) {
    const written = writer.write(item);
    changes.count(written);
    countStrange(item, strange);
    if (written.twice && item.kind === 'advisory')
      gaps.add({
        ...place,
        code: 'advisory-twice',
        detail: `${item.advisory.id} stands twice; the one that was modified later is kept`,
      });
  }
  for (const source of writer.replace(reading.replaces)) changes.removed(source);
  return reading.items.length;
}

function countStrange(item: FeedItem, strange: Map<string, number>): void {
  if (item.kind !== 'advisory') return;
  for (const { ecosystem, scheme } of item.advisory.affected)
    if (!scheme && !schemeOfEcosystem(ecosystem)) strange.set(ecosystem, (strange.get(ecosystem) ?? 0) + 1);
}

function strangeEcosystem([ecosystem, count]: readonly [string, number]): Gap {
  const why = isDefinedEcosystem(ecosystem) ? 'whose versions Plimsoll cannot compare' : 'which Plimsoll does not know';
  return {
    code: 'ecosystem-unknown',
    unit,
    detail: `${count} entries speak of packages of ${JSON.stringify(ecosystem)}, ${why}`,
  };
}

function unknownDocument({ path, line }: { readonly path: string; readonly line?: number }): Gap {
  return { code: 'document-unknown', unit, path, ...(line !== undefined && { line }), detail: 'no feed knows this document' };
}

/** Gaps of one file: a file of a million broken lines is told without a million sentences. */
interface GapList {
  add(...gaps: readonly Gap[]): void;
  list(): readonly Gap[];
}

function createGapList(path: string): GapList {
  const kept: Gap[] = [];
  const counts = new Map<string, number>();
  return {
    add(...gaps) {
      for (const gap of gaps) {
        const count = (counts.get(gap.code) ?? 0) + 1;
        counts.set(gap.code, count);
        if (count <= mostGaps) kept.push(gap);
      }
    },
    list() {
      const over = [...counts].filter(([, count]) => count > mostGaps);
      const rest = over.map(([code, count]) => ({ code, unit, path, detail: `${count - mostGaps} more of this kind` }));
      return [...kept, ...rest];
    },
  };
}
