import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A file that is served, with the marks of its edition. */
export interface ServedFile {
  readonly bytes: Uint8Array;
  /** As HTTP writes dates. */
  readonly lastModified?: string;
}

/** Answers instead of the server; true when it did. */
export type FileHandler = (request: IncomingMessage, response: ServerResponse, bytes: Uint8Array) => boolean;

/** A server of files on loopback, with entity tags, conditional requests and ranges. */
export interface FileServer {
  /** Ends with a slash. */
  readonly url: string;
  /** By path without leading slash; may be changed while it runs. */
  readonly files: Map<string, ServedFile>;
  /** `GET path status range`, in order. */
  readonly log: string[];
  handler: FileHandler | undefined;
  close(): void;
}

/** Starts it. */
export async function serveFiles(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<FileServer> {
  const served = new Map(Object.entries(files).map(([path, bytes]) => [path, { bytes: Buffer.from(bytes) }] as const));
  const state: { handler: FileHandler | undefined } = { handler: undefined };
  const log: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURI((request.url ?? '').slice(1));
    response.on('close', () => log.push([path, response.statusCode, request.headers.range ?? ''].join(' ').trim()));
    const file: ServedFile | undefined = served.get(path);
    if (!file) response.writeHead(404).end();
    else if (!state.handler?.(request, response, file.bytes)) answer(request, response, file);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    files: served,
    log,
    get handler() {
      return state.handler;
    },
    set handler(next) {
      state.handler = next;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The tag that the server gives to content. */
export function tagOf(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`;
}

function answer({ headers }: IncomingMessage, response: ServerResponse, { bytes, lastModified }: ServedFile): void {
  const etag = tagOf(bytes);
  const marks = { etag, ...(lastModified && { 'last-modified': lastModified }) };
  if (headers['if-none-match'] === etag) return void response.writeHead(304, marks).end();
  const [, from] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
  const start = from !== undefined && headers['if-range'] === etag ? Number(from) : 0;
  if (start > bytes.length) return void response.writeHead(416).end();
  const rest = bytes.subarray(start);
  const range = start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {};
  response.writeHead(start > 0 ? 206 : 200, { ...marks, ...range, 'content-length': rest.length }).end(rest);
}
