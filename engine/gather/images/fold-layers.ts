import type { Distribution } from '../../model/distribution.ts';
import type { LayerReading } from '../../model/layer.ts';
import type { InstalledPackage, Package, Place, RemovedPackage } from '../../model/package.ts';
import type { Gap } from '../../model/reading.ts';
import { findDistribution } from './find-distribution.ts';
import type { LayerStack } from './find-entry.ts';
import { findLockFiles, type LockFiles } from './find-lock-files.ts';
import { type FileOwner, findOwners } from './find-owners.ts';
import { coverOf } from './layer-cover.ts';
import { sizeOfPackage } from './package-size.ts';
import { placeLayers } from './place-layers.ts';
import { purlsOf } from './purls-of.ts';
import { findStanding, type GonePackage, type StandingPackage } from './standing-files.ts';
import { withoutRestated } from './without-restated.ts';

const unit = 'gather/images';
const distributionTypes = new Set(['deb', 'apk', 'rpm']);

/** The layers of one image with what each holds. */
export interface FoldRequest {
  /** Canonical reference; stands in the gaps. */
  readonly image: string;
  /** Digests as in the manifest, oldest first; a digest may come twice. */
  readonly layers: readonly string[];
  /** By digest. A layer without a reading is a gap. */
  readonly readings: ReadonlyMap<string, LayerReading>;
  /** How many of the lowest layers are the base image's. */
  readonly baseLayers: number;
}

/** What an image holds once its layers are put over each other. */
export interface FoldedImage {
  /** One for each purl, ordered by purl. */
  readonly packages: readonly InstalledPackage[];
  /** What is not there any more; one for each purl, ordered by purl. */
  readonly removed: readonly RemovedPackage[];
  /** As placed, oldest first. */
  readonly stack: LayerStack;
  readonly distribution?: Distribution;
  readonly gaps: readonly Gap[];
}

/**
 * Puts the layers of an image over each other: what stands, which layer first brought it, where.
 *
 * gaps    layer-unread (no reading, or one that stopped early), database-replaced, database-deleted, distribution-unknown, those of lock files, and those of
 *         the layers that still concern the image: a gap in a file that a later layer replaced or removed is gone with it
 * cost    O(files with packages × layers)
 */
export function foldLayers({ image, layers, readings, baseLayers }: FoldRequest): FoldedImage {
  const stack = placeLayers(layers.map((digest) => readings.get(digest)));
  const distribution = findDistribution(stack);
  const standing = findStanding(stack);
  const lockFiles = findLockFiles(standing.locks, standing.packages);
  const context = { layers, stack, baseLayers, distribution, owners: findOwners(stack, standing.packages), lockFiles };
  const packages = mergePackages(withoutRestated(standing.packages), context);
  const gaps = [...layerGaps(layers, stack), ...standing.gaps, ...lockFiles.gaps, ...distributionGaps(packages, distribution)];
  const removed = listRemoved(standing.gone, packages, context);
  return { packages, removed, stack, ...(distribution ? { distribution } : {}), gaps: gaps.map((gap) => ({ ...gap, image })) };
}

interface MergeContext {
  readonly layers: readonly string[];
  readonly baseLayers: number;
  readonly distribution: Distribution | undefined;
  readonly stack: LayerStack;
  readonly owners: FileOwner;
  readonly lockFiles: LockFiles;
}

function mergePackages(standing: readonly StandingPackage[], context: MergeContext): InstalledPackage[] {
  const groups = Map.groupBy(standing, ({ package: item }) => purlsOf(item, context.distribution).identity);
  return [...groups.values()].flatMap((group) => toInstalled(group, context)).sort((a, b) => (a.purl < b.purl ? -1 : 1));
}

const installed = new WeakMap<Package, InstalledPackage[]>();

