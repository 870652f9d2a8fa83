import { canonicalize } from '../../formats/reference/reference.ts';
import type { BaseCandidate, BaseImage, BaseList } from '../../model/image.ts';

/** What of an image tells its base. */
export interface BaseSubject {
  /** Manifest digest. */
  readonly digest: string;
  /** Digest of the index that names it, where one does. */
  readonly indexDigest?: string;
  /** Canonical references of the release that name it. */
  readonly references?: readonly string[];
  /** Digests of the uncompressed layers, oldest first. */
  readonly diffIds: readonly string[];
  /** Digests of the layers as stored, oldest first. */
  readonly layerDigests?: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** An image that is known as a base, on one platform. */
export interface KnownBase {
  readonly name: string;
  /** Of its manifest or index. */
  readonly digest?: string;
  /** Digests of its layers, oldest first: all as stored, or all uncompressed. */
  readonly layers: readonly string[];
  /** Whose list it stands in; the project's where it is left out. */
  readonly list?: BaseList;
}

const annotation = { name: 'org.opencontainers.image.base.name', digest: 'org.opencontainers.image.base.digest' };
const mostRivals = 10;

/**
 * What each image was built on, and how many of its lowest layers are the base's.
 *
 * in      every image of the release, those with one digest as one; the bases that the project and Plimsoll know
 * out     by manifest digest, where something tells it. What the image's annotations or labels name comes first, with the layers of that
 *         image where the release or the project has it; else the longest chain of layers that is a known base's, or that is shared with
 *         another image of the release, being the whole of that image or what both go on from. An annotation that names an image whose
 *         layers nobody has counts what all images that name it have in common, or the longest chain where no other does
 * cost    O(images × layers) with maps of chains
 * source  OCI image-spec 1.1, annotations.md, "Pre-Defined Annotation Keys"
 */
export function findBases(images: readonly BaseSubject[], known: readonly KnownBase[] = []): ReadonlyMap<string, BaseImage> {
  const distinct = [...new Map(images.map((image) => [image.digest, image])).values()];
  const context = {
    byName: new Map(distinct.flatMap((image) => namesOf(image).map((name) => [name, image] as const))),
    chains: countChains(distinct),
    wholes: Map.groupBy(distinct, ({ diffIds }) => keyOf(diffIds)),
    known,
    annotated: Map.groupBy(distinct, (image) => keyOf(Object.values(statedBase(image)).map(String))),
  };
  return new Map(
    distinct.flatMap((image) => {
      const base = findBase(image, context);
      return base ? [[image.digest, base] as const] : [];
    }),
  );
}

interface BaseContext {
  /** By digest of manifest and index, and by reference. */
  readonly byName: ReadonlyMap<string, BaseSubject>;
  /** How many images have each chain of lowest layers. */
  readonly chains: ReadonlyMap<string, number>;
  readonly wholes: ReadonlyMap<string, readonly BaseSubject[]>;
  readonly known: readonly KnownBase[];
  /** By the base that they state. */
  readonly annotated: ReadonlyMap<string, readonly BaseSubject[]>;
}

function findBase(image: BaseSubject, context: BaseContext): BaseImage | undefined {
  const byChain = [...knownBelow(image, context.known), ...sharedBelow(image, context)].toSorted(byLayers);
  const annotated = annotatedBase(image, context, byChain[0]?.layers ?? 0);
  const candidates = annotated ? [annotated, ...byChain] : byChain;
  const [best, ...others] = candidates;
  if (!best) return undefined;
  const rivals = others.filter((other) => other.name !== null && !isSame(other, best));
  return { ...best, rivals: distinctCandidates(rivals).slice(0, mostRivals) };
}

/** As annotations say it, else labels. */
function statedBase({ annotations, labels }: BaseSubject): Pick<BaseCandidate, 'name' | 'digest'> {
  const [name = null, digest = null] = [annotation.name, annotation.digest].map((key) => annotations[key] || labels[key] || null);
  return { name: name && (canonicalize(name) ?? name), digest };
}

function annotatedBase(image: BaseSubject, context: BaseContext, longest: number): BaseCandidate | undefined {
  const { byName, known, annotated } = context;
  const { name, digest } = statedBase(image);
  if (!name && !digest) return undefined;
  const asked = { name, digest, how: 'annotation' as const };
  const found = byName.get(digest ?? name ?? '');
  if (found) {
    const layers = isProperPrefix(found.diffIds, image.diffIds) ? found.diffIds.length : 0;
    const own = { name: found.references?.[0] ?? null, digest: found.digest };
    return { ...asked, name: asked.name ?? own.name, digest: asked.digest ?? own.digest, layers };
  }
  const listed = known.find((base) => (digest ? base.digest === digest : base.name === name) && isBelow(base, image));
  const others = annotated.get(keyOf([String(name), String(digest)])) ?? [];
  const layers = listed?.layers.length ?? commonLayers(image, others, longest);
  return { ...asked, name: asked.name ?? listed?.name ?? null, layers };
}

/** What all images that name one base have in common is its layers, or a little more. */
function commonLayers(image: BaseSubject, others: readonly BaseSubject[], longest: number): number {
  if (others.length < 2) return longest;
  const differs = image.diffIds.findIndex((diffId, index) => others.some(({ diffIds }) => diffIds[index] !== diffId));
  const most = Math.min(...others.map(({ diffIds }) => diffIds.length - 1));
  return Math.max(0, differs < 0 ? most : Math.min(differs, most));
}

function knownBelow(image: BaseSubject, known: readonly KnownBase[]): BaseCandidate[] {
  const below = known.filter((base) => isBelow(base, image));
  const longest = Math.max(...below.map(({ layers }) => layers.length));
  return below
    .filter(({ layers }) => layers.length === longest)
    .map(({ name, digest, layers, list = 'project' }) => ({
      name,
      digest: digest ?? null,
      layers: layers.length,
      how: 'known',
      list,
    }));
}

function isBelow({ layers }: KnownBase, { diffIds, layerDigests = [] }: BaseSubject): boolean {
  return isProperPrefix(layers, diffIds) || isProperPrefix(layers, layerDigests);
}

function sharedBelow(image: BaseSubject, { chains, wholes }: BaseContext): BaseCandidate[] {
  const layers = longestShared(image, chains);
  if (layers === 0) return [];
  const named = (wholes.get(keyOf(image.diffIds.slice(0, layers))) ?? []).filter(({ digest }) => digest !== image.digest);
  if (named.length === 0) return [{ name: null, digest: null, layers, how: 'shared' }];
  return named.map(({ references, digest }) => ({ name: references?.toSorted()[0] ?? null, digest, layers, how: 'shared' }));
}

/** By digest where both have one, else by name. */
function isSame(one: BaseCandidate, other: BaseCandidate): boolean {
  return one.digest !== null && other.digest !== null ? one.digest === other.digest : one.name === other.name;
}

/** The most layers first, then who says it, then by name. */
function byLayers(a: BaseCandidate, b: BaseCandidate): number {
  return b.layers - a.layers || rank(a) - rank(b) || (`${a.name} ${a.digest}` < `${b.name} ${b.digest}` ? -1 : 1);
}

/** What the project knows, an image of the release, what Plimsoll knows, layers without a name. */
function rank({ how, list, name }: BaseCandidate): number {
  if (how === 'known') return list === 'plimsoll' ? 2 : 0;
  return name === null ? 3 : 1;
}

function distinctCandidates(candidates: readonly BaseCandidate[]): BaseCandidate[] {
  return [...new Map(candidates.toReversed().map((each) => [`${each.name} ${each.digest}`, each])).values()].toReversed();
}

function namesOf({ digest, indexDigest, references = [] }: BaseSubject): string[] {
  return [digest, ...(indexDigest === undefined ? [] : [indexDigest]), ...references];
}

function countChains(images: readonly BaseSubject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const chain of images.flatMap(chainsOf)) counts.set(chain, (counts.get(chain) ?? 0) + 1);
  return counts;
}

/** A shared prefix ends where some image that has it does not have the next layer too. */
function longestShared(image: BaseSubject, counts: ReadonlyMap<string, number>): number {
  const shared = chainsOf(image).map((chain) => counts.get(chain) ?? 0);
  return shared.findLastIndex((count, index) => count > (shared[index + 1] ?? count)) + 1;
}

function chainsOf({ diffIds }: BaseSubject): string[] {
  return diffIds.map((_, index) => keyOf(diffIds.slice(0, index + 1)));
}

function keyOf(chain: readonly string[]): string {
  return chain.join(' ');
}

function isProperPrefix(prefix: readonly string[], whole: readonly string[]): boolean {
  return prefix.length > 0 && prefix.length < whole.length && prefix.every((layer, index) => whole[index] === layer);
}
