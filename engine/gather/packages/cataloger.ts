import type { Content } from '../../formats/content.ts';
import type { LockedPackage, Package } from '../../model/package.ts';
import type { Reading } from '../../model/reading.ts';

/**
 * Reads one kind of package database out of one layer.
 *
 * A cataloger is a frozen plain object: no state, no I/O, no clock, no logger. Its answer depends on the file it is given and
 * on nothing else, since it is cached by layer digest; distribution, owner, base and removal are added in the fold over layers.
 * The runner (`packages/catalog-layer.ts`) offers it every file, enforces `maxBytes`, and turns a throw into a `unit-crashed` gap.
 */
export interface Cataloger {
  /** Same as the folder name. */
  readonly id: string;
  readonly about: About;
  /** Largest file that `read` accepts, bytes; a larger one becomes a `too-large` gap without being read. */
  readonly maxBytes: number;
  /** How the paths of all files that it wants end, in whatever case; left out where any path may be one. */
  readonly endings?: readonly string[];
  /** Is this file ours? Called for most regular files of every layer, so no more than a few comparisons. */
  wants(file: FileHead): boolean;
  read(file: LayerFile): CatalogReading;
}

/** What a cataloger read in one file. */
export interface CatalogReading extends Reading<Package> {
  /** Files that packages of a distribution installed, where the file says so. */
  readonly owned?: readonly PackageFiles[];
  /** Of a lock file: evidence for what is installed, and no package by itself. */
  readonly locked?: readonly LockedPackage[];
}

/** The files of one package; `version` is left out by files that go with whatever version is installed. */
export interface PackageFiles {
  readonly package: Pick<Package, 'name' | 'architecture'> & { readonly version?: string };
  /** Paths without a leading slash; directories may be among them. Gone through when the layer is read, the file's content gone. */
  readonly files: Iterable<string>;
}

/** Feeds the generated page `docs/reference/packages.md`. */
export interface About {
  readonly title: string;
  /** Where the format is defined; an https address. */
  readonly source: string;
  /** Which files it asks for, in words. */
  readonly reads: readonly string[];
  /** What it knowingly does not read. */
  readonly limits: readonly string[];
}

/** What is known of a file before it is read. */
export interface FileHead {
  /** No leading slash, `/` separators, no `.` or `..`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Permission bits, as in the tar header. */
  readonly mode: number;
  /** The first 16 bytes or fewer, for kinds that have no name of their own (ELF binaries). */
  readonly head: Uint8Array;
}

/** One regular file of a layer. */
export interface LayerFile {
  /** No leading slash, `/` separators. */
  readonly path: string;
  readonly content: Content;
  /** Packages that the layer has room for: once more were met, no others need be read. All where it is left out. */
  readonly room?: number;
}
