import { type FileHandle, open } from 'node:fs/promises';
import { posix } from 'node:path';
import { type ExtendedHeader, readPaxRecords } from '../../formats/tar/extended-header.ts';
import { blockBytes, hasRightChecksum, isZeroBlock, readHeaderFields, readText } from '../../formats/tar/header-fields.ts';
import { normalizePath } from '../../formats/tar/normalize-path.ts';
import type { BlobPlace } from './local-blob.ts';

const maxEntries = 200_000;
const maxExtendedBytes = 1024 * 1024;
const maxHops = 8;

/** Where the files of an archive lie in it. */
export interface TarIndex {
  /** Follows links inside the archive; undefined for what it does not hold whole. */
  readonly find: (path: string) => BlobPlace | undefined;
  /** What stopped the reading before the end. */
  readonly trouble?: TarTrouble;
}

/** Why a tar could not be read to its end. */
export interface TarTrouble {
  /** The end of a sentence. */
  readonly what: string;
  /** Whether something before the trouble may be used. */
  readonly isPartial: boolean;
}

/**
 * Reads the headers of a tar and passes over the data.
 *
 * cost    one read of 512 bytes for each entry, whatever their sizes
 * faults  rejects when the file cannot be opened
 */
export async function indexTar(file: string): Promise<TarIndex> {
  const handle = await open(file, 'r');
  try {
    const places = new Map<string, BlobPlace>();
    const links = new Map<string, string>();
    const trouble = await walk({ handle, file, sizeBytes: (await handle.stat()).size, places, links });
    return { find: (path) => follow(path, places, links), ...(trouble !== undefined && { trouble }) };
  } finally {
    await handle.close();
  }
}

interface Walk {
  readonly handle: FileHandle;
  readonly file: string;
  readonly sizeBytes: number;
  readonly places: Map<string, BlobPlace>;
  readonly links: Map<string, string>;
}

async function walk(state: Walk): Promise<TarTrouble | undefined> {
  let extended: ExtendedHeader = {};
  let at = 0;
  for (let count = 0; at < state.sizeBytes; count++) {
    if (count === maxEntries) return partial(`has more than ${maxEntries} entries`);
    const block = await readAt(state.handle, at, blockBytes);
    const isSound = () => hasRightChecksum(block, new DataView(block.buffer, block.byteOffset, block.length), 0);
    if (at === 0 && (block.length < blockBytes || !(isZeroBlock(block, 0) || isSound()))) return notTar(block);
    if (block.length < blockBytes) return partial('is cut short; save the image again');
    if (isZeroBlock(block, 0)) return undefined;
    if (!isSound()) return partial(`is damaged at byte ${at}; save the image again`);
    const fields = readHeaderFields(block, 0);
    const sizeBytes = '123456'.includes(fields.typeFlag) ? 0 : (extended.sizeBytes ?? fields.sizeBytes);
    if (sizeBytes === undefined) return partial(`is damaged at byte ${at}; save the image again`);
    const offset = at + blockBytes;
    if (offset + sizeBytes > state.sizeBytes) return partial('is cut short; save the image again');
    if ('xgLK'.includes(fields.typeFlag)) {
      if (sizeBytes > maxExtendedBytes) return partial(`is damaged at byte ${at}; save the image again`);
      if (fields.typeFlag !== 'g') applyExtended(extended, fields.typeFlag, await readAt(state.handle, offset, sizeBytes));
    } else {
      note(
        state,
        { name: extended.path ?? fields.name, target: extended.target ?? fields.linkName, type: fields.typeFlag },
        { offset, sizeBytes },
      );
      extended = {};
    }
    at = offset + Math.ceil(sizeBytes / blockBytes) * blockBytes;
  }
  return undefined;
}

function applyExtended(extended: ExtendedHeader, type: string, bytes: Uint8Array): void {
  if (type === 'x') readPaxRecords(bytes, extended);
  else if (type === 'L') extended.path = readText(bytes, 0, bytes.length);
  else extended.target = readText(bytes, 0, bytes.length);
}

/** A later entry of the same name replaces an earlier one, as when the archive is unpacked. */
function note(
  { file, places, links }: Walk,
  entry: { readonly name: string; readonly target: string; readonly type: string },
  place: Omit<BlobPlace, 'file'>,
): void {
  const path = normalizePath(entry.name);
  if (path === undefined) return;
  places.delete(path);
  links.delete(path);
  const target = entry.type === '2' ? posix.join(posix.dirname(path), entry.target) : entry.target;
  const normal = normalizePath(target);
  if ((entry.type === '1' || entry.type === '2') && normal !== undefined) links.set(path, normal);
  else if ('\u00007'.includes(entry.type) || entry.type === '0') places.set(path, { file, ...place });
}

function follow(path: string, places: ReadonlyMap<string, BlobPlace>, links: ReadonlyMap<string, string>): BlobPlace | undefined {
  let at = normalizePath(path);
  for (let hop = 0; at !== undefined && hop < maxHops; hop++) {
    const place = places.get(at);
    if (place) return place;
    at = links.get(at);
  }
  return undefined;
}

function partial(what: string): TarTrouble {
  return { what, isPartial: true };
}

function notTar(block: Uint8Array): TarTrouble {
  const isGzip = block[0] === 0x1f && block[1] === 0x8b;
  const isZstd = block[0] === 0x28 && block[1] === 0xb5 && block[2] === 0x2f && block[3] === 0xfd;
  const what = isGzip || isZstd ? `is compressed; unpack it with ${isGzip ? 'gunzip' : 'zstd -d'} first` : 'is not a tar archive';
  return { what, isPartial: false };
}

async function readAt(handle: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}
