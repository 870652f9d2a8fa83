import type { TarContentSink, TarEntry } from '../../formats/tar/tar-entry.ts';
import type { FoundPackages, OwnedFiles } from '../../model/layer.ts';
import type { Gap } from '../../model/reading.ts';
import { type AskedOf, askedOf } from './asked-of.ts';
import type { Cataloger, FileHead } from './cataloger.ts';
import { type CollectingPlaces, type Collector, collectContent, createScratch, type Scratch } from './collect-content.ts';
import { createFileHeads } from './file-heads.ts';
import { type FileOwners, keepOwned } from './keep-owned.ts';
import { findLink, findMissedLink, followLinks, type Link, limitRereads, unreadLink } from './layer-links.ts';
import { defaultMostPackages, limitPackages, type PackageLimit } from './limit-packages.ts';
import { crashedOnName, type FileResult, readFile, relocated, tooLarge, wantsFile } from './read-file.ts';
import type { Spool } from './spool.ts';

/** What the runner needs. */
export interface CatalogOptions {
  readonly catalogers: readonly Cataloger[];
  readonly spool: Spool;
  /** Files above this go to the spool; 64 MiB where it is left out. */
  readonly memoryBytes?: number;
  /** Memory that is used for one layer after another; its own where it is left out. */
  readonly scratch?: Scratch;
  /** Files whose content is kept for the links that lead to them: what an earlier pass answered as `again`. */
  readonly linkTargets?: readonly string[];
  /** What the layer may tell; see `limitPackages`. */
  readonly mostPackages?: number;
}

/** What a layer holds, as all catalogers say. */
export interface LayerCatalog {
  /** Ordered by path, then in the order of the catalogers. */
  readonly found: readonly FoundPackages[];
  /** Files of distribution packages that matter for the packages of others. */
  readonly owned: readonly OwnedFiles[];
  /** All files of distribution packages, as their databases list them. */
  readonly listed: readonly FileOwners[];
  readonly gaps: readonly Gap[];
  /** Files that a wanted link leads to and that had gone by unread: read the layer again with these as `linkTargets`. */
  readonly again: readonly string[];
  /** False when there were too many packages, and so nothing more was read. */
  readonly complete: boolean;
}

/** Takes the entries of one layer. */
export interface CatalogRun {
  /** Every entry, in order; answers with a sink where a cataloger wants the content. */
  entry(entry: TarEntry): TarContentSink | undefined;
  end(): LayerCatalog;
  /** Gives everything back when the layer is given up. */
  dispose(): void;
}

/**
 * Offers every regular file of a layer to the catalogers and lets them read what they want; a link at a wanted path is read as that path.
 *
 * in      entries in archive order; a later entry at the same path replaces the earlier one
 * gaps    unit-crashed, too-large, link-unresolved (the content stands in another layer, or nowhere), too-many-packages, and those of the
 *         catalogers
 * cost    one file is held at a time, and what `linkTargets` names
 */
export function catalogLayer(options: CatalogOptions): CatalogRun {
  return new Run(options);
}

/** Nearly every program and archive is smaller; the spool is for the others. */
const mostHeldBytes = 64 * 1024 * 1024;

/** Remembers paths, with mistakes on the side of having seen one. Looking a path up in a map costs more than all else for an empty file. */
function createPathMarks() {
  const marks = new Uint8Array(1 << 14);
  const markOf = (path: string) => {
    const end = path.length;
    return (
      (end * 61 + path.charCodeAt(end - 1) * 1031 + path.charCodeAt(end >> 1) * 257 + path.charCodeAt(end - 2) * 17) & 0x3fff
    );
  };
  return {
    add: (path: string) => marks.fill(1, markOf(path), markOf(path) + 1),
    mayHold: (path: string) => marks[markOf(path)] === 1,
  };
}

class Run implements CatalogRun {
  readonly #catalogers: readonly Cataloger[];
  readonly #askedOf: AskedOf;
  readonly #places: CollectingPlaces;
  readonly #linkTargets: ReadonlySet<string>;
  readonly #limit: PackageLimit;
  readonly #mayRead = limitRereads();
  readonly #heads = createFileHeads();
  readonly #results = new Map<string, FileResult[]>();
  readonly #links = new Map<string, Link>();
  /** Of which more is known than their heads. */
  readonly #known = createPathMarks();
  readonly #kept = new Map<string, Collector>();
  #open: Collector | undefined;

  constructor({ catalogers, spool, scratch = createScratch(), memoryBytes = mostHeldBytes, ...options }: CatalogOptions) {
    this.#catalogers = catalogers;
    this.#askedOf = askedOf(catalogers);
    this.#places = { memoryBytes, spool, scratch };
    this.#linkTargets = new Set(options.linkTargets);
    this.#limit = limitPackages(options.mostPackages ?? defaultMostPackages);
  }

  entry(entry: TarEntry): TarContentSink | undefined {
    this.#forget(entry.path);
    if (entry.kind === 'file') return this.#openFile(entry);
    this.#heads.delete(entry.path);
    const link = findLink(entry);
    if (link) {
      this.#known.add(entry.path);
      this.#links.set(entry.path, link);
    }
    return undefined;
  }

