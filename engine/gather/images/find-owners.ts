import type { LayerReading, OwnedFiles } from '../../model/layer.ts';
import type { Package } from '../../model/package.ts';
import type { LayerStack } from './find-entry.ts';
import { coverOf } from './layer-cover.ts';
import type { StandingPackage } from './standing-files.ts';

const catalogerOf: ReadonlyMap<Package['type'], string> = new Map([
  ['deb', 'dpkg'],
  ['apk', 'apk'],
  ['rpm', 'rpm'],
]);
const merged = /^s?bin\/|^lib(?:32|64|x32|o32)?\//;

/** Whose a file is. */
export interface FileOwner {
  /** The package that installed the place of another package; undefined where none did, or somebody put another file there since. */
  find(standing: StandingPackage): Package | undefined;
}

/** Whether a package is one of a distribution's own. */
export function isOfDistribution({ type }: Pick<Package, 'type'>): boolean {
  return catalogerOf.has(type);
}

/**
 * Which distribution package installed the file that another package was found in.
 *
 * in      layers as placed, oldest first; what stands after all of them
 * out     the owner, where the list of its files names the file and it stands in its version. A file that came in a later layer than
 *         the package is not the package's any more: somebody installed over it
 * source  dpkg-query(1), `--search`; apk info --who-owns; rpm -qf
 */
export function findOwners(stack: LayerStack, standing: readonly StandingPackage[]): FileOwner {
  const installed = Map.groupBy(
    standing.filter(({ package: item }) => isOfDistribution(item)),
    ({ package: item }) => `${catalogerOf.get(item.type)} ${item.name}`,
  );
  const owners = new Map<string, StandingPackage>();
  for (const [index, layer] of stack.entries())
    for (const owned of layer?.facts?.owned ?? []) {
      const owner = installed.get(`${owned.cataloger} ${owned.name}`)?.find((candidate) => isOf(owned, candidate.package));
      if (!owner || (owned.version === undefined && !isKept(owned.path, stack.slice(index + 1)))) continue;
      for (const file of owned.files) owners.set(mergedPath(file), owner);
    }
  return {
    find({ package: item, layer }) {
      if (owners.size === 0 || isOfDistribution(item)) return undefined;
      const owner = owners.get(mergedPath(item.path.split('!/', 1)[0] ?? ''));
      return owner && layer <= owner.layer ? owner.package : undefined;
    },
  };
}

function isOf({ version, architecture }: OwnedFiles, item: Package): boolean {
  return (version ?? item.version) === item.version && (architecture ?? item.architecture) === item.architecture;
}

function isKept(path: string, later: readonly (LayerReading | undefined)[]): boolean {
  return later.every((layer) => !layer || coverOf(layer).of(path) === 'kept');
}

/** Packages spell a file as it was before its directory was merged into `usr`. */
function mergedPath(path: string): string {
  return merged.test(path) ? `usr/${path}` : path;
}
