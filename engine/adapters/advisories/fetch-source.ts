import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeUtf8 } from '../../formats/text/decode-utf8.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { FeedSource } from './feed-sources.ts';
import { FetchError, type FetchedFile, fetchFile } from './fetch-file.ts';

/** A file of a source, as it is on disk now. */
export interface SourceFile extends FetchedFile {
  /** `osv:Go`, `nvd nvdcve-2.0-2024.json.gz`. */
  readonly name: string;
  readonly address: string;
  readonly file: string;
}

/** What came of a source; files and troubles may stand together. */
export interface FetchedSource {
  readonly files: readonly SourceFile[];
  /** A sentence each. */
  readonly troubles: readonly string[];
}

/** How a source is fetched. */
export interface SourceRequest {
  readonly source: FeedSource;
  /** A mirror's, instead of the source's own; ends with a slash. */
  readonly base?: string;
  /** Where files are kept. */
  readonly folder: string;
  readonly onFile?: (name: string) => void;
}

/** Requests at a time, where a source has many files. */
const concurrent = 4;
const maxListedFiles = 500_000;
const maxIndexBytes = 64 * 1024 * 1024;

/**
 * Fetches what a source has, as far as it is new.
 *
 * in      a mirror may have a `SHA256SUMS` beside its files: what it lists has to have that digest
 * out     what failed is told, and the rest is there all the same
 */
export async function fetchSource(client: HttpClient, request: SourceRequest): Promise<FetchedSource> {
  const sums = await readSums(client, request);
  try {
    const paths = await pathsOf(client, request);
    return await fetchAll(client, request, paths, sums);
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return { files: [], troubles: [error.message] };
  }
}

async function fetchAll(
  client: HttpClient,
  request: SourceRequest,
  paths: readonly ListedPath[],
  sums: ReadonlyMap<string, string>,
): Promise<FetchedSource> {
  const files: SourceFile[] = [];
  const troubles: string[] = [];
  const queue = [...paths];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const name = paths.length === 1 ? request.source.name : `${request.source.name} ${next.path}`;
      request.onFile?.(name);
      const one = await fetchOne(client, request, next, sums.get(next.path)).catch(toTrouble);
      if (typeof one === 'string') troubles.push(one);
      else files.push({ ...one, name });
    }
  };
  await Promise.all(Array.from({ length: concurrent }, work));
  return { files: files.toSorted((a, b) => (a.name < b.name ? -1 : 1)), troubles: troubles.toSorted() };
}

async function fetchOne(
  client: HttpClient,
  request: SourceRequest,
  { path, changedAt }: ListedPath,
  sha256: string | undefined,
): Promise<Omit<SourceFile, 'name'>> {
  const url = new URL(path, baseOf(request));
  const file = join(request.folder, ...path.split('/').map(decodeURIComponent));
  const done = await fetchFile(client, { url, file, ...(sha256 !== undefined && { sha256 }), ...(changedAt && { changedAt }) });
  return { ...done, file, address: url.href };
}

function toTrouble(error: unknown): string {
  if (error instanceof FetchError) return error.message;
  throw error;
}

/** A file of a source, and when its list says that it was changed. */
interface ListedPath {
  readonly path: string;
  /** ISO 8601. */
  readonly changedAt?: string;
}

async function pathsOf(client: HttpClient, request: SourceRequest): Promise<readonly ListedPath[]> {
  const { what } = request.source;
  if (what.kind === 'files') return what.paths.map((path) => ({ path }));
  const text = await fetchText(client, request, what.path);
  const listed = what.kind === 'pointer' ? [{ path: text.split('\n', 1)[0]?.trim() ?? '' }] : readChanges(text);
  const isStrange = listed.length === 0 || listed.length > maxListedFiles || !listed.every(({ path }) => isPath(path));
  if (isStrange) throw new FetchError(`${what.path} of ${request.source.name} lists no files that can be fetched`);
  return listed;
}

/**
 * The files of a CSAF directory, the latest date of each.
 *
 * source  CSAF 2.0, 7.1.13 "changes.csv"
 */
function readChanges(text: string): readonly ListedPath[] {
  const dates = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, path, changedAt = ''] = /^"?([^",]+)"?,"?([^",]*)"?\s*$/.exec(line) ?? [];
    if (path !== undefined && changedAt >= (dates.get(path) ?? '')) dates.set(path, changedAt);
  }
  return [...dates].map(([path, changedAt]) => ({ path, changedAt }));
}

/** Names that lead nowhere else. */
function isPath(path: string): boolean {
  return path.length < 300 && /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(path);
}

/** What a mirror says of its files; the sources themselves have none. */
async function readSums(client: HttpClient, request: SourceRequest): Promise<ReadonlyMap<string, string>> {
  if (request.base === undefined) return new Map();
  try {
    const text = await fetchText(client, request, 'SHA256SUMS');
    const rows = text.split('\n').map((line) => /^([0-9a-f]{64}) [ *](?:\.\/)?(.+)$/i.exec(line.trim()));
    return new Map(rows.flatMap((row) => (row?.[1] && row[2] ? [[encodePath(row[2]), row[1].toLowerCase()] as const] : [])));
  } catch (error) {
    if (error instanceof FetchError && error.missing) return new Map();
    throw error;
  }
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

async function fetchText(client: HttpClient, request: SourceRequest, path: string): Promise<string> {
  const file = join(request.folder, path);
  await fetchFile(client, { url: new URL(path, baseOf(request)), file, maxBytes: maxIndexBytes });
  const text = decodeUtf8(await readFile(file));
  if (text === undefined) throw new FetchError(`${path} of ${request.source.name} is no text`);
  return text;
}

function baseOf({ base, source }: SourceRequest): string {
  return base ?? source.base;
}