  end(): LayerCatalog {
    const again = new Set<string>();
    const missed = [...this.#links].flatMap(([path, link]) => this.#readLink(path, link, again) ?? []);
    this.dispose();
    const ordered = [...this.#results].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, results]) => results);
    const found = ordered.flatMap((result) => result.found ?? []);
    const listed = this.#listOwned();
    const isHere = (path: string) => this.#heads.find(path) !== undefined;
    const excess = this.#limit.excess();
    const { owned, gaps } = keepOwned(listed, { catalogers: this.#catalogers, found, isHere });
    return {
      found,
      owned,
      listed,
      gaps: [...(excess ? [excess] : []), ...ordered.flatMap((result) => result.gaps), ...missed, ...gaps],
      again: excess ? [] : [...again].sort(),
      complete: !excess,
    };
  }

  #listOwned(): FileOwners[] {
    const files = [...this.#results].flatMap(([path, results]) =>
      results.flatMap(({ cataloger, owned }) => (owned ? [{ cataloger, path, owned }] : [])),
    );
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  dispose(): void {
    this.#open?.dispose();
    this.#open = undefined;
    for (const collector of this.#kept.values()) collector.dispose();
    this.#kept.clear();
  }

  /** Something stands at the path: what was known of an earlier entry there counts no more. */
  #forget(path: string): void {
    if (!this.#known.mayHold(path)) return;
    if (this.#results.size > 0) this.#results.delete(path);
    if (this.#links.size > 0) this.#links.delete(path);
    if (this.#kept.size === 0) return;
    this.#kept.get(path)?.dispose();
    this.#kept.delete(path);
  }

  #openFile(file: FileHead): TarContentSink | undefined {
    this.#heads.set(file);
    if (this.#limit.excess()) return undefined;
    const chosen = this.#select(file);
    const keep = this.#linkTargets.size > 0 && this.#linkTargets.has(file.path);
    if (chosen.length === 0 && !keep) return undefined;
    const { path } = file;
    // What is kept until the end goes to the spool, so that a layer of links cannot fill the memory.
    const collector = collectContent(file.sizeBytes, keep ? { ...this.#places, memoryBytes: 0 } : this.#places);
    this.#open = collector;
    return {
      write: (chunk) => collector.write(chunk),
      end: () => {
        this.#open = undefined;
        this.#read(path, chosen, collector);
        if (keep) this.#keep(path, collector);
        else collector.dispose();
      },
    };
  }

  /** Catalogers that will read the file; those that may not leave their gap. */
  #select(file: FileHead): Cataloger[] {
    const chosen: Cataloger[] = [];
    for (const cataloger of this.#askedOf(file.path)) {
      const wanted = wantsFile(cataloger, file);
      if (wanted === 'crashed') this.#add(file.path, [crashedOnName(cataloger, file.path)]);
      else if (wanted && file.sizeBytes > cataloger.maxBytes)
        this.#add(file.path, [tooLarge(cataloger, file.path, file.sizeBytes)]);
      else if (wanted) chosen.push(cataloger);
    }
    return chosen;
  }

  #read(path: string, chosen: readonly Cataloger[], collector: Collector): void {
    const file = { path, content: collector.content(), room: this.#limit.room() };
    const results = chosen.map((cataloger) => readFile(cataloger, file));
    // Whose files are whose is gone through at the end of the layer, and may hold parts of what was read.
    if (results.some(({ owned }) => owned)) collector.keep();
    this.#add(path, results);
  }

  #add(path: string, results: readonly FileResult[]): void {
    if (results.length === 0) return;
    this.#known.add(path);
    this.#results.set(path, [...(this.#results.get(path) ?? []), ...results.map((result) => this.#limit.take(result))]);
  }

  #keep(path: string, collector: Collector): void {
    this.#known.add(path);
    this.#kept.set(path, collector);
  }

  #readLink(path: string, link: Link, again: Set<string>): Gap | undefined {
    if (this.#limit.excess()) return undefined;
    const end = followLinks(link, this.#links);
    const head = end === undefined ? undefined : this.#heads.find(end);
    if (!head) return findMissedLink(path, link, end, this.#askedOf(path));
    const asked = this.#select({ ...head, path });
    if (asked.length === 0) return undefined;
    const done = new Map(this.#results.get(head.path)?.map((result) => [result.cataloger, result]));
    // A symlink to a file that the same cataloger reads is an alias of it, not a second copy.
    const wanting = asked.filter(({ id }) => link.kind === 'hardlink' || !done.has(id));
    const unread = wanting.filter(({ id }) => !done.has(id));
    this.#add(
      path,
      wanting.flatMap(({ id }) => done.get(id) ?? []).map((result) => relocated(result, head.path, path)),
    );
    if (unread.length === 0) return undefined;
    const content = this.#kept.get(head.path);
    if (!content) again.add(head.path);
    else if (this.#mayRead(head)) this.#read(path, unread, content);
    else return unreadLink(path, head.path);
    return undefined;
  }
}
