import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openRegistry, type RegistryOptions } from '../adapters/images/registry.ts';
import type { ImageStore } from '../gather/images/store.ts';
import { SampleBlobs, sha256, tarOf } from './sample-image.ts';

const platform = 'linux/amd64';
const blobs = new SampleBlobs();
/** The image that it holds. */
export const image = blobs.image({ layers: [tarOf({ 'etc/large': noise(20_000) })] });
const manifest = JSON.parse(String(blobs.blobs.get(image.digest))) as { readonly layers: readonly { readonly digest: string }[] };
const layerDigest = manifest.layers[0]?.digest ?? '';
/** The image's one layer, as stored. */
export const layerBytes = blobs.blobs.get(layerDigest) ?? new Uint8Array();

/** Whether a request is for the layer. */
export const isLayer = (request: IncomingMessage): boolean => request.url?.endsWith(layerDigest) === true;

/** Looks at a request first; `count` is how often its address was asked for. True when it answered. */
export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => boolean | undefined;

/** A registry on loopback that holds one image, `team/app:1`, after `handler` had its way. */
export async function serve(handler: Handler = () => false) {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    const url = request.url ?? '';
    if (handler(request, response, seen.filter((earlier) => earlier.url === url).length)) return;
    const bytes = contentAt(url);
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

function contentAt(url: string): Uint8Array | undefined {
  const [, kind, name] = /^\/v2\/team\/app\/(manifests|blobs)\/([^/?]+)$/.exec(url) ?? [];
  if (kind === 'manifests' && name === '1') return blobs.blobs.get(image.digest);
  return name === undefined ? undefined : blobs.blobs.get(name);
}

/** An answer to be sent. */
export const answer = (status: number, headers: Record<string, string> = {}, body = ''): ((response: ServerResponse) => true) => {
  return (response: ServerResponse) => {
    response.writeHead(status, headers).end(body);
    return true as const;
  };
};

/** What came of reading the image. */
export interface Tried {
  readonly told: string;
  readonly slept: readonly number[];
  readonly details: string;
}

/** Finds the image and reads its layer; what came of it in one word, and how long was waited. */
export async function tryRead(host: string, options: RegistryOptions, tag = ':1'): Promise<Tried> {
  const slept: number[] = [];
  const waiting = { now: () => Date.UTC(2026, 0, 1), random: () => 0, sleep: async (ms: number) => void slept.push(ms) };
  const store = openRegistry({ waiting, limits: { stallMs: 10_000 }, ...options });
  try {
    const { told, details } = await readAll(store, `${host}/team/app${tag}`);
    return { told, slept, details };
  } finally {
    await store.close();
  }
}

async function readAll(store: ImageStore, reference: string): Promise<{ told: string; details: string }> {
  const found = await store.find({ reference, platform });
  const details = found.gaps.map(({ detail }) => detail).join('\n');
  const codes = found.gaps.map(({ code }) => code);
  const layer = found.kind === 'found' ? found.manifest.layers[0] : undefined;
  if (found.kind !== 'found' || !layer) return { told: [found.kind, ...codes].join(' '), details };
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await found.open(layer)) chunks.push(chunk);
    const isRight = sha256(Buffer.concat(chunks)) === layer.digest;
    return { told: [isRight ? 'read' : 'wrong bytes', ...codes].join(' '), details };
  } catch (error) {
    return { told: 'layer unread', details: (error as Error).message };
  }
}

/** Bytes that do not compress, always the same. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
}
