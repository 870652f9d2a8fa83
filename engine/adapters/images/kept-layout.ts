import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDigest, splitDigest } from '../../formats/oci/digest.ts';
import { parseJson } from '../../formats/oci/parse-json.ts';
import { maxManifestBytes, readManifest } from '../../formats/oci/read-manifest.ts';
import type { FoundImage } from '../../gather/images/store.ts';
import { Fault } from '../../model/fault.ts';
import type { LayerReference } from '../../model/image.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import type { BlobCache } from './blob-cache.ts';
import { fileAt, streamBlob } from './local-blob.ts';

/** An OCI layout that is filled with what is pulled. */
export interface KeptLayout {
  /** Manifests and configurations: what another cache finds is put here too. */
  readonly around: (blobs: BlobCache) => BlobCache;
  readonly has: (layer: LayerReference) => Promise<boolean>;
  /** A manifest or configuration, verified by whoever puts it here. */
  readonly put: (digest: string, bytes: Uint8Array) => Promise<void>;
  /** A layer that lies in a file of its own, verified by whoever puts it here; where the system has no links it is copied. */
  readonly link: (layer: LayerReference, file: string) => Promise<void>;
  /** The layer, where it is here already. */
  readonly open: (layer: LayerReference) => Promise<AsyncIterable<Uint8Array> | undefined>;
  /** The same chunks; when the last one has gone by and the digest is right, the layer is here. */
  readonly tee: (layer: LayerReference, chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  /** Lists the images, beside those that were listed before. */
  readonly list: (images: readonly FoundImage[]) => Promise<void>;
}

/**
 * A layout in a folder that is made, or added to.
 *
 * faults  file-unwritable
 * source  OCI image-spec 1.1, image-layout.md
 */
export function createKeptLayout(folder: string): KeptLayout {
  const fileOf = (digest: string) => join(folder, 'blobs', ...splitDigest(digest));
  const put = async (digest: string, bytes: Uint8Array) => {
    if (isDigest(digest) && !(await isThere(fileOf(digest)))) await writeAtomically(fileOf(digest), bytes);
  };
  const has = async ({ digest, sizeBytes }: LayerReference) => isDigest(digest) && isThere(fileOf(digest), sizeBytes);
  return {
    has,
    put,
    link: ({ digest }, file) => link(fileOf(digest), file),
    async open(layer) {
      const place = (await has(layer)) ? await fileAt(fileOf(layer.digest)) : undefined;
      return place && streamBlob(place);
    },
    around: (blobs) => ({
      async find(digest) {
        const bytes = await blobs.find(digest);
        if (bytes) await put(digest, bytes);
        return bytes;
      },
      async put(digest, bytes) {
        await Promise.all([blobs.put(digest, bytes), put(digest, bytes)]);
      },
    }),
    tee: ({ digest }, chunks) => (isDigest(digest) ? tee(fileOf(digest), digest, chunks) : chunks),
    async list(images) {
      await writeIndex(folder, await Promise.all(images.map((image) => describe(image, fileOf))));
    },
  };
}

async function isThere(file: string, sizeBytes?: number): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() === true && (!sizeBytes || found.size === sizeBytes);
}

async function link(from: string, to: string): Promise<void> {
  await mkdir(dirname(from), { recursive: true });
  await rm(from, { force: true });
  await symlink(to, from).catch(() => copyFile(to, from));
}

async function* tee(file: string, digest: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const part = `${file}.${randomUUID()}.part`;
  const hash = createHash(splitDigest(digest)[0]);
  const handle = await mkdir(dirname(file), { recursive: true })
    .then(() => open(part, 'wx'))
    .catch((cause: Error) => {
      throw new Fault('file-unwritable', `${file} cannot be written: ${cause.message}`, { cause });
    });
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      await handle.writeFile(chunk);
      yield chunk;
    }
    await handle.close();
    if (`${splitDigest(digest)[0]}:${hash.digest('hex')}` === digest) await rename(part, file);
  } finally {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
  }
}

interface IndexEntry {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>>;
}

async function describe({ manifest }: FoundImage, fileOf: (digest: string) => string): Promise<IndexEntry> {
  const digest = manifest.indexDigest ?? manifest.digest;
  const bytes = await readFile(fileOf(digest));
  const isIndex = manifest.indexDigest !== undefined;
  const stated = parseJson(bytes, maxManifestBytes).value as { readonly mediaType?: unknown } | undefined;
  const usual = `application/vnd.oci.image.${isIndex ? 'index' : 'manifest'}.v1+json`;
  const mediaType = typeof stated?.mediaType === 'string' ? stated.mediaType : usual;
  const annotations = { 'org.opencontainers.image.ref.name': manifest.reference };
  return { mediaType, digest, size: bytes.length, annotations };
}

async function writeIndex(folder: string, entries: readonly IndexEntry[]): Promise<void> {
  const file = join(folder, 'index.json');
  const before = await readFile(file).catch(() => undefined);
  const document = before && readManifest(before);
  const known: IndexEntry[] = (document?.kind === 'index' ? document.entries : []).map((entry) => ({
    mediaType: entry.mediaType,
    digest: entry.digest,
    size: entry.sizeBytes ?? 0,
    annotations: entry.annotations,
  }));
  const key = ({ annotations, digest }: IndexEntry) => annotations['org.opencontainers.image.ref.name'] ?? digest;
  const all = new Map([...known, ...entries].map((entry) => [key(entry), entry]));
  const manifests = [...all].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry);
  await writeAtomically(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}\n');
  await writeAtomically(file, `${JSON.stringify({ schemaVersion: 2, manifests }, null, 2)}\n`);
}
