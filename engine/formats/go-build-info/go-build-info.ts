import { Buffer } from 'node:buffer';
import type { Content } from '../content.ts';
import { bytesAt, type Elf, readElf } from '../elf/elf.ts';
import { findMagic, findMagics } from './find-magic.ts';
import { goTraces } from './go-traces.ts';

/** What the Go linker wrote into a program about what it is made of. */
export interface GoBuildInfo {
  /** As written: `go1.21.4`, `go1.21.4 X:boringcrypto`, `devel go1.22-abc`. */
  readonly goVersion: string;
  /** Lines of `path`, `mod`, `dep`, `=>` and `build`; empty when it was built without module information. */
  readonly modules: string;
  /** The magic that should lead to it is destroyed, and it was found by the section's name. */
  readonly damaged: boolean;
}

/**
 * What became of looking for build information.
 *
 * `absent`: a program that shows no trace of Go. `unreadable`: one that does, or whose headers cannot be read.
 */
export type GoBuildInfoResult =
  | { readonly kind: 'found'; readonly info: GoBuildInfo }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly code: string; readonly detail: string };

/** The largest real lists of modules take some hundred kilobytes. */
const maxTextBytes = 16 * 1024 * 1024;
const headerBytes = 32;
const bigEndianFlag = 1;
const inlineFlag = 2;
const versionForm = /^(?:go\d|devel )/;

/**
 * Finds and reads Go build information in a program, stripped or not, by ranges.
 *
 * in      an ELF file of either width and byte order, or a program for Windows (PE) or macOS (Mach-O)
 * out     `found` for Go 1.18 and later (texts inline), and in ELF files for Go 1.13 to 1.17 (pointers to texts)
 * cost    O(writable data) of ELF files, else O(size), in slices of a mebibyte; nothing is held
 * source  Go 1.26 source, debug/buildinfo/buildinfo.go; cmd/link/internal/ld/data.go, buildinfo
 */
export function readGoBuildInfo(content: Content): GoBuildInfoResult {
  return isForeignProgram(content.slice(0, 4)) ? readForeign(content) : readElfFile(content);
}

/** Whether a file begins as programs for Windows or macOS do. */
export function isForeignProgram(head: Uint8Array): boolean {
  const [a, b, c, d] = head;
  if (a === 0x4d && b === 0x5a) return true;
  return ((a === 0xcf || a === 0xce) && b === 0xfa && c === 0xed && d === 0xfe) || (a === 0xfe && b === 0xed && c === 0xfa);
}

/** Their tables are not read: the first place with the magic behind which both texts are whole is the one. */
function readForeign(content: Content): GoBuildInfoResult {
  let result: GoBuildInfoResult = { kind: 'absent' };
  for (const start of findMagics(content)) {
    const info = readInline(content, start);
    if (info) return { kind: 'found', info };
    result = broken;
  }
  return result;
}

const broken: GoBuildInfoResult = {
  kind: 'unreadable',
  code: 'go-build-info-unreadable',
  detail: 'Go build information is broken; its modules are unknown',
};

function readElfFile(content: Content): GoBuildInfoResult {
  const elf = readElf(content);
  if (!elf) return { kind: 'unreadable', code: 'elf-unreadable', detail: 'begins as an ELF program, but its headers are broken' };
  const start = findMagic(content, elf);
  const info = start === undefined ? readWithoutMagic(content, elf) : readAt(content, elf, start);
  if (info) return { kind: 'found', info };
  return start === undefined ? goTraces(content, elf) : broken;
}

function readAt(content: Content, elf: Elf, start: number): GoBuildInfo | undefined {
  const header = content.slice(start, start + headerBytes);
  if (header.length < headerBytes) return undefined;
  const flags = header[15] ?? 0;
  return (flags & inlineFlag) !== 0 ? readInline(content, start) : readPointers(content, elf, header);
}

/** An obfuscator or packer overwrote the magic; what follows is believed only when both texts carry their own marks. */
function readWithoutMagic(content: Content, elf: Elf): GoBuildInfo | undefined {
  const section = elf.sections.find((one) => one.name === '.go.buildinfo');
  const info = section && readInline(content, section.offset);
  return info && info.modules !== '' ? { ...info, damaged: true } : undefined;
}

function readInline(content: Content, start: number): GoBuildInfo | undefined {
  const version = readSizedText(content, start + headerBytes);
  const modules = version && readSizedText(content, version.end);
  return version && modules && toInfo(version.bytes, modules.bytes);
}

/** A Go string in the file: its length as a varint, then its bytes. */
function readSizedText(content: Content, start: number): { bytes: Uint8Array; end: number } | undefined {
  let size = 0;
  const head = content.slice(start, start + 5);
  for (const [index, byte] of head.entries()) {
    size += (byte & 0x7f) * 2 ** (7 * index);
    if (byte >= 0x80) continue;
    const end = start + index + 1 + size;
    if (size > maxTextBytes || end > content.sizeBytes) return undefined;
    return { bytes: Uint8Array.from(content.slice(start + index + 1, end)), end };
  }
  return undefined;
}

/** Go 1.13 to 1.17: two addresses of string headers, each an address and a length. */
function readPointers(content: Content, elf: Elf, header: Uint8Array): GoBuildInfo | undefined {
  const width = header[14];
  if (width !== 4 && width !== 8) return undefined;
  const little = ((header[15] ?? 0) & bigEndianFlag) === 0;
  const version = readPointedText(content, elf, { width, little, address: pointerIn(header, 16, width, little) });
  const modules = readPointedText(content, elf, { width, little, address: pointerIn(header, 16 + width, width, little) });
  return version && toInfo(version, modules ?? new Uint8Array());
}

interface Pointer {
  readonly width: 4 | 8;
  readonly little: boolean;
  readonly address: number;
}

function readPointedText(content: Content, elf: Elf, { width, little, address }: Pointer): Uint8Array | undefined {
  const header = bytesAt(content, elf, address, 2 * width);
  if (header?.length !== 2 * width) return undefined;
  const size = pointerIn(header, width, width, little);
  if (size === 0) return new Uint8Array();
  const bytes = size > maxTextBytes ? undefined : bytesAt(content, elf, pointerIn(header, 0, width, little), size);
  return bytes?.length === size ? Uint8Array.from(bytes) : undefined;
}

function pointerIn(bytes: Uint8Array, at: number, width: 4 | 8, little: boolean): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return width === 8 ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
}

function toInfo(version: Uint8Array, modules: Uint8Array): GoBuildInfo | undefined {
  const goVersion = Buffer.from(version).toString('utf8');
  if (!versionForm.test(goVersion)) return undefined;
  return { goVersion, modules: Buffer.from(unframed(modules)).toString('utf8'), damaged: false };
}

/** The list stands between two marks of 16 bytes, by which a running program recognizes it; without them it is none. */
function unframed(modules: Uint8Array): Uint8Array {
  return modules.length >= 33 && modules.at(-17) === 0x0a ? modules.subarray(16, -16) : new Uint8Array();
}
