import { toFindingPurl } from '../../../formats/purl/to-finding-purl.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import { packageOf } from './finding-key.ts';

/** The packages of an image that have a name as findings give it: a purl without its version. */
export type FindPackages = (image: ReleaseImage, name: string) => readonly InstalledPackage[];

/** Looks packages of some names up; an image is indexed when it is first asked about. */
export function createPackageIndex(names: ReadonlySet<string>): FindPackages {
  const indexes = new Map<ReleaseImage, ReadonlyMap<string | undefined, readonly InstalledPackage[]>>();
  const nameOf = createNameOf(names);
  return (image, name) => {
    const index = indexes.get(image) ?? Map.groupBy(image.packages, nameOf);
    indexes.set(image, index);
    return index.get(name) ?? [];
  };
}

/** Names packages as findings do, without their version, undefined where nobody asks for that name; what images share is named once. */
function createNameOf(asked: ReadonlySet<string>): (item: InstalledPackage) => string | undefined {
  const names = new Map<InstalledPackage, string>();
  return (item) => {
    const known = names.get(item);
    if (known !== undefined) return known || undefined;
    const name = packageOf(toFindingPurl(item.purl));
    names.set(item, asked.has(name) ? name : '');
    return asked.has(name) ? name : undefined;
  };
}
