import { Buffer } from 'node:buffer';

/** The smallest ELF program that carries Go build information. */
export interface GoProgram {
  readonly goVersion: string;
  /** Lines of `path`, `mod`, `dep`, `=>`, `build`; empty for a program built without module information. */
  readonly modules: string;
  /** `inline` as since Go 1.18, `pointers` as before. */
  readonly form?: 'inline' | 'pointers';
  readonly bits?: 32 | 64;
  readonly bigEndian?: boolean;
  /** With a table of sections, which says where the build information lies; a stripped program may have none. */
  readonly sections?: boolean;
  /** What stands in its read-only data; only with sections. */
  readonly texts?: string;
}

/** Where the program is loaded, so that addresses differ from offsets. */
const base = 0x400000;
const infoOffset = 256;
const names = '\0.go.buildinfo\0.shstrtab\0.rodata\0';
const frame = { before: '3077af0c9274080241e1c107e6d618e6', after: 'f932433186182072008242104116d8f2' };

/**
 * Builds such a program; for tests and for the example's images. It does not run.
 *
 * source  Go 1.26 source, cmd/link/internal/ld/data.go, buildinfo; cmd/go/internal/modload/build.go (the frame)
 */
export function writeGoProgram(program: GoProgram): Buffer {
  const shape = { wide: program.bits !== 32, little: !program.bigEndian };
  const framed = program.modules
    ? Buffer.concat([Buffer.from(frame.before, 'hex'), Buffer.from(program.modules), Buffer.from(frame.after, 'hex')])
    : Buffer.alloc(0);
  const texts = [Buffer.from(program.goVersion), framed] as const;
  const info = program.form === 'pointers' ? pointerInfo(texts, shape) : inlineInfo(texts, shape);
  const readOnly = Buffer.from(program.texts ?? '', 'latin1');
  const size = infoOffset + info.length;
  const namesEnd = size + names.length;
  const sectionsAt = Math.ceil((namesEnd + readOnly.length) / 16) * 16;
  const header = elfHeader(
    shape,
    program.sections ? { offset: sectionsAt, count: readOnly.length > 0 ? 4 : 3 } : { offset: 0, count: 0 },
  );
  const image = Buffer.concat([header, segmentHeader(shape, size), Buffer.alloc(infoOffset)]).subarray(0, infoOffset);
  if (!program.sections) return Buffer.concat([image, info]);
  const tables = Buffer.concat([
    section(shape, { name: 0, kind: 0, offset: 0, sizeBytes: 0 }),
    section(shape, { name: 1, kind: 1, offset: infoOffset, sizeBytes: info.length }),
    section(shape, { name: 15, kind: 3, offset: size, sizeBytes: names.length }),
    ...(readOnly.length > 0 ? [section(shape, { name: 25, kind: 1, offset: namesEnd, sizeBytes: readOnly.length })] : []),
  ]);
  const padding = Buffer.alloc(sectionsAt - namesEnd - readOnly.length);
  return Buffer.concat([image, info, Buffer.from(names, 'latin1'), readOnly, padding, tables]);
}

interface Shape {
  readonly wide: boolean;
  readonly little: boolean;
}

type Texts = readonly [version: Buffer, modules: Buffer];

function infoHeader({ wide, little }: Shape, inline: boolean): Buffer {
  return Buffer.concat([
    Buffer.from('\xff Go buildinf:', 'latin1'),
    Buffer.of(wide ? 8 : 4, (inline ? 2 : 0) + (little ? 0 : 1)),
  ]);
}

function inlineInfo(texts: Texts, shape: Shape): Buffer {
  return Buffer.concat([infoHeader(shape, true), Buffer.alloc(16), ...texts.flatMap((text) => [varint(text.length), text])]);
}

/** Header, two addresses of string headers, the string headers, the texts. */
function pointerInfo([version, modules]: Texts, shape: Shape): Buffer {
  const width = shape.wide ? 8 : 4;
  const stringsAt = base + infoOffset + 32;
  const textsAt = stringsAt + 4 * width;
  const numbers = [textsAt, version.length, textsAt + version.length, modules.length];
  const pointers = Buffer.concat([word(shape, stringsAt), word(shape, stringsAt + 2 * width), Buffer.alloc(16)]).subarray(0, 16);
  return Buffer.concat([infoHeader(shape, false), pointers, ...numbers.map((one) => word(shape, one)), version, modules]);
}

function varint(value: number): Buffer {
  return value < 0x80 ? Buffer.of(value) : Buffer.concat([Buffer.of((value & 0x7f) | 0x80), varint(value >>> 7)]);
}

function elfHeader(shape: Shape, sections: { readonly offset: number; readonly count: number }): Buffer {
  const { wide, little } = shape;
  const ident = Buffer.concat([Buffer.of(0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, little ? 1 : 2, 1), Buffer.alloc(9)]);
  const headerBytes = wide ? 64 : 52;
  const places = [base, headerBytes, sections.offset].map((one) => word(shape, one));
  const sizes = [headerBytes, wide ? 56 : 32, 1, wide ? 64 : 40, sections.count, sections.count ? 2 : 0];
  const kind = [half(shape, 2), half(shape, wide ? 62 : 3), long32(shape, 1)];
  return Buffer.concat([ident, ...kind, ...places, long32(shape, 0), ...sizes.map((one) => half(shape, one))]);
}

/** One readable and writable segment over the whole program. */
function segmentHeader(shape: Shape, size: number): Buffer {
  const places = [0, base, base, size, size].map((one) => word(shape, one));
  const flags = long32(shape, 6);
  const rest = shape.wide ? [flags, ...places] : [...places, flags];
  return Buffer.concat([long32(shape, 1), ...rest, word(shape, 4096)]);
}

interface Section {
  readonly name: number;
  readonly kind: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

function section(shape: Shape, { name, kind, offset, sizeBytes }: Section): Buffer {
  const address = kind === 1 ? base + offset : 0;
  const places = [3, address, offset, sizeBytes].map((one) => word(shape, one));
  return Buffer.concat([
    long32(shape, name),
    long32(shape, kind),
    ...places,
    long32(shape, 0),
    long32(shape, 0),
    word(shape, 16),
    word(shape, 0),
  ]);
}

function word(shape: Shape, value: number): Buffer {
  if (!shape.wide) return long32(shape, value);
  const bytes = Buffer.alloc(8);
  if (shape.little) bytes.writeBigUInt64LE(BigInt(value));
  else bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

function long32({ little }: Shape, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  if (little) bytes.writeUInt32LE(value);
  else bytes.writeUInt32BE(value);
  return bytes;
}

function half({ little }: Shape, value: number): Buffer {
  const bytes = Buffer.alloc(2);
  if (little) bytes.writeUInt16LE(value);
  else bytes.writeUInt16BE(value);
  return bytes;
}
