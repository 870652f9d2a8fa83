import type { FoundPackages } from '../../model/layer.ts';
import type { Gap } from '../../model/reading.ts';
import type { Cataloger, CatalogReading, FileHead, LayerFile } from './cataloger.ts';

const unit = 'gather/packages';
const nothing = new Uint8Array(0);

/** What one cataloger made of one file. */
export interface FileResult {
  readonly cataloger: string;
  /** Undefined where it found nothing in a file that only looked like one of its own. */
  readonly found: FoundPackages | undefined;
  readonly owned?: CatalogReading['owned'];
  readonly gaps: readonly Gap[];
}

/**
 * Whether a cataloger asks for a file.
 *
 * out     `crashed` when it throws
 */
export function wantsFile(cataloger: Cataloger, file: FileHead): boolean | 'crashed' {
  try {
    return cataloger.wants(file);
  } catch {
    return 'crashed';
  }
}

/** Whether a cataloger asks for a file by its name alone, whatever it begins with. */
export function wantsName(cataloger: Cataloger, path: string): boolean {
  return wantsFile(cataloger, { path, sizeBytes: 1, mode: 0o644, head: nothing }) === true;
}

/**
 * Lets a cataloger read a file.
 *
 * gaps    unit-crashed: it threw; whatever it says itself
 */
export function readFile(cataloger: Cataloger, file: LayerFile): FileResult {
  const { path } = file;
  try {
    const { items, gaps, owned, locked } = cataloger.read(file);
    // An empty database says something; a binary, an archive or a list of files without packages is like any other file.
    const counts = items.length > 0 || (!owned?.length && wantsName(cataloger, path));
    const found = counts ? { cataloger: cataloger.id, path, packages: items, ...(locked && { locked }) } : undefined;
    return { cataloger: cataloger.id, found, gaps, ...(owned && { owned }) };
  } catch (error) {
    return failed(cataloger, 'unit-crashed', path, `reading it stopped with: ${messageOf(error)}`);
  }
}

/** A file over the cataloger's limit. */
export function tooLarge(cataloger: Cataloger, path: string, sizeBytes: number): FileResult {
  return failed(cataloger, 'too-large', path, `it has ${sizeBytes} bytes and at most ${cataloger.maxBytes} are read`);
}

/** A file that could not even be asked about. */
export function crashedOnName(cataloger: Cataloger, path: string): FileResult {
  return failed(cataloger, 'unit-crashed', path, 'deciding whether to read it stopped with an error');
}

/** The same file under another name: a link. Whose files are whose it has told already. */
export function relocated(result: FileResult, from: string, to: string): FileResult {
  const move = <Item extends { readonly path?: string }>(item: Item): Item =>
    item.path === from || item.path?.startsWith(`${from}!/`) ? { ...item, path: to + item.path.slice(from.length) } : item;
  const { found } = result;
  return {
    cataloger: result.cataloger,
    found: found && { ...found, path: to, packages: found.packages.map(move) },
    gaps: result.gaps.map(move),
  };
}

function failed(cataloger: Cataloger, code: string, path: string, detail: string): FileResult {
  return { cataloger: cataloger.id, found: undefined, gaps: [{ code, unit: `${unit}/${cataloger.id}`, path, detail }] };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'something that is no error';
}
