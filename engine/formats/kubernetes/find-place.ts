import type { Gap } from '../../model/reading.ts';
import type { KeyPlace, Resource, ValuePlace } from '../../model/resource.ts';
import { parseEvidencePath } from '../json/parse-evidence-path.ts';

/** The text to edit for a path in a resource. */
export interface PathPlace {
  readonly file: string;
  /** 1-based; null where nobody knows where the resource begins. */
  readonly line: number | null;
  /** Path in `file`, a packed chart. */
  readonly entry?: string;
  /** The chart's value that fills it, or would. */
  readonly value?: ValuePlace;
}

/**
 * Where the text of a path in a resource stands: its own line where that is known, else that of the nearest key around it, else where the
 * resource begins.
 */
export function findPlace({ file, line, places }: Resource, path: string): PathPlace {
  if (!places) return { file, line: line ?? null };
  let at: KeyPlace = places;
  let where: Omit<PathPlace, 'line' | 'value'> = fileOf(places, { file });
  for (const step of parseEvidencePath(path)[0] ?? []) {
    const inner: KeyPlace | undefined = at.keys && Object.hasOwn(at.keys, step) ? at.keys[step] : undefined;
    if (!inner) break;
    where = fileOf(inner, where);
    at = inner;
  }
  return { ...where, line: at.line, ...(at.value && { value: at.value }) };
}

/** Where a gap about a path in a resource lies. */
export function findGapPlace(resource: Resource, path: string): Pick<Gap, 'path' | 'line'> {
  const { file, line } = findPlace(resource, path);
  return { path: file, ...(line !== null && { line }) };
}

function fileOf({ file, entry }: KeyPlace, around: Omit<PathPlace, 'line' | 'value'>): Omit<PathPlace, 'line' | 'value'> {
  return file === undefined ? around : { file, ...(entry !== undefined && { entry }) };
}
