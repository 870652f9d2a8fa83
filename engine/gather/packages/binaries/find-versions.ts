import { Buffer } from 'node:buffer';
import type { Content } from '../../../formats/content.ts';
import { type Elf, readElf } from '../../../formats/elf/elf.ts';

/** What to look for. */
export interface VersionSearch {
  /** Stands in every match of `version`. */
  readonly anchor?: string;
  /** Group 1 is the version. */
  readonly version: RegExp;
}

const windowBytes = 1024 * 1024;
/** Windows overlap, so that no text hides on a border. */
const overlapBytes = 512;
/** What may stand before an anchor, and behind it. */
const beforeBytes = 32;
const afterBytes = 224;
/** Read-only data beyond this is searched no further; that of Node, with its tables of all the world's texts, has 60 MB. */
const maxSearchBytes = 256 * 1024 * 1024;
/** A program with more versions than this tells none. */
const mostVersions = 8;

/**
 * The versions that stand in the read-only data of an ELF file, each once, in the order they are met.
 *
 * in      bytes read as latin1; a match begins at most 32 bytes before the anchor, and ends at most 224 behind its beginning
 * out     empty when there are none, or its headers cannot be read
 * cost    O(read-only data), a mebibyte at a time; a search for plain bytes but for the places where the anchor stands
 */
export function findVersions(content: Content, search: VersionSearch): readonly string[] {
  const elf = readElf(content);
  const versions = new Set<string>();
  if (!elf) return [];
  let left = maxSearchBytes;
  for (const { offset, sizeBytes } of readOnlyData(elf)) {
    const end = Math.min(offset + sizeBytes, offset + left, content.sizeBytes);
    for (let from = offset; from < end; from += windowBytes - overlapBytes) {
      const bytes = content.slice(from, Math.min(from + windowBytes, end));
      searchWindow(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), search, versions);
      if (versions.size > mostVersions) return [...versions];
    }
    left -= Math.max(end - offset, 0);
  }
  return [...versions];
}

/** Named sections where there are any; a stripped table leaves the segments that are loaded and not written. */
function readOnlyData({ sections, segments }: Elf): readonly { readonly offset: number; readonly sizeBytes: number }[] {
  const named = sections.filter(({ name }) => name.startsWith('.rodata') || name.startsWith('.data.rel.ro'));
  return named.length > 0 ? named : segments.filter(({ kind, writable }) => kind === 'load' && !writable);
}

function searchWindow(bytes: Buffer, { anchor, version }: VersionSearch, versions: Set<string>): void {
  const pattern = new RegExp(version, 'g');
  if (anchor === undefined) {
    for (const [, found] of bytes.toString('latin1').matchAll(pattern)) if (found) versions.add(found);
    return;
  }
  const text = Buffer.from(anchor, 'latin1');
  for (let at = bytes.indexOf(text); at >= 0 && versions.size <= mostVersions; at = bytes.indexOf(text, at + text.length)) {
    const from = Math.max(at - beforeBytes, 0);
    const around = bytes.toString('latin1', from, at + afterBytes);
    for (const { index, 0: whole, 1: found } of around.matchAll(pattern))
      if (found && from + index <= at && at < from + index + whole.length) versions.add(found);
  }
}
