import * as plain from 'node:http';
import * as secure from 'node:https';

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

/**
 * A client on `node:http` and `node:https`. `fetch` is not used: it unpacks bodies by itself, so that their digests differ, and its
 * timeouts cannot be set. A certificate authority of one's own works through NODE_EXTRA_CA_CERTS, a proxy through NODE_USE_ENV_PROXY.
 */
export function createHttpClient({ stallMs = 30_000, maxConnections = 8 }: HttpLimits = {}): HttpClient {
  const options = { keepAlive: true, maxSockets: maxConnections, maxFreeSockets: maxConnections, scheduling: 'lifo' as const };
  const agents = { 'http:': new plain.Agent(options), 'https:': new secure.Agent(options) };
  return {
    send: (request) => send(request, agents, stallMs),
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

interface Agents {
  readonly 'http:': plain.Agent;
  readonly 'https:': secure.Agent;
}

function send({ method, url, headers, body, signal }: HttpRequest, agents: Agents, stallMs: number): Promise<HttpResponse> {
  const { protocol } = url;
  if (protocol !== 'http:' && protocol !== 'https:') return Promise.reject(new Error(`${protocol} addresses are not spoken to`));
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent: agents[protocol], ...(signal && { signal }) };
    const request = (protocol === 'http:' ? plain : secure).request(url, options);
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
