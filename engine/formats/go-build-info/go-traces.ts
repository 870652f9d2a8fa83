import { Buffer } from 'node:buffer';
import type { Content } from '../content.ts';
import type { Elf, ElfSegment } from '../elf/elf.ts';
import type { GoBuildInfoResult } from './go-build-info.ts';

/** Sections that only Go's linker writes. */
const sections = new Set(['.go.buildinfo', '.gopclntab', '.data.rel.ro.gopclntab', '.note.go.buildid', '.gosymtab']);
/** Kind 4 and owner of the note that holds Go's build id, in either byte order. */
const notes = [Buffer.from('\x04\0\0\0Go\0\0', 'latin1'), Buffer.from('\0\0\0\x04Go\0\0', 'latin1')];
/** UPX writes its mark right behind the program headers. */
const packerMark = Buffer.from('UPX!');
const maxNoteBytes = 64 * 1024;
const packerBytes = 4096;

/**
 * Whether a program without readable build information shows that Go made it, or hides what it is.
 *
 * out     `absent` for programs of other languages
 * source  Go 1.26 source, cmd/link/internal/ld/elf.go (sections, ELF_NOTE_GOBUILDID_TAG); UPX 5, src/stub/src/include/linux.h, l_info
 */
export function goTraces(content: Content, elf: Elf): GoBuildInfoResult {
  if (elf.sections.some((one) => sections.has(one.name)) || elf.segments.some((one) => isGoNote(content, one)))
    return {
      kind: 'unreadable',
      code: 'go-build-info-missing',
      detail: 'a Go program without its build information; its modules are unknown',
    };
  if (elf.sections.length === 0 && holds(content, 0, packerBytes, packerMark))
    return {
      kind: 'unreadable',
      code: 'program-packed',
      detail: 'a program compressed with UPX; unpack it (`upx -d`) to see what it is made of',
    };
  return { kind: 'absent' };
}

function isGoNote(content: Content, segment: ElfSegment): boolean {
  const sizeBytes = Math.min(segment.sizeBytes, maxNoteBytes);
  return segment.kind === 'note' && notes.some((note) => holds(content, segment.offset, sizeBytes, note));
}

function holds(content: Content, start: number, sizeBytes: number, mark: Buffer): boolean {
  const bytes = content.slice(start, start + sizeBytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(mark);
}
