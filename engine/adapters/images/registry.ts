import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Descriptor } from '../../formats/oci/descriptor.ts';
import { digestOf, isDigest } from '../../formats/oci/digest.ts';
import { manifestTypes } from '../../formats/oci/media-types.ts';
import { maxConfigurationBytes } from '../../formats/oci/read-configuration.ts';
import { maxManifestBytes } from '../../formats/oci/read-manifest.ts';
import { parseReference } from '../../formats/reference/reference.ts';
import type { ManifestSource } from '../../gather/images/resolve-blobs.ts';
import { resolveImage } from '../../gather/images/resolve-image.ts';
import type { FoundImage, ImageRequest, ImageStore, NotFound } from '../../gather/images/store.ts';
import type { Gap } from '../../model/reading.ts';
import { createHttpClient, describeError, type HttpLimits, type HttpResponse, readWhole } from '../http/http-client.ts';
import { backoffMs, type Waiting } from '../http/retry.ts';
import { type Mirror, type Repository, repositoriesOf } from './registry-address.ts';
import { openBlob } from './registry-blob.ts';
import { askRegistry, type RegistryWorld } from './registry-client.ts';
import { createSignIn } from './registry-sign-in.ts';

const unit = 'adapters/images';
/** Times that a small answer may be cut off. */
const maxCuts = 3;

/** How registries are spoken to; everything may be left out. */
export interface RegistryOptions {
  readonly mirrors?: readonly Mirror[];
  /** Hosts, with or without port, that are spoken to over plain http; loopback always is. */
  readonly insecure?: readonly string[];
  /** Folder of Docker's `config.json`; `DOCKER_CONFIG` or `~/.docker`. */
  readonly dockerFolder?: string;
  readonly waiting?: Waiting;
  readonly limits?: HttpLimits;
}

/** The clock and chance of this machine. */
const realWaiting: Waiting = {
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
};

/**
 * A store of every registry that speaks the OCI distribution protocol.
 *
 * out     id `registry`; manifests are asked for with GET at once, since none is kept that a HEAD could confirm
 * gaps    unauthorized, registry-busy, registry-refused, registry-unreachable, blob-missing, digest-differs, and those of `resolveImage`;
 *         those of a mirror stay with an image that was then found at the original
 * source  OCI distribution-spec 1.1
 */
export function openRegistry(options: RegistryOptions = {}): ImageStore {
  const { mirrors = [], insecure = [], waiting = realWaiting, limits = {} } = options;
  const dockerFolder = options.dockerFolder ?? process.env.DOCKER_CONFIG ?? join(homedir(), '.docker');
  const client = createHttpClient(limits);
  const world = { client, waiting, insecure, signIn: createSignIn({ client, waiting, insecure, dockerFolder }) };
  return {
    id: 'registry',
    async find(request) {
      const reference = parseReference(request.reference);
      const repositories = reference ? repositoriesOf(reference, mirrors, insecure) : [];
      const gaps: Gap[] = [];
      for (const repository of repositories) {
        const found = await findAt(world, repository, request, reference?.digest ?? reference?.tag ?? 'latest');
        if (found.kind === 'found') return { ...found, gaps: [...gaps, ...found.gaps] };
        gaps.push(...found.gaps);
      }
      if (repositories.length === 0)
        gaps.push(gapOf('reference-invalid', `${request.reference} names no registry that can be spoken to`));
      return gaps.length > 0
        ? { kind: 'failed', gaps: gaps.map((gap) => ({ image: request.reference, ...gap })) }
        : { kind: 'absent', gaps };
    },
    async close() {
      client.close();
    },
  };
}

async function findAt(
  world: RegistryWorld,
  repository: Repository,
  request: ImageRequest,
  version: string,
): Promise<FoundImage | NotFound> {
  const bytes = await fetchSmall(world, repository, { path: `manifests/${version}`, signal: request.signal });
  if (!(bytes instanceof Uint8Array))
    return bytes.code === 'blob-missing' ? { kind: 'absent', gaps: [] } : { kind: 'failed', gaps: [bytes] };
  const digest = isDigest(version) ? version : digestOf(bytes);
  const root: Descriptor = { digest, mediaType: '', annotations: {} };
  const source: ManifestSource = {
    id: 'registry',
    read: async (wanted, kind) => {
      if (wanted.digest === digest) return bytes;
      const path = `${kind === 'manifest' ? 'manifests' : 'blobs'}/${wanted.digest}`;
      return fetchSmall(world, repository, { path, signal: request.signal });
    },
  };
  const found = await resolveImage(request, [root], source);
  if (found.kind !== 'found') return found;
  return { ...found, open: (layer, signal) => openBlob(world, repository, layer, signal) };
}

interface SmallRequest {
  readonly path: string;
  readonly signal: AbortSignal | undefined;
}

/** A manifest or a configuration; one that is cut off is asked for again. */
async function fetchSmall(world: RegistryWorld, repository: Repository, request: SmallRequest): Promise<Uint8Array | Gap> {
  for (let attempt = 1; ; attempt++) {
    let response: HttpResponse | undefined;
    try {
      const answer = await askRegistry(world, repository, { ...request, headers: acceptOf(request.path) });
      response = answer.response;
      if (response.status === 200) return checkStated(repository, response, await readWhole(response, limitOf(request.path)));
      if (answer.trouble === undefined) response.discard();
      return statusGap(repository, request.path, response.status, answer.trouble);
    } catch (error) {
      request.signal?.throwIfAborted();
      const isCut = response !== undefined && !(error instanceof RangeError);
      if (!isCut || attempt === maxCuts)
        return gapOf('registry-unreachable', `${repository.base.host} could not be read: ${describeError(error)}`);
      await world.waiting.sleep(backoffMs(attempt, world.waiting.random()), request.signal);
    }
  }
}

function acceptOf(path: string): Readonly<Record<string, string>> {
  return path.startsWith('manifests/') ? { accept: manifestTypes.join(', ') } : {};
}

function limitOf(path: string): number {
  return path.startsWith('manifests/') ? maxManifestBytes : maxConfigurationBytes;
}

/** A registry whose stated digest does not fit what it sends is not believed in anything. */
function checkStated({ registry }: Repository, response: HttpResponse, bytes: Uint8Array): Uint8Array | Gap {
  const stated = response.header('docker-content-digest') ?? '';
  if (!isDigest(stated) || digestOf(bytes, stated) === stated) return bytes;
  return gapOf('digest-differs', `${registry} states digest ${stated} for content of digest ${digestOf(bytes, stated)}`);
}

function statusGap({ registry, name, isMirror }: Repository, path: string, status: number, trouble: string | undefined): Gap {
  const where = `${registry}/${name}${isMirror ? ' (a mirror)' : ''}`;
  if (status === 404) return gapOf('blob-missing', `${where} does not have ${path}`);
  if (status === 401 || status === 403) {
    const why = trouble === undefined ? '' : `; ${trouble}`;
    return gapOf(
      'unauthorized',
      `${where} refuses to be read (${status})${why}. Sign in with \`docker login ${registry}\`, or check the name`,
    );
  }
  if (status === 429)
    return gapOf('registry-busy', `${where} answers that there were too many requests (429); sign in, or try again later`);
  return gapOf('registry-refused', `${where} answered ${status} for ${path}; try again later`);
}

function gapOf(code: string, detail: string): Gap {
  return { code, unit, detail };
}
