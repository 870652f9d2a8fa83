import type { Content } from '../content.ts';
import { decodeUtf8 } from './decode-utf8.ts';

/** What may be wrong with a line: bytes that are not UTF-8, more than a line may hold, or the file ends before the line does. */
export type LineTrouble = 'not-utf8' | 'too-long' | 'no-newline';

/** One line of a text file, without its line end (`\n` or `\r\n`). */
export interface TextLine {
  /** 1-based. */
  readonly number: number;
  /** As far as it could be read: replacement characters where it is not UTF-8, empty where it is too long. */
  readonly text: string;
  readonly trouble?: LineTrouble;
}

const newline = 0x0a;
const blockBytes = 1024 * 1024;
const longestLineBytes = 16 * blockBytes;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const loose = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The lines of a text file that may be too large to hold.
 *
 * out     every line in order; lines that cannot be read are marked, never left out
 * cost    O(size); holds one block of 1 MiB, or one line of up to 16 MiB
 */
export function* readLines(content: Content): Generator<TextLine> {
  let number = 1;
  for (let start = 0; start < content.sizeBytes; ) {
    const block = findBlock(content, start);
    if (block.bytes.length === 0) {
      yield { number, text: '', trouble: 'too-long' };
      number += 1;
    }
    for (const line of linesOf(block.bytes, number)) {
      yield line;
      number = line.number + 1;
    }
    start = block.end;
  }
}

/** The longest run of whole lines that a block holds; no bytes when not even one line fits. */
function findBlock(content: Content, start: number): { bytes: Uint8Array; end: number } {
  for (let size = blockBytes; size <= longestLineBytes; size *= 2) {
    const bytes = content.slice(start, start + size);
    const whole = start + size >= content.sizeBytes ? bytes.length : bytes.lastIndexOf(newline) + 1;
    if (whole > 0) return { bytes: bytes.subarray(0, whole), end: start + whole };
  }
  return { bytes: new Uint8Array(), end: findLineEnd(content, start + longestLineBytes) };
}

function findLineEnd(content: Content, start: number): number {
  for (let from = start; from < content.sizeBytes; from += blockBytes) {
    const at = content.slice(from, from + blockBytes).indexOf(newline);
    if (at >= 0) return from + at + 1;
  }
  return content.sizeBytes;
}

function* linesOf(bytes: Uint8Array, firstNumber: number): Generator<TextLine> {
  const lines = decodeLines(bytes);
  const last = lines.pop();
  for (const [index, line] of lines.entries()) yield { number: firstNumber + index, ...line };
  if (last?.text) yield { number: firstNumber + lines.length, text: last.text, trouble: 'no-newline' };
}

function decodeLines(bytes: Uint8Array): Omit<TextLine, 'number'>[] {
  try {
    return strict
      .decode(bytes)
      .split('\n')
      .map((text) => ({ text: withoutReturn(text) }));
  } catch {
    return decodeEach(bytes);
  }
}

/** Line by line, so that one bad byte costs one line and not the whole block. */
function decodeEach(bytes: Uint8Array): Omit<TextLine, 'number'>[] {
  const lines: Omit<TextLine, 'number'>[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const found = bytes.indexOf(newline, start);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    const text = decodeUtf8(line);
    lines.push(text === undefined ? { text: loose.decode(line), trouble: 'not-utf8' } : { text: withoutReturn(text) });
    start = end + 1;
  }
  return lines;
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
