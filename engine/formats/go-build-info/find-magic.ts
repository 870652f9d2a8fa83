import { Buffer } from 'node:buffer';
import type { Content } from '../content.ts';
import type { Elf } from '../elf/elf.ts';

/** What build information begins with; in two parts, so that the text does not stand in a compiled copy of this program. */
const magic = Buffer.concat([Buffer.from('\xff Go ', 'latin1'), Buffer.from('buildinf:')]);
const alignment = 16;
const windowBytes = 1024 * 1024;
/** Writable data beyond this is searched no further; the linker puts build information first. */
const maxSearchBytes = 256 * 1024 * 1024;
/** Programs that look into others hold the magic as a text, once or twice. */
const maxPlaces = 16;

/**
 * The offset in the file of Go's build information, looked for where the Go linker puts it.
 *
 * out     undefined when it is nowhere in the section of that name, nor in a writable segment
 * cost    O(writable data), a mebibyte at a time
 * source  Go 1.26 source, debug/buildinfo/buildinfo.go, searchMagic and elfExe.DataStart
 */
export function findMagic(content: Content, elf: Elf): number | undefined {
  const section = elf.sections.find((one) => one.name === '.go.buildinfo');
  const writable = elf.segments.filter((one) => one.kind === 'load' && one.writable);
  for (const { offset, sizeBytes } of section ? [section, ...writable] : writable) {
    const found = search(content, offset, Math.min(offset + sizeBytes, offset + maxSearchBytes, content.sizeBytes));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The first places in the file where the magic of Go's build information stands as the linker aligns it; texts that speak of it may too.
 *
 * cost    O(size), a mebibyte at a time
 */
export function* findMagics(content: Content): Generator<number> {
  const end = Math.min(content.sizeBytes, maxSearchBytes);
  let at = search(content, 0, end);
  for (let found = 0; at !== undefined && found < maxPlaces; found += 1) {
    yield at;
    at = search(content, at + alignment, end);
  }
}

/** Windows overlap by the length of the magic, so that none hides on a border. */
function search(content: Content, start: number, end: number): number | undefined {
  for (let from = start; from + magic.length <= end; from += windowBytes - alignment) {
    const bytes = content.slice(from, Math.min(from + windowBytes, end));
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = view.indexOf(magic); at >= 0; at = view.indexOf(magic, at + 1)) {
      if ((from + at) % alignment === 0) return from + at;
    }
  }
  return undefined;
}
