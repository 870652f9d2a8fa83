import type { ComparedPackage, ContentDifference, VersionDifference } from '../../model/sbom-comparison.ts';

/**
 * How what Plimsoll sees in an image differs from what an SBOM says of it.
 *
 * in      packages of the image, and of the SBOM (`readSbom`); any order. What a distribution package of the image installed is that package
 *         seen twice: it counts only where the SBOM lists it too
 * out     a package is known by its type and name, in whatever case; each version of it counts once. Nothing is judged: what only one
 *         of them has may be a mistake of either
 * cost    O(packages)
 */
export function compareContents(
  ours: readonly (ComparedPackage & { readonly ownedBy?: string | null })[],
  theirs: readonly ComparedPackage[],
): ContentDifference {
  const other = byName(theirs);
  const own = byName(ours.filter((item) => !item.ownedBy || other.get(keyOf(item))?.has(plainVersion(item))));
  let same = 0;
  const onlyOurs: ComparedPackage[] = [];
  const versionDiffers: VersionDifference[] = [];
  for (const [key, versions] of own) {
    const rival = other.get(key);
    const alone = [...versions].filter(([version]) => !rival?.has(version));
    same += versions.size - alone.length;
    if (!rival) onlyOurs.push(...versions.values());
    else
      versionDiffers.push(
        ...differing(
          alone,
          [...rival].filter(([version]) => !versions.has(version)),
        ),
      );
  }
  const onlyTheirs = [...other].flatMap(([key, versions]) => (own.has(key) ? [] : [...versions.values()]));
  return {
    same,
    onlyOurs: onlyOurs.toSorted(byPurl),
    onlyTheirs: onlyTheirs.toSorted(byPurl),
    versionDiffers: versionDiffers.toSorted(byTitle),
  };
}

type Versions = Map<string, ComparedPackage>;
type Entries = readonly (readonly [string, ComparedPackage])[];

function differing(ours: Entries, theirs: Entries): VersionDifference[] {
  const [, first] = ours[0] ?? theirs[0] ?? [];
  if (!first) return [];
  const versions = (entries: Entries) => entries.map(([, { version }]) => version).toSorted();
  return [{ type: first.type, name: first.name, ours: versions(ours), theirs: versions(theirs) }];
}

function byName(packages: readonly ComparedPackage[]): ReadonlyMap<string, Versions> {
  const names = new Map<string, Versions>();
  for (const { type, name, version, purl } of packages) {
    const item = { type, name, version, purl };
    const key = keyOf(item);
    const versions = names.get(key) ?? new Map();
    versions.set(plainVersion(item), versions.get(plainVersion(item)) ?? item);
    names.set(key, versions);
  }
  return names;
}

function keyOf({ type, name }: ComparedPackage): string {
  return `${type}\n${name.toLowerCase()}`;
}

/** An epoch of nought is one that is not written; Go's `v` is left out by some. */
function plainVersion({ type, version }: ComparedPackage): string {
  if (type === 'rpm' || type === 'deb') return version.replace(/^0:/, '');
  return type === 'golang' ? version.replace(/^v(?=\d)/, '') : version;
}

function byPurl(a: ComparedPackage, b: ComparedPackage): number {
  return a.purl < b.purl ? -1 : a.purl > b.purl ? 1 : 0;
}

function byTitle(a: VersionDifference, b: VersionDifference): number {
  const [one, other] = [`${a.type}\n${a.name}`, `${b.type}\n${b.name}`];
  return one < other ? -1 : one > other ? 1 : 0;
}
