import { toCluster } from '../../formats/kubernetes/cluster.ts';
import type { DeclaredImage } from '../../model/inventory.ts';
import type { Occurrence } from '../../model/occurrence.ts';
import type { Release } from '../../model/release.ts';
import type { IdleImage, IdleReason } from '../../model/removal.ts';
import type { ResourceIdentity } from '../../model/resource.ts';
import { findLinks } from './find-links.ts';

/**
 * Images that no workload and no custom resource runs, starts or is told about: what only lists and ConfigMaps name.
 *
 * Images that values state for charts which could not be rendered are not among them, since those charts may run them.
 *
 * out     ordered by reference; images that only appear under conditions are left out; empty where the record holds no objects at all, since
 *         nobody can say then what runs
 * cost    that of `findLinks`
 */
export function findIdleImages(release: Release): readonly Omit<IdleImage, 'findings'>[] {
  const { inventory, resources = [] } = release;
  if (resources.length === 0) return [];
  const links = findLinks(toCluster(resources));
  const read = new Set(links.flatMap(({ to }) => to.map(({ identity }) => keyOf(identity))));
  const isRead = (identity: ResourceIdentity) => read.has(keyOf(identity));
  const bytesOf = createOwnBytes(release);
  return inventory.images.flatMap((image) => {
    const reason = reasonOf(image, isRead);
    if (reason === undefined) return [];
    const places = image.occurrences.map(({ file, line, how }) => ({ file, line, how }));
    return [{ reference: image.reference, reason, places, storedBytes: bytesOf(image.reference) }];
  });
}

function reasonOf({ occurrences }: DeclaredImage, isRead: (identity: ResourceIdentity) => boolean): IdleReason | undefined {
  const installed = occurrences.filter(({ conditional }) => conditional.length === 0);
  if (installed.length === 0 || !installed.every((each) => isListed(each) || isConfigured(each))) return undefined;
  const holders = installed.flatMap((each) => (isConfigured(each) && each.resource ? [each.resource] : []));
  if (holders.length === 0) return 'listed';
  return holders.some(isRead) ? 'configured' : 'configured-unread';
}

const lists: ReadonlySet<Occurrence['how']> = new Set(['image-list', 'index', 'declared', 'dockerfile', 'chart-annotation']);

function isListed({ how, resource }: Occurrence): boolean {
  return resource === null && lists.has(how);
}

function isConfigured({ resource }: Occurrence): boolean {
  return resource?.kind === 'ConfigMap' && resource.apiVersion === 'v1';
}

function keyOf({ apiVersion, kind, namespace, name }: ResourceIdentity): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}

/** Bytes, as stored, of the layers that an image has alone. */
function createOwnBytes({ images }: Release): (reference: string) => number {
  const having = new Map<string, Set<string>>();
  for (const { reference, layers } of images)
    for (const { digest } of layers) having.set(digest, (having.get(digest) ?? new Set()).add(reference));
  return (reference) => {
    const layers = new Map(
      images.flatMap((image) => (image.reference === reference ? image.layers.map((each) => [each.digest, each] as const) : [])),
    );
    return [...layers.values()].reduce((sum, { digest, sizeBytes }) => sum + (having.get(digest)?.size === 1 ? sizeBytes : 0), 0);
  };
}
