import type { Gap, Reading } from '../../model/reading.ts';
import { readWhole } from '../http/http-client.ts';
import { findNextPage } from './next-page.ts';
import type { Repository } from './registry-address.ts';
import { askRegistry, type RegistryWorld } from './registry-client.ts';
import { registryGap, statusGap, unreachableGap } from './registry-gaps.ts';

const question = 'tags/list';
/** Tags asked for at once; registries may give fewer. */
const pageSize = 1000;
const maxPages = 200;
const maxPageBytes = 16 * 1024 * 1024;

/**
 * Every tag of a repository.
 *
 * out     in the order of the registry; those of the pages before one that cannot be read, with the gap
 * gaps    unauthorized, registry-busy, registry-refused, registry-unreachable, blob-missing: there is no such repository; tags-unreadable
 * source  OCI distribution-spec 1.1, "Listing Tags"
 */
export async function listTags(
  world: RegistryWorld,
  repository: Repository,
  signal: AbortSignal | undefined,
): Promise<Reading<string>> {
  const items: string[] = [];
  let path = `${question}?n=${pageSize}`;
  for (let page = 0; page < maxPages; page++) {
    const answer = await readPage(world, repository, { path, signal });
    if ('code' in answer) return { items, gaps: [answer] };
    items.push(...answer.tags);
    if (answer.next === undefined) return { items, gaps: [] };
    path = answer.next;
  }
  return { items, gaps: [unreadable(repository, `there are more than ${maxPages} pages`)] };
}

async function readPage(
  world: RegistryWorld,
  repository: Repository,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal | undefined },
): Promise<{ readonly tags: readonly string[]; readonly next: string | undefined } | Gap> {
  try {
    const { response, trouble } = await askRegistry(world, repository, { path, headers: { accept: 'application/json' }, signal });
    if (response.status !== 200) {
      if (trouble === undefined) response.discard();
      return statusGap(repository, question, response.status, trouble);
    }
    const tags = findTags(Buffer.from(await readWhole(response, maxPageBytes)).toString());
    return tags ? { tags, next: findNextPage(response, repository, question) } : unreadable(repository, 'the answer is no list');
  } catch (error) {
    signal?.throwIfAborted();
    return unreachableGap(repository, error);
  }
}

/** A repository without tags has null, with some registries. */
function findTags(text: string): readonly string[] | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof answer !== 'object' || answer === null || !('tags' in answer)) return undefined;
  const { tags } = answer;
  if (tags === null) return [];
  return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') ? tags : undefined;
}

function unreadable({ registry, name }: Repository, why: string): Gap {
  return registryGap('tags-unreadable', `the tags of ${registry}/${name} could not be listed: ${why}`);
}
