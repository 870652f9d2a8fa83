import { Buffer } from 'node:buffer';
import type { Content } from '../content.ts';
import { isElf } from './is-elf.ts';

/** A part of an ELF file that is loaded into memory, or describes something (`PT_NOTE`). */
export interface ElfSegment {
  readonly kind: 'load' | 'note' | 'other';
  readonly writable: boolean;
  readonly offset: number;
  /** Virtual address. */
  readonly address: number;
  /** Bytes in the file; memory may be longer. */
  readonly sizeBytes: number;
}

/** A named part of an ELF file that has bytes in it (`SHT_NOBITS` sections are left out). */
export interface ElfSection {
  readonly name: string;
  readonly offset: number;
  /** Virtual address; 0 where it is not loaded. */
  readonly address: number;
  readonly sizeBytes: number;
}

/** The tables of an ELF file. Offsets and sizes are as stated: they may lie outside the file. */
export interface Elf {
  readonly bits: 32 | 64;
  readonly bigEndian: boolean;
  readonly segments: readonly ElfSegment[];
  /** Empty when the table is stripped, or cannot be read. */
  readonly sections: readonly ElfSection[];
}

/** Far more than linkers write; `-ffunction-sections` objects come nearest. */
const maxSections = 65_536;
const maxSegments = 65_535;
const maxNamesBytes = 4 * 1024 * 1024;
const noBits = 8;

/**
 * Reads the header, the segments and the named sections of an ELF file by ranges.
 *
 * out     undefined when it is not ELF, or its header or segment table is cut off
 * cost    O(tables): at most a few megabytes, whatever the size of the file
 * source  System V ABI, generic part, edition 4.1, chapters 4 and 5
 */
export function readElf(content: Content): Elf | undefined {
  const known = tables.get(content);
  if (known !== undefined) return known ?? undefined;
  const elf = readTables(content);
  tables.set(content, elf ?? null);
  return elf;
}

/** Several readers ask for the tables of one file; null for what is none. */
const tables = new WeakMap<Content, Elf | null>();

function readTables(content: Content): Elf | undefined {
  const ident = content.slice(0, 16);
  const [width, order] = ident.subarray(4);
  if (ident.length < 16 || !isElf(ident) || (width !== 1 && width !== 2) || (order !== 1 && order !== 2)) return undefined;
  const read: Reader = { content, wide: width === 2, little: order === 1 };
  const header = readHeader(read);
  const segments = header && readSegments(read, header);
  if (!header || !segments) return undefined;
  return { bits: read.wide ? 64 : 32, bigEndian: !read.little, segments, sections: readSections(read, header) };
}

/**
 * Bytes by virtual address, as the program would see them; fewer when the segment ends before.
 *
 * out     undefined when no loaded segment holds the address
 */
export function bytesAt(content: Content, elf: Elf, address: number, sizeBytes: number): Uint8Array | undefined {
  const segment = elf.segments.find(
    (one) => one.kind === 'load' && address >= one.address && address < one.address + one.sizeBytes,
  );
  if (!segment) return undefined;
  const start = segment.offset + (address - segment.address);
  return content.slice(start, Math.min(start + sizeBytes, segment.offset + segment.sizeBytes));
}

interface Reader {
  readonly content: Content;
  readonly wide: boolean;
  readonly little: boolean;
}

interface Table {
  readonly offset: number;
  readonly entryBytes: number;
  readonly count: number;
}

interface Header {
  readonly segments: Table;
  readonly sections: Table;
  readonly namesIndex: number;
}

function readHeader(read: Reader): Header | undefined {
  const view = viewOf(read, 0, read.wide ? 64 : 52);
  if (!view) return undefined;
  const tail = read.wide ? 54 : 42;
  const half = (at: number) => view.getUint16(at, read.little);
  return {
    segments: { offset: word(read, view, read.wide ? 32 : 28), entryBytes: half(tail), count: half(tail + 2) },
    sections: { offset: word(read, view, read.wide ? 40 : 32), entryBytes: half(tail + 4), count: half(tail + 6) },
    namesIndex: half(tail + 8),
  };
}

function readSegments(read: Reader, { segments: table }: Header): ElfSegment[] | undefined {
  const rows = rowsOf(read, table, read.wide ? 56 : 32, maxSegments);
  return rows?.starts.map((row) => {
    const kind = rows.view.getUint32(row, read.little);
    const flags = rows.view.getUint32(row + (read.wide ? 4 : 24), read.little);
    return {
      kind: kind === 1 ? 'load' : kind === 4 ? 'note' : 'other',
      writable: (flags & 2) !== 0,
      offset: word(read, rows.view, row + (read.wide ? 8 : 4)),
      address: word(read, rows.view, row + (read.wide ? 16 : 8)),
      sizeBytes: word(read, rows.view, row + (read.wide ? 32 : 16)),
    };
  });
}

function readSections(read: Reader, { sections: table, namesIndex }: Header): ElfSection[] {
  const { view, starts } = rowsOf(read, table, read.wide ? 64 : 40, maxSections) ?? noRows;
  const place = (row: number) => ({
    address: word(read, view, row + (read.wide ? 16 : 12)),
    offset: word(read, view, row + (read.wide ? 24 : 16)),
    sizeBytes: word(read, view, row + (read.wide ? 32 : 20)),
  });
  const namesRow = starts[namesIndex];
  if (namesRow === undefined) return [];
  const { offset, sizeBytes } = place(namesRow);
  const { buffer, byteOffset, length } = read.content.slice(offset, offset + Math.min(sizeBytes, maxNamesBytes));
  const names = Buffer.from(buffer, byteOffset, length);
  return starts
    .filter((row) => view.getUint32(row + 4, read.little) !== noBits)
    .map((row) => ({ name: nameAt(names, view.getUint32(row, read.little)), ...place(row) }));
}

/** Bytes of a table, and where in them each row begins. */
interface Rows {
  readonly view: DataView;
  readonly starts: readonly number[];
}

const noRows: Rows = { view: new DataView(new ArrayBuffer(0)), starts: [] };

/** The rows of a table; undefined when they do not all lie in the file. */
function rowsOf(read: Reader, table: Table, rowBytes: number, most: number): Rows | undefined {
  if (table.count === 0 || table.offset === 0) return noRows;
  if (table.entryBytes < rowBytes || table.count > most) return undefined;
  const view = viewOf(read, table.offset, table.count * table.entryBytes);
  return view && { view, starts: Array.from({ length: table.count }, (_, index) => index * table.entryBytes) };
}

function viewOf(read: Reader, start: number, sizeBytes: number): DataView | undefined {
  if (start + sizeBytes > read.content.sizeBytes) return undefined;
  const bytes = read.content.slice(start, start + sizeBytes);
  return bytes.length === sizeBytes ? new DataView(bytes.buffer, bytes.byteOffset, bytes.length) : undefined;
}

/** An address or offset. Beyond 2^53 it is not exact, and lies outside any file anyway. */
function word(read: Reader, view: DataView, at: number): number {
  const first = view.getUint32(at, read.little);
  if (!read.wide) return first;
  const second = view.getUint32(at + 4, read.little);
  return read.little ? second * 2 ** 32 + first : first * 2 ** 32 + second;
}

/** Longer names than this are none that we look for. */
const maxNameBytes = 256;

function nameAt(names: Buffer, start: number): string {
  const most = Math.min(start + maxNameBytes, names.length);
  let end = start;
  while (end < most && names[end] !== 0) end++;
  return start < end ? names.toString('latin1', start, end) : '';
}
