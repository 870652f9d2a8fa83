import { digestOf } from '../../formats/oci/digest.ts';
import { readArtifact } from '../../formats/oci/read-artifact.ts';
import { maxManifestBytes } from '../../formats/oci/read-manifest.ts';
import { readWhole } from '../http/http-client.ts';
import type { Repository } from '../images/registry-address.ts';
import { askRegistry, type RegistryRequest, type RegistryWorld } from '../images/registry-client.ts';
import type { LayerCache } from './layer-cache.ts';
import { readSharedEntry, versionMark, writeEntry } from './layer-entry.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const readingType = 'application/vnd.plimsoll.layer-reading.v1+json+zstd';
const empty = { mediaType: 'application/vnd.oci.empty.v1+json', bytes: Buffer.from('{}') };
/** Largest entry that is pulled; bytes, compressed. */
const maxEntryBytes = 64 * 1024 * 1024;

/**
 * A cache in a repository of a registry, one artifact a layer, under a tag made of the reader's version and the layer's digest.
 *
 * in      the repository; whoever may push to it can say what is in a layer
 * out     entries are checked before they are believed; a registry that once refuses to be written to, or does not answer, is left alone
 * source  OCI distribution-spec 1.1, "Pushing a blob monolithically"; image-spec 1.1, manifest.md ("Guidelines for Artifact Usage")
 */
export function createRegistryCache(world: RegistryWorld, repository: Repository, readerVersion: string): LayerCache {
  const tagOf = (digest: string) =>
    `reading-${versionMark(`${readerVersion}\n${digest}`)}${versionMark(`${digest}\n${readerVersion}`)}`;
  const ask = (request: RegistryRequest) => askRegistry(world, repository, request);
  const usable = { read: true, write: true };
  return {
    async find(layer) {
      if (!usable.read) return undefined;
      try {
        const bytes = await pull(ask, tagOf(layer.digest));
        return bytes && readSharedEntry(bytes, layer);
      } catch {
        usable.read = false;
        return undefined;
      }
    },
    async put(reading) {
      if (!usable.write || !usable.read || !reading.complete) return false;
      try {
        await push(ask, tagOf(reading.digest), writeEntry(reading));
        return true;
      } catch {
        usable.write = false;
        return false;
      }
    },
  };
}

type Ask = (request: RegistryRequest) => ReturnType<typeof askRegistry>;

/** Undefined where it is not there, or is not what is kept under such tags; rejects where the registry is of no use. */
async function pull(ask: Ask, tag: string): Promise<Uint8Array | undefined> {
  const bytes = await get(ask, `manifests/${tag}`, maxManifestBytes);
  const document = bytes && readArtifact(bytes);
  if (document === undefined || typeof document === 'string' || document.type !== readingType) return undefined;
  const [blob] = document.blobs;
  const entry = blob && (await get(ask, `blobs/${blob.digest}`, maxEntryBytes));
  return entry && digestOf(entry, blob.digest) === blob.digest ? entry : undefined;
}

async function get(ask: Ask, path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  const { response } = await ask({ path, headers: path.startsWith('manifests/') ? { accept: manifestType } : {} });
  if (response.status === 200) return readWhole(response, maxBytes);
  response.discard();
  if (response.status === 404) return undefined;
  throw new Error(`the shared cache answered ${response.status}`);
}

async function push(ask: Ask, tag: string, entry: Uint8Array): Promise<void> {
  const config = await pushBlob(ask, empty);
  const layer = await pushBlob(ask, { mediaType: readingType, bytes: entry });
  const manifest = { schemaVersion: 2, mediaType: manifestType, artifactType: readingType, config, layers: [layer] };
  const body = Buffer.from(JSON.stringify(manifest));
  await expect(ask({ path: `manifests/${tag}`, method: 'PUT', body, headers: { 'content-type': manifestType } }), 201);
}

async function pushBlob(ask: Ask, { mediaType, bytes }: { readonly mediaType: string; readonly bytes: Uint8Array }) {
  const digest = digestOf(bytes);
  const { response } = await ask({ path: `blobs/${digest}`, method: 'HEAD', headers: {} });
  response.discard();
  if (response.status !== 200) {
    const begun = await expect(ask({ path: 'blobs/uploads/', method: 'POST', headers: { 'content-length': '0' } }), 202);
    const place = begun.header('location') ?? '';
    const path = `${place}${place.includes('?') ? '&' : '?'}digest=${digest}`;
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(bytes.length) };
    await expect(ask({ path, method: 'PUT', body: bytes, headers }), 201);
  }
  return { mediaType, digest, size: bytes.length };
}

async function expect(asked: ReturnType<typeof askRegistry>, status: number) {
  const { response } = await asked;
  response.discard();
  if (response.status !== status) throw new Error(`the shared cache answered ${response.status}`);
  return response;
}
