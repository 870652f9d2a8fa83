import { toFindingPurl } from '../../../formats/purl/to-finding-purl.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import type { KeyedChange } from './find-changes.ts';
import { packageOf } from './finding-key.ts';

/** The images that changes are about, with the packages that they are about and those that own these. */
export function keepConcerned(
  images: readonly ReleaseImage[],
  changes: readonly KeyedChange[],
  nameOf: (reference: string) => string,
): readonly ReleaseImage[] {
  const concerned = new Set(changes.map(({ key }) => key.slice(0, key.lastIndexOf('\n'))));
  return images.flatMap((image) => {
    const prefix = `${nameOf(image.reference)}\n${image.platform}\n`;
    const kept = image.packages.filter(({ purl }) => concerned.has(prefix + packageOf(toFindingPurl(purl))));
    const owners = new Set(kept.flatMap(({ ownedBy }) => ownedBy ?? []));
    return kept.length === 0
      ? []
      : [{ ...image, packages: [...kept, ...image.packages.filter((item) => owners.has(item.purl) && !kept.includes(item))] }];
  });
}
