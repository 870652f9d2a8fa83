import { digestOf, isDigest } from '../../formats/oci/digest.ts';
import { manifestTypes } from '../../formats/oci/media-types.ts';
import { maxArtifactBytes } from '../../formats/oci/read-artifact.ts';
import { maxConfigurationBytes } from '../../formats/oci/read-configuration.ts';
import { maxManifestBytes } from '../../formats/oci/read-manifest.ts';
import type { SmallBlob } from '../../gather/images/resolve-blobs.ts';
import type { Gap } from '../../model/reading.ts';
import { type HttpResponse, readWhole } from '../http/http-client.ts';
import { backoffMs } from '../http/retry.ts';
import type { BlobCache } from './blob-cache.ts';
import type { Repository } from './registry-address.ts';
import { askRegistry, type RegistryWorld } from './registry-client.ts';
import { registryGap, statusGap, unreachableGap } from './registry-gaps.ts';

/** Times that a small answer may be cut off. */
const maxCuts = 3;
const limits = { manifest: maxManifestBytes, configuration: maxConfigurationBytes, artifact: maxArtifactBytes };

/** A registry client that may remember manifests and configurations. */
export interface DocumentWorld extends RegistryWorld {
  readonly blobs?: BlobCache;
}

/** Which document. */
export interface DocumentRequest {
  readonly kind: SmallBlob;
  /** A digest; for manifests a tag too. */
  readonly name: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * A manifest, a configuration or the blob of an artifact, unverified unless it comes from the cache. Where there is a cache, a tag is
 * asked for with HEAD first: a manifest that is known is not pulled again, and HEAD does not count against the limits of registries.
 *
 * gaps    unauthorized, registry-busy, registry-refused, registry-unreachable, blob-missing, digest-differs
 * source  OCI distribution-spec 1.1, "Pulling manifests", "Checking if content exists in the registry"
 */
export async function fetchDocument(
  world: DocumentWorld,
  repository: Repository,
  request: DocumentRequest,
): Promise<Uint8Array | Gap> {
  const { blobs } = world;
  const known = isDigest(request.name) ? request.name : blobs && (await askDigest(world, repository, request));
  if (known !== undefined && typeof known !== 'string') return known;
  const kept = known === undefined ? undefined : await blobs?.find(known);
  if (kept) return kept;
  const bytes = await pull(world, repository, request);
  if (bytes instanceof Uint8Array && request.kind !== 'artifact') await blobs?.put(digestOf(bytes, known), bytes);
  return bytes;
}

/** The digest that a tag stands for; undefined where HEAD does not say, as of old registries, and GET has to. */
async function askDigest(
  world: RegistryWorld,
  repository: Repository,
  { name, signal }: DocumentRequest,
): Promise<string | Gap | undefined> {
  try {
    const path = `manifests/${name}`;
    const { response, trouble } = await askRegistry(world, repository, { path, method: 'HEAD', headers: accepting, signal });
    response.discard();
    const digest = response.header('docker-content-digest') ?? '';
    if (response.status === 200) return isDigest(digest) ? digest : undefined;
    const isRefused = response.status === 401 || response.status === 403 || response.status === 429 || response.status >= 500;
    return isRefused && response.status !== 501 ? statusGap(repository, path, response.status, trouble) : undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return unreachableGap(repository, error);
  }
}

/** One that is cut off is asked for again. */
async function pull(world: RegistryWorld, repository: Repository, request: DocumentRequest): Promise<Uint8Array | Gap> {
  const { kind, name, signal } = request;
  const path = `${kind === 'manifest' ? 'manifests' : 'blobs'}/${name}`;
  for (let attempt = 1; ; attempt++) {
    let response: HttpResponse | undefined;
    try {
      const answer = await askRegistry(world, repository, { path, headers: kind === 'manifest' ? accepting : {}, signal });
      response = answer.response;
      if (response.status === 200) return checkStated(repository, response, await readWhole(response, limits[kind]));
      if (answer.trouble === undefined) response.discard();
      return statusGap(repository, path, response.status, answer.trouble);
    } catch (error) {
      signal?.throwIfAborted();
      const isCut = response !== undefined && !(error instanceof RangeError);
      if (!isCut || attempt === maxCuts) return unreachableGap(repository, error);
      await world.waiting.sleep(backoffMs(attempt, world.waiting.random()), signal);
    }
  }
}

const accepting = { accept: manifestTypes.join(', ') };

/** A registry whose stated digest does not fit what it sends is not believed in anything. */
function checkStated({ registry }: Repository, response: HttpResponse, bytes: Uint8Array): Uint8Array | Gap {
  const stated = response.header('docker-content-digest') ?? '';
  if (!isDigest(stated) || digestOf(bytes, stated) === stated) return bytes;
  const detail = `${registry} states digest ${stated} for content of digest ${digestOf(bytes, stated)}`;
  return registryGap('digest-differs', detail);
}
