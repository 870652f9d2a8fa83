import type { Descriptor } from '../../formats/oci/descriptor.ts';
import { digestOf } from '../../formats/oci/digest.ts';
import { manifestTypes } from '../../formats/oci/media-types.ts';
import { maxManifestBytes, readManifest } from '../../formats/oci/read-manifest.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import { describeError, type HttpResponse, readWhole } from '../http/http-client.ts';
import { cosignTypes } from './cosign-tags.ts';
import { findNextPage } from './next-page.ts';
import type { Repository } from './registry-address.ts';
import { askRegistry, type RegistryWorld } from './registry-client.ts';
import { registryGap } from './registry-gaps.ts';

const maxPages = 20;
const indexType = 'application/vnd.oci.image.index.v1+json';
const nothing: Reading<Descriptor> = { items: [], gaps: [] };

/** Lists what names a digest as its subject; `tags`: what cosign puts beside it under tags too, which is one question for each. */
export type ListReferrers = (
  repository: Repository,
  digest: string,
  signal: AbortSignal | undefined,
  reach?: 'tags',
) => Promise<Reading<Descriptor>>;

/**
 * A lister of referrers: through the API of OCI 1.1, or, where a registry has none, by the tag that stands in for it. That a host has none
 * is asked once.
 *
 * gaps    referrers-unreadable
 * source  OCI distribution-spec 1.1, "Listing Referrers", "Referrers Tag Schema"
 */
export function createReferrerLister(world: RegistryWorld): ListReferrers {
  const without = new Set<string>();
  const listReferrers: ListReferrers = async (repository, digest, signal) => {
    const { host } = repository.base;
    const listed = without.has(host) ? undefined : await listAll(world, repository, digest, signal);
    if (listed) return listed;
    without.add(host);
    return await listTagged(world, repository, digest, signal);
  };
  const orGap = async (repository: Repository, digest: string, signal: AbortSignal | undefined, list: ListReferrers) => {
    try {
      return await list(repository, digest, signal);
    } catch (error) {
      signal?.throwIfAborted();
      return unreadable(repository, digest, describeError(error));
    }
  };
  return async (repository, digest, signal, reach) => {
    const listed = await orGap(repository, digest, signal, listReferrers);
    if (reach !== 'tags') return listed;
    const beside = await orGap(repository, digest, signal, (...place) => listCosign(world, ...place));
    return { items: [...listed.items, ...beside.items], gaps: [...listed.gaps, ...beside.gaps] };
  };
}

/** source  cosign 2.4, specs/SIGNATURE_SPEC.md, "Discovery" */
async function listCosign(world: RegistryWorld, ...place: Parameters<ListReferrers>): Promise<Reading<Descriptor>> {
  const [repository, digest, signal] = place;
  const items: Descriptor[] = [];
  const gaps: Gap[] = [];
  for (const [ending, artifactType] of cosignTypes) {
    const path = `manifests/${digest.replace(':', '-')}.${ending}`;
    const { response } = await askRegistry(world, repository, { path, headers: { accept: manifestTypes.join(', ') }, signal });
    if (response.status === 200) {
      const mediaType = response.header('content-type') ?? '';
      const bytes = await readWhole(response, maxManifestBytes);
      items.push({ mediaType, digest: digestOf(bytes), sizeBytes: bytes.length, annotations: {}, artifactType });
      continue;
    }
    response.discard();
    if (response.status !== 404)
      gaps.push(...unreadable(repository, digest, `the answer to .${ending} is ${response.status}`).gaps);
  }
  return { items, gaps };
}

/** Undefined where the registry does not know the question. */
async function listAll(
  world: RegistryWorld,
  repository: Repository,
  digest: string,
  signal: AbortSignal | undefined,
): Promise<Reading<Descriptor> | undefined> {
  const items: Descriptor[] = [];
  let path = `referrers/${digest}`;
  for (let page = 0; page < maxPages; page++) {
    const { response } = await askRegistry(world, repository, { path, headers: { accept: indexType }, signal });
    if (response.status !== 200 || !response.header('content-type')?.includes('json')) {
      response.discard();
      const isUnknown = response.status < 500 && response.status !== 429;
      return isUnknown && page === 0 ? undefined : unreadable(repository, digest, `the answer is ${response.status}`);
    }
    const entries = await readEntries(response);
    if (typeof entries === 'string') return page === 0 ? undefined : unreadable(repository, digest, entries);
    items.push(...entries);
    const next = findNextPage(response, repository, 'referrers/');
    if (next === undefined) return { items, gaps: [] };
    path = next;
  }
  return { items, gaps: unreadable(repository, digest, `there are more than ${maxPages} pages`).gaps };
}

async function listTagged(
  world: RegistryWorld,
  repository: Repository,
  digest: string,
  signal: AbortSignal | undefined,
): Promise<Reading<Descriptor>> {
  const path = `manifests/${digest.replace(':', '-')}`;
  const { response } = await askRegistry(world, repository, { path, headers: { accept: indexType }, signal });
  if (response.status !== 200) {
    response.discard();
    return response.status === 404 ? nothing : unreadable(repository, digest, `the answer is ${response.status}`);
  }
  const entries = await readEntries(response);
  return typeof entries === 'string' ? unreadable(repository, digest, entries) : { items: entries, gaps: [] };
}

async function readEntries(response: HttpResponse): Promise<readonly Descriptor[] | string> {
  const document = readManifest(await readWhole(response, maxManifestBytes));
  if (document.kind === 'index') return document.entries;
  return 'detail' in document ? document.detail : 'it is an image, where an index is expected';
}

function unreadable({ registry, name }: Repository, digest: string, why: string): Reading<Descriptor> {
  const detail = `what is attached to ${digest} in ${registry}/${name} could not be listed: ${why}`;
  return { items: [], gaps: [registryGap('referrers-unreadable', detail)] };
}
