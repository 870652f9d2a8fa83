import { Buffer } from 'node:buffer';
import { unhashed, unpackDigests } from '../../../formats/file-digests/file-digests.ts';
import type { FileDigests, InstalledFiles } from '../../../model/layer.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { RecordedLayer, Release, ReleaseImage } from '../../../model/release.ts';
import type { HashedLayer, IndexedFile } from './record-index.ts';

/** A file with its digest, 64 hexadecimal digits. */
export type FileRow = readonly [sha256: string, file: IndexedFile];

/** Every file that stands in an image and has a digest; once for each distinct layer and each package that it belongs to. */
export function fileRowsOf({ images }: Pick<Release, 'images'>): readonly FileRow[] {
  const packages = images.map(toPackages);
  const holders = images.flatMap(({ layers }, image) => layers.map((layer) => ({ image, layer, packages: packages[image] })));
  return [...Map.groupBy(holders, ({ layer }) => layer.digest)].flatMap(([layer, held]) =>
    // Of one layer, paths differ where an image has a link above them.
    [...Map.groupBy(held, (each) => each.layer.fileDigests)].flatMap(([digests, alike]) =>
      digests ? rowsOf(layer, digests, alike) : [],
    ),
  );
}

interface Holder {
  /** Index of the image. */
  readonly image: number;
  readonly layer: RecordedLayer;
  readonly packages: ImagePackages | undefined;
}

function rowsOf(layer: string, digests: FileDigests, held: readonly Holder[]): FileRow[] {
  const holders = held.map((holder) => ({ ...holder, hidden: new Set(holder.layer.hiddenFiles) }));
  const installers = new Map(digests.owners?.flatMap((owner) => owner.files.map((place) => [place, owner] as const)));
  return [...unpackDigests(digests)].flatMap(([path, digest], place): FileRow[] => {
    if (digest === unhashed) return [];
    const sha256 = Buffer.from(digest, 'latin1').toString('hex');
    const standing = holders.filter(({ hidden }) => !hidden.has(place));
    const byPurl = Map.groupBy(standing, ({ packages }) => packages?.ownerOf(path, installers.get(place)) ?? null);
    return [...byPurl].map(([purl, holding]) => {
      const images = [...new Set(holding.map(({ image }) => image))];
      return [sha256, { layer, path, images, purl }];
    });
  });
}

/** The packages of an image, by what tells whose a file is. */
interface ImagePackages {
  /** Purl of the one package that was found in the file or that owns it, else of the one that says it installed it. */
  ownerOf(path: string, installer: InstalledFiles | undefined): string | undefined;
}

const typeOf: ReadonlyMap<string, string> = new Map([
  ['dpkg', 'deb'],
  ['apk', 'apk'],
  ['rpm', 'rpm'],
]);
const distributionTypes: ReadonlySet<string> = new Set(typeOf.values());

function toPackages({ packages }: ReleaseImage): ImagePackages {
  const installed = Map.groupBy(packages, ({ type, name }) => `${type} ${name}`);
  // What stands at the place of a distribution's package is its database, and no file of it.
  const placed = packages.filter(({ type }) => !distributionTypes.has(type));
  const found = Map.groupBy(
    placed.flatMap(({ purl, ownedBy, places }) => places.map(({ path }) => ({ path, owner: ownedBy ?? purl }))),
    ({ path }) => path,
  );
  const findInstalled = (by: InstalledFiles) =>
    only(
      (installed.get(`${typeOf.get(by.cataloger)} ${by.name}`) ?? []).filter((item) => isIt(by, item)).map(({ purl }) => purl),
    );
  const known = new Map<InstalledFiles, string | undefined>();
  return {
    ownerOf(path, installer) {
      const owner = only(found.get(path)?.map((each) => each.owner) ?? []);
      if (owner !== undefined || !installer) return owner;
      if (!known.has(installer)) known.set(installer, findInstalled(installer));
      return known.get(installer);
    },
  };
}

function isIt({ version, architecture }: InstalledFiles, item: InstalledPackage): boolean {
  return (version ?? item.version) === item.version && (architecture ?? item.architecture) === item.architecture;
}

function only(purls: readonly string[]): string | undefined {
  return new Set(purls).size === 1 ? purls[0] : undefined;
}

/** How many files of each distinct layer have a digest; without the layers that were read without digests. */
export function hashedLayersOf({ images }: Pick<Release, 'images'>): readonly HashedLayer[] {
  const layers = new Map(images.flatMap((image) => image.layers.map((layer) => [layer.digest, layer] as const)));
  return [...layers.values()].flatMap(({ digest, fileDigests }) =>
    fileDigests ? { digest, files: fileDigests.paths.length, unhashed: fileDigests.unhashed } : [],
  );
}
