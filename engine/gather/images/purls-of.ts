import { toPackagePurl } from '../../formats/purl/to-package-purl.ts';
import type { Distribution } from '../../model/distribution.ts';
import type { Package } from '../../model/package.ts';

/** What a package is called on a distribution. */
export interface PackagePurls {
  readonly purl: string;
  /** The purl but for the source package: a database states it, and a document that lists the same package mostly does not. */
  readonly identity: string;
}

const unknownDistribution = {};
const known = new WeakMap<object, WeakMap<Package, PackagePurls>>();

/** The purls of a package as a layer states it. Made once for each distribution, however many images share the layer. */
export function purlsOf(item: Package, distribution: Distribution | undefined): PackagePurls {
  const key = distribution ?? unknownDistribution;
  let ofDistribution = known.get(key);
  if (!ofDistribution) {
    ofDistribution = new WeakMap();
    known.set(key, ofDistribution);
  }
  const found = ofDistribution.get(item);
  if (found) return found;
  const made = makePurls(item, distribution);
  ofDistribution.set(item, made);
  return made;
}

function makePurls(item: Package, distribution: Distribution | undefined): PackagePurls {
  const purl = toPackagePurl(item, distribution);
  const { source, ...rest } = item;
  return { purl, identity: source ? toPackagePurl(rest, distribution) : purl };
}
