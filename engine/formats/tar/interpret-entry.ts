import type { Gap } from '../../model/reading.ts';
import type { ExtendedHeader } from './extended-header.ts';
import type { HeaderFields } from './header-fields.ts';
import { normalizePath } from './normalize-path.ts';
import { readPaxSparse, type SparseMap } from './sparse-map.ts';
import type { TarEntry, TarEntryKind, TarLimits } from './tar-entry.ts';

const kinds: ReadonlyMap<string, TarEntryKind> = new Map([
  ['0', 'file'],
  ['\0', 'file'],
  ['7', 'file'],
  ['S', 'file'],
  ['1', 'hardlink'],
  ['2', 'symlink'],
  ['3', 'other'],
  ['4', 'other'],
  ['5', 'directory'],
  ['6', 'other'],
  ['D', 'directory'],
]);
/** Their size field says nothing: no data follows. */
const withoutData = new Set(['1', '2', '3', '4', '5', '6']);

const nothing = new Uint8Array(0);

/** A header with what was said before it, as one entry. */
export interface InterpretedEntry {
  readonly kind: 'entry';
  /** Without the first bytes of a file, which are not known yet. */
  readonly entry: TarEntry;
  /** Bytes of data that follow in the archive. */
  readonly storedBytes: number;
  /** Set for sparse files; without regions when their map stands before the data. */
  readonly sparse?: { readonly sizeBytes: number; readonly regions?: readonly number[] };
}

/** An entry that cannot be used; its data is passed over. */
export interface PassedEntry {
  readonly kind: 'passed';
  readonly storedBytes: number;
  readonly gap: Omit<Gap, 'unit'>;
}

/**
 * What a header and the extended headers before it say together.
 *
 * in      a sparse map where the header itself holds one
 * out     the entry, or why it is passed over; the archive can be followed either way
 */
export function interpretEntry(
  fields: HeaderFields,
  extended: ExtendedHeader,
  oldSparse: SparseMap | undefined,
  limits: TarLimits,
): InterpretedEntry | PassedEntry {
  const storedBytes = withoutData.has(fields.typeFlag) ? 0 : (extended.sizeBytes ?? fields.sizeBytes ?? 0);
  const passed = (code: string, name: string, detail: string): PassedEntry => ({
    kind: 'passed',
    storedBytes,
    gap: { code, path: shorten(name), detail },
  });
  const sparse = oldSparse ?? (extended.sparse && readPaxSparse(extended.sparse));
  const written = (sparse && 'name' in sparse ? sparse.name : undefined) ?? extended.path ?? fields.name;
  const writtenTarget = extended.target ?? fields.linkName;
  const kind = written.endsWith('/') && kinds.get(fields.typeFlag) === 'file' ? 'directory' : kinds.get(fields.typeFlag);
  if (written === '' || hasNul(written) || hasNul(writtenTarget))
    return passed('path-unusable', written, 'its name is empty or holds a NUL');
  if (written.length > limits.pathBytes || writtenTarget.length > limits.pathBytes)
    return passed('tar-limit', written, `its name or target is longer than ${limits.pathBytes} bytes`);
  const path = normalizePath(written);
  const target = kind === 'hardlink' ? normalizePath(writtenTarget) : writtenTarget;
  if (path === undefined) return passed('path-outside', written, 'its path leads outside the root; it was passed over');
  if (target === undefined) return passed('path-outside', written, 'a hard link to a place outside the root; it was passed over');
  if (kind === undefined)
    return passed('entry-unreadable', written, `an entry of type ${JSON.stringify(fields.typeFlag)} cannot be read`);
  if (kind === 'file' && path === '') return passed('path-unusable', written, 'a file cannot be the root');
  if (kind === 'file' && extended.sparse && !sparse)
    return passed('entry-unreadable', written, 'its sparse records contradict themselves');
  const { capability } = extended;
  const isSparse = kind === 'file' && sparse !== undefined;
  const plain = {
    kind,
    path,
    sizeBytes: kind === 'file' ? (sparse?.sizeBytes ?? storedBytes) : 0,
    mode: fields.mode,
    uid: extended.uid ?? fields.uid,
    gid: extended.gid ?? fields.gid,
    target: kind === 'hardlink' || kind === 'symlink' ? target : '',
    head: nothing,
  };
  const entry = isSparse ? { ...plain, isSparse } : plain;
  const told = { kind: 'entry', entry: capability && kind === 'file' ? { ...entry, capability } : entry, storedBytes } as const;
  return isSparse ? { ...told, sparse } : told;
}

function hasNul(text: string): boolean {
  return text.includes('\0');
}

function shorten(path: string): string {
  const clean = path.replaceAll('\0', '\\0');
  return clean.length > 200 ? `${clean.slice(0, 200)}…` : clean;
}
