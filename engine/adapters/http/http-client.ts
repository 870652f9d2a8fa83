import * as plain from 'node:http';
import * as secure from 'node:https';
import { createSecureContext, getCACertificates } from 'node:tls';
import { isLoopback } from './is-loopback.ts';

/** A request to one address. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

/** An answer whose body has not been read. Read it to the end, or discard it. */
export interface HttpResponse {
  readonly status: number;
  /** The first of those with the name, in lower case. */
  readonly header: (name: string) => string | undefined;
  /** Bytes as they were sent; rejects when the connection is cut or stalls. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets go of the body; the connection is kept where little is left of it. */
  readonly discard: () => void;
  /** Ends the connection; whoever reads the body gets the reason. */
  readonly cut: (reason: Error) => void;
}

/** Sends requests; keeps connections; follows no redirect and repeats nothing. */
export interface HttpClient {
  readonly send: (request: HttpRequest) => Promise<HttpResponse>;
  readonly close: () => void;
}

/** Limits of a client. */
export interface HttpLimits {
  /** Silence after which a connection counts as stalled: while connecting, while waiting for an answer, between chunks. */
  readonly stallMs?: number;
  /** Connections to one host at a time; further requests wait. */
  readonly maxConnections?: number;
}

/** Certificates of one host, as PEM texts. */
export interface HostCertificates {
  /** Authorities that are trusted beside those of the system. */
  readonly authorities: readonly string[];
  /** What we show to the host. */
  readonly client?: { readonly certificate: string; readonly key: string };
}

/** How hosts are reached. */
export interface HttpWays {
  /** HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case; loopback is never reached through a proxy. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Asked once for each host; undefined where it has no certificates of its own. */
  readonly certificatesOf?: (host: string) => Promise<HostCertificates | undefined>;
}

/**
 * A client on `node:http` and `node:https`. `fetch` is not used: it unpacks bodies by itself, so that their digests differ, and its
 * timeouts cannot be set.
 *
 * faults  `send` rejects when a certificate or a proxy cannot be used
 */
export function createHttpClient(limits: HttpLimits = {}, ways: HttpWays = {}): HttpClient {
  const agents = createAgents(limits.maxConnections ?? 8, ways);
  return {
    send: async (request) => send(request, await agents.of(request.url), limits.stallMs ?? 30_000),
    close: () => agents.close(),
  };
}

interface Agents {
  of(url: URL): Promise<plain.Agent>;
  close(): void;
}

/** One agent for all hosts that need nothing special, so that connections are counted and kept together. */
function createAgents(maxConnections: number, { environment = {}, certificatesOf }: HttpWays): Agents {
  const options = { keepAlive: true, maxSockets: maxConnections, maxFreeSockets: maxConnections, scheduling: 'lifo' as const };
  const proxied = { ...options, proxyEnv: environment as NodeJS.ProcessEnv };
  const common = { 'http:': new plain.Agent(proxied), 'https:': new secure.Agent(proxied) };
  const direct = { 'http:': new plain.Agent(options), 'https:': new secure.Agent(options) };
  const own = new Map<string, Promise<plain.Agent | undefined>>();
  const createOwn = async (url: URL): Promise<plain.Agent | undefined> => {
    const found = await certificatesOf?.(url.host);
    return found && new secure.Agent({ ...(isLoopback(url.hostname) ? options : proxied), secureContext: contextOf(found) });
  };
  return {
    async of(url) {
      if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`${url.protocol} addresses are not spoken to`);
      if (url.protocol === 'https:' && certificatesOf && !own.has(url.host)) own.set(url.host, createOwn(url));
      const special = url.protocol === 'https:' ? await own.get(url.host) : undefined;
      return special ?? (isLoopback(url.hostname) ? direct : common)[url.protocol];
    },
    close() {
      for (const agent of [...Object.values(common), ...Object.values(direct)]) agent.destroy();
      for (const agent of own.values())
        void agent.then(
          (one) => one?.destroy(),
          () => undefined,
        );
    },
  };
}

function contextOf({ authorities, client }: HostCertificates) {
  const trusted = [...getCACertificates('default'), ...authorities];
  return createSecureContext({ ca: trusted, ...(client && { cert: client.certificate, key: client.key }) });
}

function send({ method, url, headers, body, signal }: HttpRequest, agent: plain.Agent, stallMs: number): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent, ...(signal && { signal }) };
    const request = (url.protocol === 'http:' ? plain : secure).request(url, options);
    // The socket's own timer also runs while the reader of a body is busy, so silence is measured here, and only where an answer is due.
    let timer: NodeJS.Timeout | undefined;
    const wait = () => {
      timer = setTimeout(() => request.destroy(new Error(`no answer for ${stallMs / 1000} s`)), stallMs);
    };
    request.once('socket', wait);
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.once('response', (response) => {
      clearTimeout(timer);
      resolve(toResponse(response, stallMs));
    });
    request.end(body);
  });
}

/** What is read to the end to keep a connection that a body is of no use on; bytes. */
const drainBytes = 64 * 1024;

function toResponse(response: plain.IncomingMessage, stallMs: number): HttpResponse {
  response.on('error', () => undefined);
  return {
    status: response.statusCode ?? 0,
    header(name) {
      const value = response.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body: readBody(response, stallMs),
    discard() {
      if (Number(response.headers['content-length'] ?? drainBytes + 1) <= drainBytes) response.resume();
      else response.destroy();
    },
    cut: (reason) => void response.destroy(reason),
  };
}

async function* readBody(response: plain.IncomingMessage, stallMs: number): AsyncGenerator<Uint8Array> {
  const chunks = response[Symbol.asyncIterator]();
  try {
    for (;;) {
      const stalled = setTimeout(() => response.destroy(new Error(`no data for ${stallMs / 1000} s`)), stallMs);
      const { done, value } = await chunks.next().finally(() => clearTimeout(stalled));
      if (done) return;
      yield value as Uint8Array;
    }
  } finally {
    if (!response.complete) response.destroy();
  }
}

/**
 * The whole body of a small answer.
 *
 * faults  rejects when it is larger than the limit (a RangeError), takes over a minute, or is cut
 */
export async function readWhole(response: HttpResponse, maxBytes: number, deadlineMs = 60_000): Promise<Uint8Array> {
  const deadline = setTimeout(() => response.cut(new Error(`the answer took more than ${deadlineMs / 1000} s`)), deadlineMs);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of response.body) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw new RangeError(`the answer is larger than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(deadline);
  }
}

/** What a failed request is told as: system errors often have a code and no words. */
export function describeError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return message || code || String(error);
}
