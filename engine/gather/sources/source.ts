import type { RunningImage } from '../../model/drift.ts';
import type { DeclaredChart } from '../../model/inventory.ts';
import type { Decision, Occurrence, Rejected } from '../../model/occurrence.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import type { SourceFiles, SourceWorld } from './ports.ts';
import type { SourceSpec } from './source-spec.ts';

/**
 * What one configured source gives: rendered resources for those that render, occurrences for those that list images outright.
 * An empty one with gaps is a failure that is counted; an empty one without gaps is a source that holds nothing.
 */
export interface SourceReading {
  readonly resources: readonly Resource[];
  /** From kinds that state images and no resources: image lists, indexes. */
  readonly occurrences: readonly Occurrence[];
  /** Texts of such kinds that looked like images and are none. */
  readonly rejected?: readonly Rejected[];
  readonly charts: readonly DeclaredChart[];
  /** From kinds that say what a cluster runs; no part of what ships. */
  readonly running?: readonly RunningImage[];
  readonly gaps: readonly Gap[];
  /**
   * Stands for everything that the reading was made from, so that what follows from it can be kept too. Absent where files alone do not
   * decide, or where reading failed.
   */
  readonly key?: string;
}

/**
 * One kind of source: a frozen plain object that turns one entry of `sources` into what it ships, and knows where its texts stand.
 * `read` never rejects for what is wrong with the source; the runner (`read-sources.ts`) makes a gap of a throw.
 */
export interface SourceUnit<Kind extends SourceSpec['kind'] = SourceSpec['kind']> {
  /** Same as the folder's name, and as the key in `plimsoll.yaml`. */
  readonly id: Kind;
  readonly about: SourceAbout;
  read(spec: Extract<SourceSpec, { kind: Kind }>, world: SourceWorld, signal?: AbortSignal): Promise<SourceReading>;
  /**
   * The key that the reading would carry, found without rendering or parsing resources: it only looks at files. Undefined where files
   * alone do not decide. A kind without it is read every time.
   */
  findKey?(spec: Extract<SourceSpec, { kind: Kind }>, world: SourceWorld): Promise<string | undefined>;
  /** A function that finds the text that decides an image. What it reads on the way it keeps. */
  locator(spec: Extract<SourceSpec, { kind: Kind }>, files: SourceFiles): Locate;
}

/** Feeds the generated page `docs/reference/sources.md`. */
export interface SourceAbout {
  readonly title: string;
  /** Where the format is defined; an https address. */
  readonly source: string;
  readonly reads: readonly string[];
  /** What it knowingly does not read. */
  readonly limits: readonly string[];
}

/** An image as it was seen in a resource, before its place in the source tree is known. */
export interface Sighting {
  readonly from: Resource;
  /** As written, or as joined from several fields. */
  readonly declared: string;
  /** Evidence path: dotted, `[n]` for lists, `#json` and the like for nested documents. */
  readonly path: string;
  /** The texts that were joined; absent where one text is the whole of it. */
  readonly parts?: readonly SightedPart[];
}

/** One of the texts that an image is joined from. */
export interface SightedPart {
  readonly text: string;
  readonly role: 'image' | 'registry' | 'repository' | 'tag' | 'digest';
  readonly path: string;
  /** The resource that holds it, where that is another. */
  readonly resource?: Resource;
}

/** A line of a file, relative to the configuration's folder; 1-based. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  /** What decides the parts of the image, where that is known. */
  readonly decidedBy?: readonly Decision[];
}

/** What recognizes images in resources; handed in, since units do not know each other. */
export type Recognize = (resources: readonly Resource[]) => readonly SeenImage[];

/** An image in a resource, before its place in the source tree is known. */
export type SeenImage = Omit<Occurrence, 'file' | 'line'> & Sighting;

/** Finds the text that decides an image; the nearest place that is known where the text itself stands nowhere. */
export type Locate = (sighting: Sighting) => SourcePlace;
