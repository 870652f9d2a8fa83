import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomically } from '../files/write-atomically.ts';
import { describeError, type HttpClient, type HttpResponse } from '../http/http-client.ts';

/** A file to fetch. */
export interface FetchRequest {
  readonly url: URL;
  /** Where it is kept; what was not fetched to the end stands beside it as `.part`. */
  readonly file: string;
  /** Hexadecimal, where the other side states it. */
  readonly sha256?: string;
  readonly maxBytes?: number;
  /** When it was last changed, where a list says so: what is here and no older is not asked for. ISO 8601. */
  readonly changedAt?: string;
}

/** A file that is now as the other side has it. */
export interface FetchedFile {
  readonly state: 'fetched' | 'unchanged';
  /** Hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Bytes that came over the network for it. */
  readonly receivedBytes: number;
}

/** A file that could not be fetched: what was there before stays. `missing`: the other side says that there is none. */
export class FetchError extends Error {
  readonly missing: boolean;

  constructor(message: string, missing = false) {
    super(message);
    this.missing = missing;
  }
}

/** What is known of a file or of the part of one: the marks of the edition that it is of. */
interface Marks {
  readonly url: string;
  readonly etag?: string;
  readonly lastModified?: string;
  readonly sha256?: string;
  readonly sizeBytes?: number;
}

const maxFileBytes = 8 * 1024 ** 3;
const maxCuts = 5;
const maxRedirects = 5;

/**
 * Fetches a file unless it is the same as before, and goes on where an earlier try was cut off.
 *
 * out     the new file takes the old one's place in one step, with the date that the other side states
 * faults  rejects with a FetchError: no answer, refused, too large, cut off five times, or not what its digest says
 * source  RFC 9110, 13 (conditional requests) and 14 (ranges)
 */
export async function fetchFile(client: HttpClient, request: FetchRequest): Promise<FetchedFile> {
  await mkdir(dirname(request.file), { recursive: true });
  let receivedBytes = 0;
  for (let cuts = 0; ; cuts += 1) {
    try {
      const done = await attempt(client, request, (bytes) => {
        receivedBytes += bytes;
      });
      return { ...done, receivedBytes };
    } catch (error) {
      if (error instanceof FetchError || cuts + 1 >= maxCuts) throw toFetchError(error, request.url);
    }
  }
}

async function attempt(
  client: HttpClient,
  request: FetchRequest,
  count: (bytes: number) => void,
): Promise<Omit<FetchedFile, 'receivedBytes'>> {
  const { url, file, sha256 } = request;
  const part = `${file}.part`;
  const known = await readMarks(file, url);
  const begun = await readMarks(part, url);
  const have = known && (await sizeOf(file)) === known.sizeBytes ? known : undefined;
  if (have?.sha256 && (have.sha256 === sha256 || isAsNew(have, request.changedAt)))
    return { state: 'unchanged', sha256: have.sha256, sizeBytes: have.sizeBytes ?? 0 };
  const partBytes = begun ? await sizeOf(part) : 0;
  const answer = await follow(client, url, headersOf(have, begun, partBytes));
  if (answer.status === 304 && have?.sha256) {
    answer.discard();
    return { state: 'unchanged', sha256: have.sha256, sizeBytes: have.sizeBytes ?? 0 };
  }
  if (answer.status === 416) {
    answer.discard();
    await rm(part, { force: true });
    throw new Error('the part that was fetched is of another edition');
  }
  if (answer.status !== 200 && answer.status !== 206) refuse(answer);
  const from = answer.status === 206 ? startOf(answer, partBytes) : 0;
  const marks = marksOf(url, answer);
  await writeAtomically(`${part}.json`, JSON.stringify(marks));
  await receive(answer, part, { from, maxBytes: request.maxBytes ?? maxFileBytes, count });
  return accept(request, marks);
}

function isAsNew({ lastModified }: Marks, changedAt: string | undefined): boolean {
  return Date.parse(lastModified ?? '') >= Date.parse(changedAt ?? '');
}

