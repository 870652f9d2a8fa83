import type { IncomingMessage, ServerResponse } from 'node:http';
import { openRegistry, type RegistryOptions } from '../adapters/images/registry.ts';
import type { ImageStore } from '../gather/images/store.ts';
import { noise, SampleBlobs, sha256, tarOf } from './sample-image.ts';
import { type Handler, type ImageServer, serveImages } from './serve-images.ts';

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

/** A registry on loopback that holds one image, `team/app:1`, after `handler` had its way. */
export function serve(handler?: Handler): Promise<ImageServer> {
  return serveImages({ blobs: blobs.blobs, tags: { 'team/app:1': image.digest } }, handler);
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
