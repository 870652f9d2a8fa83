import { schemeOfEcosystem } from '../../formats/ecosystem/ecosystem.ts';
import type { Gap } from '../../model/reading.ts';
import type { FeedDocument, FeedItem, FeedReading } from './feed.ts';
import type { FeedFile } from './feed-file.ts';
import { type ReadDocument, readDocumentParts } from './read-document.ts';
import { type AdvisoryRow, toAdvisoryRow } from './to-advisory-row.ts';
import { type PlainRow, toPlainRow } from './to-plain-row.ts';

/**
 * What some documents of one file gave, ready to be stored: plain values, so that threads can hand them over.
 * What `replaces` other documents has a batch of its own, and so has a packed database.
 */
export interface FeedBatch {
  /** Items by feed. */
  readonly read: Readonly<Record<string, number>>;
  readonly advisories: readonly AdvisoryRow[];
  readonly plain: readonly PlainRow[];
  /** Ecosystems with release, as the advisories spell them. */
  readonly releases: readonly string[];
  /** Ecosystem that cannot be judged → entries that name it. */
  readonly strange: Readonly<Record<string, number>>;
  readonly replaces?: FeedReading['replaces'];
  /** Where an advisory database is unpacked until the next batch is asked for. */
  readonly database?: string;
  readonly gaps: readonly Gap[];
  /** Documents that no feed knows. */
  readonly unknown: readonly Gap[];
}

/** Reads files, and hands over what they hold; `take` is told the place of the file in the list, and is waited for. */
export type ReadFeeds = (
  files: readonly FeedFile[],
  take: (file: number, batch: FeedBatch) => void | Promise<void>,
) => Promise<void>;

/** Enough to make handing over cheap, and little enough to hold several of. */
const batchRows = 1000;

/** Reads files one after another. */
export const readInTurn: ReadFeeds = async (files, take) => {
  for (const [index, file] of files.entries()) for await (const batch of readBatches(file)) await take(index, batch);
};

/**
 * What a file gives, batch after batch.
 *
 * gaps    those of the file and its feeds, in the batches
 */
export async function* readBatches(file: FeedFile): AsyncGenerator<FeedBatch> {
  let batch = createBatch();
  const flush = () => {
    const full = batch;
    batch = createBatch();
    return full;
  };
  for await (const part of file.read()) {
    if (part.kind === 'gap') batch.gaps.push(part.gap);
    else if (part.kind === 'database') {
      yield flush();
      batch.database = part.place;
      yield flush();
    } else
      for (const document of part.documents)
        for (const reading of readDocumentParts(document)) {
          if (reading?.replaces) yield flush();
          addReading(batch, document, reading);
          if (reading?.replaces || batch.advisories.length + batch.plain.length >= batchRows) yield flush();
        }
  }
  yield batch;
}

type OpenBatch = {
  -readonly [Name in keyof FeedBatch]: FeedBatch[Name] extends readonly (infer Item)[] ? Item[] : FeedBatch[Name];
} & { read: Record<string, number>; strange: Record<string, number> };

function createBatch(): OpenBatch {
  return { read: {}, advisories: [], plain: [], releases: [], strange: {}, gaps: [], unknown: [] };
}

function addReading(batch: OpenBatch, document: FeedDocument, reading: ReadDocument | undefined): void {
  if (!reading) {
    batch.unknown.push(unknownDocument(document));
    return;
  }
  batch.gaps.push(...reading.gaps);
  if (reading.feed) batch.read[reading.feed] = (batch.read[reading.feed] ?? 0) + reading.items.length;
  if (reading.replaces) batch.replaces = reading.replaces;
  for (const item of reading.items) addItem(batch, item);
}

function addItem(batch: OpenBatch, item: FeedItem): void {
  if (item.kind !== 'advisory') {
    batch.plain.push(toPlainRow(item));
    return;
  }
  batch.advisories.push(toAdvisoryRow(item.advisory, item.undated === true));
  for (const { ecosystem } of item.advisory.affected) {
    if (!batch.releases.includes(ecosystem)) batch.releases.push(ecosystem);
    if (!schemeOfEcosystem(ecosystem)) batch.strange[ecosystem] = (batch.strange[ecosystem] ?? 0) + 1;
  }
}

function unknownDocument({ path, line }: FeedDocument): Gap {
  const place = { path, ...(line !== undefined && { line }) };
  return { code: 'document-unknown', unit: 'gather/advisories', ...place, detail: 'no feed knows this document' };
}
