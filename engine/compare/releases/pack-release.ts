import type { Finding } from '../../model/finding.ts';
import type { FileDigests } from '../../model/layer.ts';
import type { InstalledPackage } from '../../model/package.ts';
import type { RecordedLayer, Release, ReleaseImage } from '../../model/release.ts';

/**
 * A release as a record keeps it: images share layers, so what many of them hold stands once. Numbers in `images[].packages` and in
 * `findings` are places in the tables.
 */
export interface PackedRelease extends Omit<Release, 'images' | 'findings'> {
  readonly images: PackedImages['images'];
  /** Image and platform (place in `images`), and what is found there (place in `tables.findings`), in turns. */
  readonly findings: readonly number[];
  readonly tables: {
    readonly packages: readonly InstalledPackage[];
    readonly findings: readonly FoundAnywhere[];
    /** Of layers; only where there are some. */
    readonly fileDigests?: readonly FileDigests[];
  };
}

/** Images whose packages, and whose layers' digests of files, are places in tables. */
export interface PackedImages {
  readonly images: readonly PackedImage[];
  readonly packages: readonly InstalledPackage[];
  readonly fileDigests?: readonly FileDigests[];
}

interface PackedImage extends Omit<ReleaseImage, 'packages' | 'layers'> {
  readonly packages: readonly number[];
  readonly layers: readonly (Omit<RecordedLayer, 'fileDigests'> & { readonly fileDigests?: number })[];
}

type FoundAnywhere = Omit<Finding, 'image' | 'platform'>;
type Mutable<Item> = { -readonly [Key in keyof Item]: Item[Key] };

/** A release with everything that stands several times put into tables. */
export function packRelease(release: Release): PackedRelease {
  const findings = createTable<FoundAnywhere>();
  const { images, ...tables } = packImages(release.images);
  const numbers = new Map(release.images.map(({ reference, platform }, index) => [keyOf(reference, platform), index]));
  return {
    ...release,
    images,
    findings: release.findings.flatMap(({ image, platform, ...found }) => [
      numbers.get(keyOf(image, platform)) ?? unknownImage(image),
      findings.add(found),
    ]),
    tables: { ...tables, findings: findings.rows },
  };
}

/**
 * The release that was packed; equal packages are one object.
 *
 * faults  throws a RangeError when a number leads nowhere
 */
export function unpackRelease({ tables, ...packed }: PackedRelease): Release {
  const images = unpackImages({ ...tables, images: packed.images });
  // A copy of a whole object costs a tenth of one that is put together from parts.
  const blanks = tables.findings.map(({ vulnerability, aliases, ...rest }): Mutable<Finding> => {
    return { vulnerability, aliases, image: '', platform: '', ...rest };
  });
  const findings: Finding[] = [];
  for (let at = 0; at < packed.findings.length; at += 2) {
    const { reference, platform } = rowOf(images, packed.findings[at]);
    const finding = { ...rowOf(blanks, packed.findings[at + 1]) };
    finding.image = reference;
    finding.platform = platform;
    findings.push(finding);
  }
  return { ...packed, images, findings };
}

/** Images with every package and every layer's digests of files that stand in several of them written once. */
export function packImages(images: readonly ReleaseImage[]): PackedImages {
  const packages = createTable<InstalledPackage>();
  const digests = createTable<FileDigests>();
  return {
    images: images.map((image) => ({
      ...image,
      packages: image.packages.map(packages.add),
      layers: image.layers.map(({ fileDigests, ...layer }) => ({
        ...layer,
        ...(fileDigests && { fileDigests: digests.add(fileDigests) }),
      })),
    })),
    packages: packages.rows,
    ...(digests.rows.length > 0 && { fileDigests: digests.rows }),
  };
}

/**
 * The images that were packed; equal packages are one object.
 *
 * faults  throws a RangeError when a number leads nowhere
 */
export function unpackImages({ images, packages, fileDigests: digests = [] }: PackedImages): readonly ReleaseImage[] {
  return images.map((image) => ({
    ...image,
    packages: image.packages.map((number) => rowOf(packages, number)),
    layers: image.layers.map(({ fileDigests, ...layer }) => ({
      ...layer,
      ...(fileDigests !== undefined && { fileDigests: rowOf(digests, fileDigests) }),
    })),
  }));
}

function createTable<Row extends object>() {
  const rows: Row[] = [];
  const numbers = new Map<string, number>();
  // Writing a row out is what telling it apart costs; most come again as the same object.
  const byObject = new WeakMap<Row, number>();
  const add = (row: Row): number => {
    const known = byObject.get(row);
    if (known !== undefined) return known;
    const number = addOnce(row);
    byObject.set(row, number);
    return number;
  };
  const addOnce = (row: Row): number => {
    const key = JSON.stringify(row);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, rows.length);
    return rows.push(row) - 1;
  };
  return { rows, add };
}

function rowOf<Row>(rows: readonly Row[], number: number | undefined): Row {
  const row = number === undefined ? undefined : rows[number];
  if (row === undefined) throw new RangeError(`there is no row ${number}`);
  return row;
}

function keyOf(reference: string, platform: string): string {
  return `${reference}\n${platform}`;
}

function unknownImage(image: string): never {
  throw new Error(`a finding is of ${image}, which the release does not hold`);
}
