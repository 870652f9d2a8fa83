import { isUtf8 } from 'node:buffer';
import type { Content } from '../content.ts';

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
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

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

function linesOf(bytes: Uint8Array, firstNumber: number): TextLine[] {
  const lines = isUtf8(bytes) ? decodeAll(bytes, firstNumber) : decodeEach(bytes, firstNumber);
  // What follows the last line end is a line of its own only when there is something.
  const last = lines.pop();
  if (last?.text) lines.push({ ...last, trouble: 'no-newline' });
  return lines;
}

function decodeAll(bytes: Uint8Array, firstNumber: number): TextLine[] {
  const texts = utf8.decode(bytes).split('\n');
  return texts.map((text, index) => ({ number: firstNumber + index, text: withoutReturn(text) }));
}

/** Line by line, so that one bad byte costs one line and not the whole block. */
function decodeEach(bytes: Uint8Array, firstNumber: number): TextLine[] {
  const lines: TextLine[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const found = bytes.indexOf(newline, start);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    const number = firstNumber + lines.length;
    const text = withoutReturn(utf8.decode(line));
    lines.push(isUtf8(line) ? { number, text } : { number, text, trouble: 'not-utf8' });
    start = end + 1;
  }
  return lines;
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
