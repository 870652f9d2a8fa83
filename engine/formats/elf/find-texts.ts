import { Buffer } from 'node:buffer';
import type { Content } from '../content.ts';
import { type Elf, readElf } from './elf.ts';

/** What to look for. */
export interface TextSearch {
  /** Stands in every match of `pattern`. */
  readonly anchor?: string;
  /** Group 1 is what is looked for. */
  readonly pattern: RegExp;
}

const windowBytes = 1024 * 1024;
/** Windows overlap, so that no text hides on a border. */
const overlapBytes = 512;
/** What may stand before an anchor, and behind it. */
const beforeBytes = 32;
const afterBytes = 224;
/** Read-only data beyond this is searched no further; that of Node, with its tables of all the world's texts, has 60 MB. */
const maxSearchBytes = 256 * 1024 * 1024;
/** Whoever asks wants one; with more than this the search ends. */
const mostTexts = 8;

/**
 * The texts of a form that stand in the read-only data of an ELF file, each once, in the order they are met.
 *
 * in      bytes read as latin1; a match begins at most 32 bytes before the anchor, and ends at most 224 behind its beginning
 * out     empty when there are none, or its headers cannot be read
 * cost    O(read-only data), a mebibyte at a time; a search for plain bytes but for the places where the anchor stands
 */
export function findTexts(content: Content, search: TextSearch): readonly string[] {
  const elf = readElf(content);
  const texts = new Set<string>();
  if (!elf) return [];
  let left = maxSearchBytes;
  for (const { offset, sizeBytes } of readOnlyData(elf)) {
    const end = Math.min(offset + sizeBytes, offset + left, content.sizeBytes);
    for (let from = offset; from < end; from += windowBytes - overlapBytes) {
      const bytes = content.slice(from, Math.min(from + windowBytes, end));
      searchWindow(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), search, texts);
      if (texts.size > mostTexts) return [...texts];
    }
    left -= Math.max(end - offset, 0);
  }
  return [...texts];
}

/** Named sections where there are any; a stripped table leaves the segments that are loaded and not written. */
function readOnlyData({ sections, segments }: Elf): readonly { readonly offset: number; readonly sizeBytes: number }[] {
  const named = sections.filter(({ name }) => name.startsWith('.rodata') || name.startsWith('.data.rel.ro'));
  return named.length > 0 ? named : segments.filter(({ kind, writable }) => kind === 'load' && !writable);
}

function searchWindow(bytes: Buffer, { anchor, pattern }: TextSearch, texts: Set<string>): void {
  const every = new RegExp(pattern, 'g');
  if (anchor === undefined) {
    for (const [, found] of bytes.toString('latin1').matchAll(every)) if (found) texts.add(found);
    return;
  }
  const first = Buffer.from(anchor, 'latin1');
  for (let at = bytes.indexOf(first); at >= 0 && texts.size <= mostTexts; at = bytes.indexOf(first, at + first.length)) {
    const from = Math.max(at - beforeBytes, 0);
    const around = bytes.toString('latin1', from, at + afterBytes);
    for (const { index, 0: whole, 1: found } of around.matchAll(every))
      if (found && from + index <= at && at < from + index + whole.length) texts.add(found);
  }
}
