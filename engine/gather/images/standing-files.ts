import type { FoundPackages, LayerReading } from '../../model/layer.ts';
import type { Package } from '../../model/package.ts';
import type { Gap } from '../../model/reading.ts';
import type { StandingLock } from './find-lock-files.ts';
import { coverOf } from './layer-cover.ts';

const unit = 'gather/images';
/** Catalogers of distribution databases: their packages stay on disk when the database goes. */
const distributionCatalogers = new Set(['dpkg', 'apk', 'rpm']);

/** One package with the layer that first brought it. */
export interface StandingPackage {
  readonly package: Package;
  /** 0 is the oldest layer. */
  readonly layer: number;
}

/** A file that packages were found in, as it stands after some layers. */
interface StandingFile {
  readonly found: FoundPackages;
  /** That has the file. */
  readonly layer: number;
  readonly packages: readonly StandingPackage[];
}

/** A package with the layers that brought it and took it away. */
export interface GonePackage extends StandingPackage {
  readonly removedBy: number;
}

/** What stands after all layers. */
export interface Standing {
  readonly packages: readonly StandingPackage[];
  /** In the order that they went. One that went may have come back, or stand elsewhere. */
  readonly gone: readonly GonePackage[];
  readonly locks: readonly StandingLock[];
  readonly gaps: readonly Gap[];
}

/**
 * Which packages stand when all layers are put over each other, and which layer first brought each.
 *
 * in      readings, oldest first; undefined for a layer without one
 * out     packages ordered by layer, then as found; the lock files that stand
 * gaps    database-replaced, database-deleted: a distribution database went, so its packages cannot be seen any more
 * cost    O(files with packages × layers)
 * source  OCI image-spec 1.1, layer.md
 */
export function findStanding(layers: readonly (LayerReading | undefined)[]): Standing {
  const standing = new Map<string, StandingFile>();
  const gaps: Gap[] = [];
  const gone: GonePackage[] = [];
  for (const [index, layer] of layers.entries()) {
    if (!layer) continue;
    const lost = takeCovered(standing, layer);
    const inherited = inherit(layer.found, lost);
    for (const found of layer.found) standing.set(keyOf(found), standingFile(found, index, inherited.get(found)));
    const continued = new Set([...inherited.values()].map((file) => file.found));
    for (const { file } of lost.filter((each) => !isLostDatabase(each, layer, continued)))
      gone.push(...file.packages.map((item) => ({ ...item, removedBy: index })));
    gaps.push(...lostGaps(layer, lost, continued));
  }
  const files = [...standing.values()];
  const packages = files.flatMap((file) => file.packages);
  return { packages: packages.sort((a, b) => a.layer - b.layer), gone, locks: files.filter(({ found }) => found.locked), gaps };
}

interface LostFile {
  readonly file: StandingFile;
  readonly how: 'replaced' | 'removed';
}

function takeCovered(standing: Map<string, StandingFile>, layer: LayerReading): LostFile[] {
  const cover = coverOf(layer);
  const lost: LostFile[] = [];
  for (const [key, file] of standing) {
    const how = cover.of(file.found.path);
    if (how === 'kept') continue;
    standing.delete(key);
    lost.push({ file, how });
  }
  return lost;
}

/** For each file of a layer the one that it continues: the same path, or a distribution database that moved, which keeps its name. */
function inherit(founds: readonly FoundPackages[], lost: readonly LostFile[]): Map<FoundPackages, StandingFile> {
  const byKey = new Map<string, StandingFile>();
  for (const { file } of lost) {
    byKey.set(keyOf(file.found), file);
    if (isDatabase(file.found)) byKey.set(nameKeyOf(file.found), file);
  }
  const inherited = new Map<FoundPackages, StandingFile>();
  if (byKey.size === 0) return inherited;
  for (const found of founds) {
    const before = byKey.get(keyOf(found)) ?? (isDatabase(found) ? byKey.get(nameKeyOf(found)) : undefined);
    if (before) inherited.set(found, before);
  }
  return inherited;
}

function standingFile(found: FoundPackages, layer: number, before: StandingFile | undefined): StandingFile {
  if (!before) return { found, layer, packages: found.packages.map((item) => ({ package: item, layer })) };
  const earlier = new Map(before.packages.map((standing) => [identityOf(standing.package, before.found.path), standing.layer]));
  return {
    found,
    layer,
    packages: found.packages.map((item) => ({ package: item, layer: earlier.get(identityOf(item, found.path)) ?? layer })),
  };
}

/** Databases that went, and whose place no database with packages took. */
function lostGaps(layer: LayerReading, lost: readonly LostFile[], continued: ReadonlySet<FoundPackages>): Gap[] {
  return lost
    .filter((each) => isLostDatabase(each, layer, continued))
    .map(({ file, how }) => {
      const count = file.packages.length;
      const what = how === 'removed' ? 'deleted' : 'replaced by something that lists no packages';
      const detail = `the ${file.found.cataloger} database was ${what}; ${count} package${count === 1 ? '' : 's'} it listed cannot be seen any more, though their files may remain`;
      const code = how === 'removed' ? 'database-deleted' : 'database-replaced';
      return { code, unit, path: file.found.path, layer: layer.digest, detail };
    });
}

function isLostDatabase({ file }: LostFile, layer: LayerReading, continued: ReadonlySet<FoundPackages>): boolean {
  const { found, packages } = file;
  if (!isDatabase(found) || packages.length === 0) return false;
  if (!continued.has(found)) return true;
  const keys = new Set([keyOf(found), nameKeyOf(found)]);
  return !layer.found.some((each) => each.packages.length > 0 && (keys.has(keyOf(each)) || keys.has(nameKeyOf(each))));
}

function isDatabase(found: FoundPackages): boolean {
  return distributionCatalogers.has(found.cataloger);
}

function keyOf(found: FoundPackages): string {
  return `${found.cataloger}\0${found.path}`;
}

function nameKeyOf(found: FoundPackages): string {
  return `${found.cataloger}\0\0${found.path.slice(found.path.lastIndexOf('/') + 1)}`;
}

/** Within its file, whatever that is called by now. */
function identityOf(item: Package, filePath: string): string {
  return `${item.name}\0${item.version}\0${item.architecture ?? ''}\0${item.path.slice(filePath.length)}`;
}