/** One package from all that are it; the one that is certain tells its facts. Images that share it share the object. */
function toInstalled(group: readonly StandingPackage[], context: MergeContext): InstalledPackage[] {
  const { layers, stack, baseLayers, distribution, lockFiles } = context;
  const placeOf = ({ layer }: { readonly layer: number }, path: string): Place => ({ layer: layers[layer] ?? '', path });
  const ordered =
    group.length < 2 ? group : group.toSorted((a, b) => a.layer - b.layer || (a.package.path < b.package.path ? -1 : 1));
  const best = ordered.find(({ package: item }) => item.certainty === 'certain') ?? ordered[0];
  if (!best) return [];
  const told = {
    purl: purlsOf(best.package, distribution).purl,
    // Only a package that every layer above leaves alone goes away with a newer base.
    fromBase: ordered.every(({ layer }) => layer < baseLayers),
    ownedBy: ownerOf(ordered, context),
    places: distinctPlaces(ordered.map((each) => placeOf(each, each.package.path))),
    lockFiles: lockFiles.find(group).map((lock) => placeOf(lock, lock.found.path)),
  };
  const known = installed.get(best.package) ?? [];
  const same = known.find((one) => isSame(one, told));
  if (same) return [same];
  const { path: _path, line: _line, ...facts } = best.package;
  const sizeBytes = sizeOfPackage(best.package, stack[best.layer]);
  const { purl, lockFiles: locks, ...rest } = told;
  const item = {
    purl,
    ...facts,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...rest,
    ...(locks.length > 0 && { lockFiles: locks }),
  };
  installed.set(best.package, [...known, item]);
  return [item];
}

type Told = Pick<InstalledPackage, 'purl' | 'fromBase' | 'ownedBy' | 'places' | 'lockFiles'>;

function isSame(one: Told, other: Told): boolean {
  return (
    one.purl === other.purl &&
    one.fromBase === other.fromBase &&
    one.ownedBy === other.ownedBy &&
    arePlaces(one.places, other.places) &&
    arePlaces(one.lockFiles ?? [], other.lockFiles ?? [])
  );
}

function arePlaces(one: readonly Place[], other: readonly Place[]): boolean {
  return (
    one.length === other.length && one.every(({ layer, path }, at) => layer === other[at]?.layer && path === other[at]?.path)
  );
}

/** Only a package whose every place a distribution package installed is the distribution's. */
function ownerOf(group: readonly StandingPackage[], { owners, distribution }: MergeContext): string | null {
  const found = group.map((standing) => owners.find(standing));
  const [first] = found;
  return first && found.every((owner) => owner) ? purlsOf(first, distribution).purl : null;
}

/** What went and did not come back, by the layer that last took it away. */
function listRemoved(
  gone: readonly GonePackage[],
  packages: readonly InstalledPackage[],
  { layers, distribution }: MergeContext,
): RemovedPackage[] {
  const standing = new Set(packages.map(({ purl }) => purl));
  const removed = new Map<string, RemovedPackage>();
  for (const { package: item, layer, removedBy } of gone) {
    const { purl } = purlsOf(item, distribution);
    if (!standing.has(purl)) removed.set(purl, { purl, broughtBy: layers[layer] ?? '', removedBy: layers[removedBy] ?? '' });
  }
  return [...removed.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
}

function distinctPlaces(places: readonly Place[]): readonly Place[] {
  if (places.length < 2) return places;
  return [...new Map(places.map((place) => [`${place.layer}\0${place.path}`, place])).values()];
}

function layerGaps(layers: readonly string[], stack: readonly (LayerReading | undefined)[]): Gap[] {
  return layers.flatMap((digest, index) => {
    const reading = stack[index];
    if (!reading) return [{ code: 'layer-unread', unit, layer: digest, detail: 'the layer was not read' }];
    const later = stack.slice(index + 1);
    const gaps = reading.gaps.filter((gap) => gap.path === undefined || stillStands(gap.path, later));
    if (!reading.complete && reading.gaps.length === 0)
      gaps.push({ code: 'layer-unread', unit, detail: 'the layer was not read to its end' });
    return gaps.map((gap) => ({ ...gap, layer: digest }));
  });
}

function stillStands(path: string, later: readonly (LayerReading | undefined)[]): boolean {
  const file = path.split('!/', 1)[0] ?? path;
  return later.every((layer) => !layer || coverOf(layer).of(file) === 'kept');
}

function distributionGaps(packages: readonly InstalledPackage[], distribution: Distribution | undefined): Gap[] {
  if (distribution) return [];
  const count = packages.filter(({ type }) => distributionTypes.has(type)).length;
  if (count === 0) return [];
  const detail = `no layer states the distribution, and ${count} package${count === 1 ? '' : 's'} of one cannot be judged without it`;
  return [{ code: 'distribution-unknown', unit, detail }];
}
