import { Buffer } from 'node:buffer';
import { unhashed, unpackDigests } from '../../../formats/file-digests/file-digests.ts';
import type { FileDigests } from '../../../model/layer.ts';
import type { RecordedLayer, Release, ReleaseImage } from '../../../model/release.ts';
import type { HashedLayer, IndexedFile } from './record-index.ts';

/** A file with its digest, 64 hexadecimal digits. */
export type FileRow = readonly [sha256: string, file: IndexedFile];

/** Packages whose place is the database of the distribution, and no file of theirs. */
const listed: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);

/** Every file that stands in an image and has a digest; once for each distinct layer. */
export function fileRowsOf({ images }: Pick<Release, 'images'>): readonly FileRow[] {
  const holders = Map.groupBy(
    images.flatMap((image, at) => image.layers.map((layer) => ({ at, layer }))),
    ({ layer }) => layer.fileDigests,
  );
  const owners = new Map([...images.keys()].map((at) => [at, ownersIn(images[at])]));
  return [...holders].flatMap(([digests, held]) => (digests ? rowsOf(digests, held, owners) : []));
}

interface Holder {
  /** Index of the image. */
  readonly at: number;
  readonly layer: RecordedLayer;
}

function rowsOf(digests: FileDigests, held: readonly Holder[], owners: ReadonlyMap<number, Owners>): FileRow[] {
  const holders = held.map(({ at, layer }) => ({ at, layer: layer.digest, hidden: new Set(layer.hiddenFiles) }));
  return [...unpackDigests(digests)].flatMap(([path, digest], place): FileRow[] => {
    const standing = holders.filter(({ hidden }) => !hidden.has(place));
    const [first] = standing;
    if (!first || digest === unhashed) return [];
    const images = [...new Set(standing.map(({ at }) => at))];
    const purls = [...new Set(images.map((at) => owners.get(at)?.get(path) ?? null))];
    const purl = purls.length === 1 ? (purls[0] ?? null) : null;
    return [[Buffer.from(digest, 'latin1').toString('hex'), { layer: first.layer, path, images, purl }]];
  });
}

type Owners = ReadonlyMap<string, string | null>;

/** The package that a file belongs to, by path; null where several are found in it that one package does not own. */
function ownersIn(image: ReleaseImage | undefined): Owners {
  const owners = new Map<string, string | null>();
  for (const { type, purl, ownedBy, places } of image?.packages ?? []) {
    const owner = ownedBy ?? purl;
    for (const { path } of listed.has(type) ? [] : places)
      owners.set(path, (owners.get(path) ?? owner) === owner && owners.get(path) !== null ? owner : null);
  }
  return owners;
}

/** How many files of each distinct layer have a digest; without the layers that were read without digests. */
export function hashedLayersOf({ images }: Pick<Release, 'images'>): readonly HashedLayer[] {
  const layers = new Map(images.flatMap((image) => image.layers.map((layer) => [layer.digest, layer] as const)));
  return [...layers.values()].flatMap(({ digest, fileDigests }) =>
    fileDigests ? { digest, files: fileDigests.paths.length, unhashed: fileDigests.unhashed } : [],
  );
}
