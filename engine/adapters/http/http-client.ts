/** A request to one address. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** Whether a body of megabytes is expected: it comes in parts of 1 MiB then, on a connection that ends with it. */
  readonly isBulk?: boolean;
}

/** An answer whose body has not been read. Read it to the end, or discard it. */
export interface HttpResponse {
  readonly status: number;
  /** The first of those with the name, in lower case. */
  readonly header: (name: string) => string | undefined;
  /** Bytes as they were sent, in memory that is the reader's; rejects when the connection is cut or stalls. */
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
 * A client on `node:http` and `node:https`, which are loaded with the first request. `fetch` is not used: it unpacks bodies by itself, so
 * that their digests differ, and its timeouts cannot be set.
 *
 * faults  `send` rejects when a certificate or a proxy cannot be used
 */
export function createHttpClient(limits: HttpLimits = {}, ways: HttpWays = {}): HttpClient {
  let connections: Promise<HttpClient> | undefined;
  const open = async () => (await import('./http-connections.ts')).openConnections(limits, ways);
  return {
    async send(request) {
      connections ??= open();
      return (await connections).send(request);
    },
    close: () => void connections?.then((opened) => opened.close()),
  };
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
