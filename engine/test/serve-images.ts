import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sha256 } from './sample-image.ts';

/** Looks at a request first; `count` is how often its address was asked for. True when it answered, or will. */
export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => boolean | undefined;

/** What a registry of a test holds. */
export interface ServedImages {
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** `team/app:1` → digest of a manifest or index. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A registry of a test. */
export interface ImageServer {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly port: number;
  /** Every request so far. */
  readonly seen: readonly IncomingMessage[];
  close(): void;
}

/** A registry on loopback, after `handler` had its way. */
export async function serveImages(images: ServedImages, handler: Handler = () => false): Promise<ImageServer> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    const url = request.url ?? '';
    if (handler(request, response, seen.filter((earlier) => earlier.url === url).length)) return;
    const bytes = contentAt(url, images);
    if (!bytes) response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    else response.writeHead(200, { 'docker-content-digest': sha256(bytes), 'content-length': bytes.length }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { host: `127.0.0.1:${port}`, port, seen, close };
}

function contentAt(url: string, { blobs, tags }: ServedImages): Uint8Array | undefined {
  const [, repository = '', kind, name = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/?]+)$/.exec(url) ?? [];
  const tagged = kind === 'manifests' ? tags[`${repository}:${name}`] : undefined;
  return blobs.get(tagged ?? name);
}
