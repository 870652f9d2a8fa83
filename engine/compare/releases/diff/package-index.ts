import { toFindingPurl } from '../../../formats/purl/to-finding-purl.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import { packageOf } from './finding-key.ts';

/** The packages of an image that have a name as findings give it: a purl without its version. */
export type FindPackages = (image: ReleaseImage, name: string) => readonly InstalledPackage[];

/** Looks packages up by name; an image is indexed when it is first asked about. */
export function createPackageIndex(): FindPackages {
  const indexes = new Map<ReleaseImage, ReadonlyMap<string, readonly InstalledPackage[]>>();
  const nameOf = createNameOf();
  return (image, name) => {
    const index = indexes.get(image) ?? Map.groupBy(image.packages, nameOf);
    indexes.set(image, index);
    return index.get(name) ?? [];
  };
}

/** Names packages as findings do, without their version; what images share is named once. */
function createNameOf(): (item: InstalledPackage) => string {
  const names = new Map<InstalledPackage, string>();
  return (item) => {
    const known = names.get(item);
    if (known !== undefined) return known;
    const name = packageOf(toFindingPurl(item.purl));
    names.set(item, name);
    return name;
  };
}
