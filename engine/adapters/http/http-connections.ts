import * as plain from 'node:http';
import * as secure from 'node:https';
import type { OnReadOpts } from 'node:net';
import { createSecureContext, getCACertificates } from 'node:tls';
import { type BulkBody, type BulkReader, createBulkReader } from './bulk-body.ts';
import type { HostCertificates, HttpClient, HttpLimits, HttpRequest, HttpResponse, HttpWays } from './http-client.ts';
import { isLoopback } from './is-loopback.ts';

/**
 * Connections to hosts, kept and counted.
 *
 * faults  `send` rejects when a certificate or a proxy cannot be used
 */
export function openConnections(limits: HttpLimits, ways: HttpWays): HttpClient {
  const bulk = createBulkReader();
  const most = limits.maxConnections ?? 8;
  const agents = { usual: createAgents(most, ways), bulk: createAgents(most, ways, bulk.onread) };
  return {
    async send(request) {
      const agent = await (request.isBulk ? agents.bulk : agents.usual).of(request.url);
      return send(request, { agent, stallMs: limits.stallMs ?? 30_000, ...(request.isBulk && { bulk }) });
    },
    close() {
      agents.usual.close();
      agents.bulk.close();
    },
  };
}

interface Agents {
  of(url: URL): Promise<plain.Agent>;
  close(): void;
}

/** One agent for all hosts that need nothing special, so that connections are counted and kept together. */
function createAgents(most: number, { environment = {}, certificatesOf }: HttpWays, onread?: OnReadOpts): Agents {
  const kept = { keepAlive: true, maxSockets: most, maxFreeSockets: most, scheduling: 'lifo' as const };
  const options = { ...kept, ...(onread && { onread }) };
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

interface Way {
  readonly agent: plain.Agent;
  readonly stallMs: number;
  readonly bulk?: BulkReader;
}

function send({ method, url, headers, body, signal }: HttpRequest, { agent, stallMs, bulk }: Way): Promise<HttpResponse> {
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
      resolve(toResponse(response, stallMs, bulk?.expect(response, stallMs)));
    });
    request.end(body);
  });
}

/** What is read to the end to keep a connection that a body is of no use on; bytes. */
const drainBytes = 64 * 1024;

function toResponse(response: plain.IncomingMessage, stallMs: number, bulk: BulkBody | undefined): HttpResponse {
  response.on('error', () => undefined);
  return {
    status: response.statusCode ?? 0,
    header(name) {
      const value = response.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body: readBody(response, stallMs, bulk),
    discard() {
      if (Number(response.headers['content-length'] ?? drainBytes + 1) <= drainBytes) response.resume();
      else response.destroy();
    },
    cut: (reason) => void response.destroy(reason),
  };
}

async function* readBody(
  response: plain.IncomingMessage,
  stallMs: number,
  bulk: BulkBody | undefined,
): AsyncGenerator<Uint8Array> {
  if (bulk?.hasBegun()) return yield* bulk.parts;
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
