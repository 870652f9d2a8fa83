import { parseLicenseExpression } from '../../../formats/spdx-expression/license-expression.ts';
import type { ImageLicenses, LicenseCounts, LicenseFigures, LicenseKind, LicenseRow } from '../../../model/license-figures.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { ReleaseImage } from '../../../model/release.ts';

/**
 * The licenses of a release and of each of its images, the unknown counted.
 *
 * faults  throws a bug when the rows do not sum to the packages
 * cost    O(packages)
 */
export function toLicenseFigures(images: readonly ReleaseImage[]): LicenseFigures {
  const packages = collect(images, ({ purl }) => purl);
  const references = collect(images, (_, { reference }) => reference);
  const rows = toRows(packages).map((row) => ({ ...row, images: references.get(row.license) ?? 0 }));
  return { counts: countRows(rows, 'the release', sumOf(packages)), rows, images: images.map(toImageLicenses) };
}

function toImageLicenses(image: ReleaseImage): ImageLicenses {
  const { reference, platform, status, packages } = image;
  const rows = toRows(collect([image], ({ purl }) => purl));
  return { reference, platform, status, counts: countRows(rows, reference, packages.length), rows };
}

/** By license: how many distinct names there are of what has it. */
function collect(
  images: readonly ReleaseImage[],
  nameOf: (item: InstalledPackage, image: ReleaseImage) => string,
): ReadonlyMap<string, number> {
  const names = new Map<string, Set<string>>();
  for (const image of images) {
    for (const item of image.packages) {
      const { license = '' } = item;
      const known = names.get(license) ?? new Set();
      names.set(license, known.add(nameOf(item, image)));
    }
  }
  return new Map([...names].map(([license, { size }]) => [license, size]));
}

function toRows(byLicense: ReadonlyMap<string, number>): readonly LicenseRow[] {
  const rows = [...byLicense].map(([license, packages]) => ({ license, kind: kindOf(license), packages }));
  return rows.toSorted((a, b) => b.packages - a.packages || (a.license < b.license ? -1 : 1));
}

function kindOf(license: string): LicenseKind {
  if (license === '') return 'none';
  return parseLicenseExpression(license) ? 'spdx' : 'other';
}

function sumOf(byLicense: ReadonlyMap<string, number>): number {
  return [...byLicense.values()].reduce((sum, count) => sum + count, 0);
}

function countRows(rows: readonly LicenseRow[], what: string, packages: number): LicenseCounts {
  const sum = (kind: LicenseKind) => rows.reduce((all, row) => all + (row.kind === kind ? row.packages : 0), 0);
  const counts = { packages, spdx: sum('spdx'), other: sum('other'), none: sum('none') };
  if (counts.spdx + counts.other + counts.none !== packages)
    throw new Error(
      `licenses of ${what}: the rows sum to ${counts.spdx + counts.other + counts.none}, there are ${packages} packages`,
    );
  return counts;
}
