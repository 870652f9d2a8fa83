import { type Cluster, toCluster } from '../../formats/kubernetes/cluster.ts';
import type { DeclaredImage } from '../../model/inventory.ts';
import type { Occurrence } from '../../model/occurrence.ts';
import type { Release } from '../../model/release.ts';
import type { GoneResource, RemovalSubject } from '../../model/removal.ts';
import type { Resource, ResourceIdentity } from '../../model/resource.ts';
import { belongsTo, isStatedBy } from './belongs-to.ts';
import { closeOver } from './close-over.ts';
import { findLinks, type Link } from './find-links.ts';
import { nameOf } from './name-of.ts';

/** What goes from a release, and how its objects hang together. */
export interface TakenAway {
  readonly resources: ReadonlyMap<Resource, Pick<GoneResource, 'why' | 'because'>>;
  /** References that the release has no more. */
  readonly images: ReadonlySet<string>;
  /** Those that were asked for. */
  readonly asked: ReadonlySet<string>;
  readonly links: readonly Link[];
  readonly cluster: Cluster;
}

/**
 * What goes with what is asked for: its objects, the workloads that run nothing else, what only they need or what is only there for them,
 * and the images that nothing states any more.
 *
 * in      a release with the objects that it installs; packages take no object away
 * cost    that of `findLinks`
 */
export function takeAway(release: Release, subjects: readonly RemovalSubject[]): TakenAway {
  const cluster = toCluster(release.resources ?? []);
  const links = findLinks(cluster);
  const asked = findAsked(release, subjects);
  const first = new Map<Resource, Pick<GoneResource, 'why' | 'because'>>([
    ...runningNothingElse(release, asked, cluster),
    ...cluster.resources.flatMap((resource) => {
      const subject = subjects.find((each) => belongsTo(resource, each, release));
      return subject ? [[resource, { why: 'subject', because: `It belongs to ${subject.kind} ${subject.name}.` }] as const] : [];
    }),
  ]);
  const resources = closeOver(first, links);
  const isGone = createGoneTest(release, resources, subjects);
  const images = release.inventory.images.filter((image) => asked.has(image.reference) || isImageGone(image, isGone));
  return { resources, images: new Set(images.map(({ reference }) => reference)), asked, links, cluster };
}

/** Images by name, and those of components that only labels name, so that no object is known to belong to them. */
function findAsked({ inventory }: Release, subjects: readonly RemovalSubject[]): ReadonlySet<string> {
  const named = (kind: RemovalSubject['kind']) => new Set(subjects.flatMap((each) => (each.kind === kind ? [each.name] : [])));
  const [images, components] = [named('image'), named('component')];
  const labeled = inventory.images.filter(
    ({ components: own, componentsFrom }) => componentsFrom === 'label' && own.every((name) => components.has(name)),
  );
  return new Set([...images, ...labeled.map(({ reference }) => reference)]);
}

/** Whether what states an image goes: the object that holds it, else what the place belongs to. */
export function createGoneTest(
  release: Release,
  gone: ReadonlyMap<Resource, unknown>,
  subjects: readonly RemovalSubject[],
): (occurrence: Occurrence) => boolean {
  const byIdentity = Map.groupBy(release.resources ?? [], ({ identity }) => keyOf(identity));
  return (occurrence) => {
    const holding = occurrence.resource ? byIdentity.get(keyOf(occurrence.resource)) : undefined;
    if (holding) return holding.every((resource) => gone.has(resource));
    return subjects.some((subject) => isStatedBy(occurrence, subject, release));
  };
}

function isImageGone({ occurrences }: DeclaredImage, isGone: (occurrence: Occurrence) => boolean): boolean {
  const installed = occurrences.filter(({ conditional }) => conditional.length === 0);
  return (installed.length > 0 ? installed : occurrences).every(isGone);
}

/** Objects all of whose images, those that only prepare them aside, are asked for. */
function runningNothingElse(
  { inventory }: Release,
  asked: ReadonlySet<string>,
  { resources }: Cluster,
): readonly (readonly [Resource, Pick<GoneResource, 'why' | 'because'>])[] {
  if (asked.size === 0) return [];
  const run = inventory.images
    .flatMap(({ occurrences }) => occurrences)
    .filter(({ how, path }) => (how === 'pod-spec' || how === 'custom-resource') && !path.includes('initContainers['));
  const byResource = Map.groupBy(run, ({ resource }) => (resource ? keyOf(resource) : ''));
  return resources.flatMap((resource) => {
    const held = byResource.get(keyOf(resource.identity)) ?? [];
    if (held.length === 0 || !held.every(({ reference }) => asked.has(reference))) return [];
    const because = `${nameOf(resource)} runs ${[...new Set(held.map(({ reference }) => reference))].join(', ')} and nothing else.`;
    return [[resource, { why: 'subject', because }] as const];
  });
}

function keyOf({ apiVersion, kind, namespace, name }: ResourceIdentity): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}
