import type { ReleaseImage } from '../../../model/release.ts';
import type { KeyedChange } from './find-changes.ts';
import { createNameOf } from './package-index.ts';

/** The images that changes are about, with the packages that they are about and those that own these. */
export function keepConcerned(
  images: readonly ReleaseImage[],
  changes: readonly KeyedChange[],
  nameOf: (reference: string) => string,
): readonly ReleaseImage[] {
  const concerned = packagesByImage(changes);
  const nameOfPackage = createNameOf();
  return images.flatMap((image) => {
    const named = concerned.get(`${nameOf(image.reference)}\n${image.platform}`);
    const kept = named ? image.packages.filter((item) => named.has(nameOfPackage(item))) : [];
    const owners = new Set(kept.flatMap(({ ownedBy }) => ownedBy ?? []));
    return kept.length === 0
      ? []
      : [{ ...image, packages: [...kept, ...image.packages.filter((item) => owners.has(item.purl) && !kept.includes(item))] }];
  });
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