/** A part is gone on with only where the other side can say that it is still of the same edition. */
function headersOf(have: Marks | undefined, begun: Marks | undefined, partBytes: number): Record<string, string> {
  const mark = begun?.etag?.startsWith('W/') ? begun.lastModified : (begun?.etag ?? begun?.lastModified);
  if (partBytes > 0 && mark) return { ...plain, range: `bytes=${partBytes}-`, 'if-range': mark };
  return {
    ...plain,
    ...(have?.etag && { 'if-none-match': have.etag }),
    ...(have?.lastModified && { 'if-modified-since': have.lastModified }),
  };
}

/** Bytes are wanted as they lie there: a length that can be checked, and ranges that fit together. */
const plain = { 'accept-encoding': 'identity', 'user-agent': 'plimsoll' };

async function follow(client: HttpClient, url: URL, headers: Record<string, string>): Promise<HttpResponse> {
  let at = url;
  for (let hops = 0; ; hops += 1) {
    const answer = await client.send({ method: 'GET', url: at, headers });
    const location = answer.header('location');
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return answer;
    answer.discard();
    const next = new URL(location, at);
    if (hops >= maxRedirects || (at.protocol === 'https:' && next.protocol !== 'https:'))
      throw new FetchError(`${url} leads on to ${next}, which is not followed`);
    at = next;
  }
}

function refuse(answer: HttpResponse): never {
  answer.discard();
  throw new FetchError(`the answer was ${answer.status}`, answer.status === 404 || answer.status === 410);
}

function startOf(answer: HttpResponse, partBytes: number): number {
  const [, start] = /^bytes (\d+)-/.exec(answer.header('content-range') ?? '') ?? [];
  if (Number(start) !== partBytes) throw new FetchError('the answer is another range than was asked for');
  return partBytes;
}

async function receive(
  answer: HttpResponse,
  part: string,
  { from, maxBytes, count }: { readonly from: number; readonly maxBytes: number; readonly count: (bytes: number) => void },
): Promise<void> {
  const stated = answer.header('content-length');
  let received = 0;
  const out = await open(part, from > 0 ? 'r+' : 'w');
  try {
    await out.truncate(from);
    for await (const chunk of answer.body) {
      if (from + received + chunk.length > maxBytes) {
        answer.cut(new Error('too large'));
        throw new FetchError(`it is larger than ${maxBytes} bytes`);
      }
      await out.write(chunk, 0, chunk.length, from + received);
      received += chunk.length;
      count(chunk.length);
    }
  } finally {
    await out.close();
  }
  if (stated !== undefined && Number(stated) !== received) throw new Error(`${received} of ${stated} bytes came`);
}

async function accept(request: FetchRequest, marks: Marks): Promise<Omit<FetchedFile, 'receivedBytes'>> {
  const { file } = request;
  const part = `${file}.part`;
  const sum = createHash('sha256');
  for await (const chunk of createReadStream(part)) sum.update(chunk as Uint8Array);
  const sha256 = sum.digest('hex');
  if (request.sha256 !== undefined && request.sha256 !== sha256) {
    for (const left of [part, `${part}.json`]) await rm(left, { force: true });
    throw new FetchError(`its digest is ${sha256}, and ${request.sha256} was stated`);
  }
  const sizeBytes = await sizeOf(part);
  const date = Date.parse(marks.lastModified ?? '');
  if (!Number.isNaN(date)) await utimes(part, date / 1000, date / 1000);
  // The marks go first: without them a file is fetched anew, with those of another edition it never would be.
  await rm(`${file}.json`, { force: true });
  await rename(part, file);
  await writeAtomically(`${file}.json`, JSON.stringify({ ...marks, sha256, sizeBytes }));
  await rm(`${part}.json`, { force: true });
  return { state: 'fetched', sha256, sizeBytes };
}

function marksOf(url: URL, answer: HttpResponse): Marks {
  const etag = answer.header('etag');
  const lastModified = answer.header('last-modified');
  return { url: url.href, ...(etag && { etag }), ...(lastModified && { lastModified }) };
}

async function readMarks(file: string, url: URL): Promise<Marks | undefined> {
  try {
    const marks = JSON.parse(await readFile(`${file}.json`, 'utf8')) as Marks;
    return marks.url === url.href ? marks : undefined;
  } catch {
    return undefined;
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function toFetchError(error: unknown, url: URL): FetchError {
  if (error instanceof FetchError) return new FetchError(`${url.href}: ${error.message}`, error.missing);
  return new FetchError(`${url.href}: ${describeError(error)}`);
}
