import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Content } from '../../../formats/content.ts';

/** What a program that carries its assemblies behind itself says of its list of dependencies. */
export type BundledList =
  | { readonly kind: 'found'; readonly offset: number; readonly sizeBytes: number }
  /** No such program. */
  | { readonly kind: 'absent' }
  /** Such a program, and its list is not where it says, or it says nothing of one. */
  | { readonly kind: 'unreadable' };

/** Stands in the program's host; the eight bytes before it are the offset of the bundle's header, 0 where there is none. */
const mark = createHash('sha256').update('.net core bundle\n').digest();
const offsetBytes = 8;
const windowBytes = 1024 * 1024;
/** Behind major, minor and number of files; then identifier, place of `deps.json`, and more. */
const fixedBytes = 12;
const longestHeaderBytes = 512;
/** Major version of the first header that says where `deps.json` is: that of .NET 5. */
const firstWithPlaces = 2;

/**
 * Where `deps.json` lies in a single-file .NET program for Linux.
 *
 * in      an ELF file, little endian as all that .NET runs on
 * cost    one slice; the host in slices of a mebibyte for programs that have something behind their own end
 * source  dotnet/runtime, src/native/corehost/bundle/header.h and apphost/bundle_marker.cpp
 */
export function findBundledList(content: Content): BundledList {
  const ownEnd = findOwnEnd(content);
  const headerAt = ownEnd !== undefined && ownEnd < content.sizeBytes ? findHeader(content, ownEnd) : 0;
  if (headerAt === 0) return { kind: 'absent' };
  if (headerAt < 0 || headerAt >= content.sizeBytes) return { kind: 'unreadable' };
  const header = viewOf(content.slice(headerAt, Math.min(headerAt + longestHeaderBytes, content.sizeBytes)));
  const placeAt = fixedBytes + 1 + (header.length > fixedBytes ? header.readUInt8(fixedBytes) : 0);
  if (header.length < placeAt + 16 || header.readUInt32LE(0) < firstWithPlaces) return { kind: 'unreadable' };
  const [offset, sizeBytes] = [header.readBigInt64LE(placeAt), header.readBigInt64LE(placeAt + 8)].map(Number);
  const isInside = offset !== undefined && sizeBytes !== undefined && offset > 0 && sizeBytes > 0;
  return isInside && offset + sizeBytes <= content.sizeBytes ? { kind: 'found', offset, sizeBytes } : { kind: 'unreadable' };
}

/** Where the table of sections ends, which linkers put last; undefined where there is none. */
function findOwnEnd(content: Content): number | undefined {
  const header = viewOf(content.slice(0, 64));
  if (header.length < 64 || header[5] !== 1) return undefined;
  const isWide = header[4] === 2;
  const start = isWide ? Number(header.readBigUInt64LE(0x28)) : header.readUInt32LE(0x20);
  const at = isWide ? 0x3a : 0x2e;
  return start > 0 ? start + header.readUInt16LE(at) * header.readUInt16LE(at + 2) : undefined;
}

/** 0 where the program is no host, or has no bundle. Windows overlap, so that no mark hides on a border. */
function findHeader(content: Content, end: number): number {
  const step = windowBytes - mark.length - offsetBytes;
  for (let from = 0; from < end; from += step) {
    const window = viewOf(content.slice(from, Math.min(from + windowBytes, end)));
    const at = window.indexOf(mark);
    if (at >= offsetBytes) return Number(window.readBigInt64LE(at - offsetBytes));
  }
  return 0;
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
