import type { InstalledPackage } from '../../../model/package.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import type { KeyedChange } from './find-changes.ts';
import type { FindPackages } from './package-index.ts';

/** The images that changes are about, with the packages that they are about and those that own these. */
export function keepConcerned(
  images: readonly ReleaseImage[],
  changes: readonly KeyedChange[],
  { nameOf, findPackages }: { readonly nameOf: (reference: string) => string; readonly findPackages: FindPackages },
): readonly ReleaseImage[] {
  const concerned = packagesByImage(changes);
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
function packagesByImage(changes: readonly KeyedChange[]): ReadonlyMap<string, ReadonlySet<string>> {
  const concerned = new Map<string, Set<string>>();
  for (const { key } of changes) {
    const end = key.indexOf('\n', key.indexOf('\n') + 1);
    const image = key.slice(0, end);
    const names = concerned.get(image) ?? new Set();
    concerned.set(image, names.add(key.slice(end + 1, key.lastIndexOf('\n'))));
  }
  return concerned;
}
