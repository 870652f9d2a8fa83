import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Descriptor } from '../../formats/oci/descriptor.ts';
import { digestOf, isDigest } from '../../formats/oci/digest.ts';
import { parseReference } from '../../formats/reference/reference.ts';
import { attachedTo, type ReferrerSource } from '../../gather/images/find-attached.ts';
import type { ManifestSource } from '../../gather/images/resolve-blobs.ts';
import { resolveImage } from '../../gather/images/resolve-image.ts';
import type { FoundImage, ImageRequest, ImageStore, NotFound } from '../../gather/images/store.ts';
import type { Gap } from '../../model/reading.ts';
import { createHttpClient, type HttpLimits } from '../http/http-client.ts';
import { createPatientClient, type Waiting } from '../http/retry.ts';
import type { BlobCache } from './blob-cache.ts';
import { credentialFiles } from './docker-credentials.ts';
import { type Mirror, type Repository, repositoriesOf } from './registry-address.ts';
import { createBlobOpener } from './registry-blob.ts';
import { certificateFolders, findCertificates } from './registry-certificates.ts';
import type { RegistryWorld } from './registry-client.ts';
import { type DocumentWorld, fetchDocument } from './registry-documents.ts';
import { registryGap } from './registry-gaps.ts';
import { createReferrerLister, type ListReferrers } from './registry-referrers.ts';
import { createSignIn } from './registry-sign-in.ts';
import { listTags } from './registry-tags.ts';

/** How registries are spoken to; everything may be left out. */
export interface RegistryOptions {
  readonly mirrors?: readonly Mirror[];
  /** Hosts, with or without port, that are spoken to over plain http; loopback always is. */
  readonly insecure?: readonly string[];
  /** PEM files of authorities that are trusted beside the system's; absolute. */
  readonly certificates?: readonly string[];
  /** Files that sign-ins are kept in; podman's and Docker's own. */
  readonly credentialFiles?: readonly string[];
  /** Manifests and configurations that were pulled before. */
  readonly blobs?: BlobCache;
  readonly waiting?: Waiting;
  readonly limits?: HttpLimits;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The clock and chance of this machine. */
const realWaiting: Waiting = {
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
};

/** What speaking to registries needs, of this machine. `close` ends its connections. */
export function openRegistryWorld(options: RegistryOptions): RegistryWorld & { close(): void } {
  const { insecure = [], waiting = realWaiting, environment = process.env } = options;
  const folders = certificateFolders(environment, homedir());
  const certificatesOf = (host: string) => findCertificates(host, folders, options.certificates ?? []);
  const client = createPatientClient(createHttpClient(options.limits, { environment, certificatesOf }), waiting);
  const files = options.credentialFiles ?? credentialFiles(environment, homedir());
  const signIn = createSignIn({ client, waiting, insecure, credentialFiles: files });
  return { client, waiting, insecure, signIn, close: () => client.close() };
}

/**
 * A store of every registry that speaks the OCI distribution protocol.
 *
 * out     id `registry`
 * gaps    unauthorized, registry-busy, registry-refused, registry-unreachable, blob-missing, digest-differs, those of `resolveImage` and `listTags`;
 *         those of a mirror stay with an image that was then found at the original
 * source  OCI distribution-spec 1.1
 */
export function openRegistry(options: RegistryOptions = {}): ImageStore {
  const { mirrors = [], insecure = [], blobs } = options;
  const { close, ...registries } = openRegistryWorld(options);
  const world: StoreWorld = { ...registries, ...(blobs && { blobs }), listReferrers: createReferrerLister(registries) };
  return {
    id: 'registry',
    async find(request) {
      const reference = parseReference(request.reference);
      const repositories = reference ? repositoriesOf(reference, mirrors, insecure) : [];
      const gaps: Gap[] = [];
      for (const repository of repositories) {
        const ordered = [repository, ...repositories.filter((other) => other !== repository)];
        const found = await findAt(world, ordered, request, reference?.digest ?? reference?.tag ?? 'latest');
        if (found.kind === 'found') return { ...found, gaps: [...gaps, ...found.gaps] };
        gaps.push(...found.gaps);
      }
      if (repositories.length === 0)
        gaps.push(registryGap('reference-invalid', `${request.reference} names no registry that can be spoken to`));
      return gaps.length > 0
        ? { kind: 'failed', gaps: gaps.map((gap) => ({ image: request.reference, ...gap })) }
        : { kind: 'absent', gaps };
    },
    async listTags(named, signal) {
      const reference = parseReference(named);
      const repositories = reference ? repositoriesOf(reference, mirrors, insecure) : [];
      const gaps: Gap[] = [];
      for (const repository of repositories) {
        const listed = await listTags(world, repository, signal);
        if (listed.gaps.length === 0) return listed;
        gaps.push(...listed.gaps);
      }
      return { items: [], gaps: gaps.map((gap) => ({ image: named, ...gap })) };
    },
    async close() {
      close();
    },
  };
}

interface StoreWorld extends DocumentWorld {
  readonly listReferrers: ListReferrers;
}

/** Looks in the first repository; layers may come from the others too. */
async function findAt(
  world: StoreWorld,
  repositories: readonly Repository[],
  request: ImageRequest,
  version: string,
): Promise<FoundImage | NotFound> {
  const [repository] = repositories;
  if (!repository) return { kind: 'absent', gaps: [] };
  const { signal } = request;
  const bytes = await fetchDocument(world, repository, { kind: 'manifest', name: version, signal });
  if (!(bytes instanceof Uint8Array))
    return bytes.code === 'blob-missing' ? { kind: 'absent', gaps: [] } : { kind: 'failed', gaps: [bytes] };
  const digest = isDigest(version) ? version : digestOf(bytes);
  const root: Descriptor = { digest, mediaType: '', annotations: {} };
  const source: ManifestSource = {
    id: 'registry',
    read: async (wanted, kind) =>
      wanted.digest === digest ? bytes : fetchDocument(world, repository, { kind, name: wanted.digest, signal }),
  };
  const found = await resolveImage(request, [root], source);
  if (found.kind !== 'found') return found;
  const referrersOf: ReferrerSource['referrersOf'] = (subject, stop, reach) =>
    world.listReferrers(repository, subject, stop ?? signal, reach);
  return {
    ...found,
    ...createBlobOpener(world, repositories),
    document: (wanted, kind) => source.read({ digest: wanted, mediaType: '', annotations: {} }, kind),
    attached: attachedTo(found.manifest, { ...source, referrersOf }),
  };
}
