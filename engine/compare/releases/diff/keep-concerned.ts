import type { InstalledPackage } from '../../../model/package.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import type { KeyedChange } from './find-changes.ts';
import type { FindingKeys } from './finding-key.ts';
import type { FindPackages } from './package-index.ts';

/** What names and finds that of which changes are. */
export interface Names {
  readonly keys: FindingKeys;
  readonly nameOf: (reference: string) => string;
  readonly findPackages: FindPackages;
}

/** The images that changes are about, with the packages that they are about and those that own these. */
export function keepConcerned(
  images: readonly ReleaseImage[],
  changes: readonly KeyedChange[],
  { keys, nameOf, findPackages }: Names,
): readonly ReleaseImage[] {
  const concerned = packagesByImage(changes, keys);
  return images.flatMap((image) => {
    const named = concerned.get(`${nameOf(image.reference)}\n${image.platform}`) ?? [];
    const kept = [...named].flatMap((name) => findPackages(image, name));
    return kept.length === 0 ? [] : [{ ...image, packages: [...kept, ...ownersOf(kept, image)] }];
  });
}

function ownersOf(kept: readonly InstalledPackage[], { packages }: ReleaseImage): readonly InstalledPackage[] {
  const owners = new Set(kept.flatMap(({ ownedBy }) => ownedBy ?? []));
  return owners.size === 0 ? [] : packages.filter((item) => owners.has(item.purl) && !kept.includes(item));
}

/** Image and platform → the packages that changes there are about. */
function packagesByImage(changes: readonly KeyedChange[], keys: FindingKeys): ReadonlyMap<string, ReadonlySet<string>> {
  const concerned = new Map<string, Set<string>>();
  for (const { key } of changes) {
    const image = keys.imageOf(key);
    concerned.set(image, (concerned.get(image) ?? new Set()).add(keys.packageOf(key)));
  }
  return concerned;
}
