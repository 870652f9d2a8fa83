import { compareRuns, digitsEnd, isDigit } from '../digit-runs.ts';
import type { VersionScheme } from '../scheme.ts';
import { toOrdering } from '../to-ordering.ts';

const tilde = 126;
const caret = 94;
const colon = 58;

/**
 * RPM's order: epoch, version, release; stretches of digits or letters, `~` before the end and `^` just after it.
 *
 * in      `[epoch:]version[-release]`; a missing epoch is 0, a missing release is before every release
 * out     unknown for an empty version and for white space
 * cost    linear
 * source  rpm-version(7); rpm 4.18
 */
export const rpm = Object.freeze<VersionScheme>({
  id: 'rpm',
  about: { title: 'RPM packages', source: 'https://rpm.org/docs/6.0.x/man/rpm-version.7', aliases: [] },
  compare(a, b) {
    const left = readParts(a);
    const right = readParts(b);
    if (!left || !right) return 'unknown';
    return toOrdering(
      compareRuns(a, 0, left.epochEnd, b, 0, right.epochEnd) ||
        compareSegments(a, left.start, left.end, b, right.start, right.end) ||
        compareReleases(a, left, b, right),
    );
  },
});

/** Where the epoch ends, and where the version begins and ends; a release follows where `end` is not the text's end. */
interface Parts {
  readonly epochEnd: number;
  readonly start: number;
  readonly end: number;
}

function readParts(text: string): Parts | undefined {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) <= 32) return undefined;
  const digits = digitsEnd(text, 0);
  const hasEpoch = text.charCodeAt(digits) === colon;
  const start = hasEpoch ? digits + 1 : 0;
  const hyphen = text.lastIndexOf('-');
  const end = hyphen < start ? text.length : hyphen;
  return start < end ? { epochEnd: hasEpoch ? digits : 0, start, end } : undefined;
}

function compareReleases(a: string, left: Parts, b: string, right: Parts): number {
  const leftHas = left.end < a.length;
  const rightHas = right.end < b.length;
  if (leftHas && rightHas) return compareSegments(a, left.end + 1, a.length, b, right.end + 1, b.length);
  return Number(leftHas) - Number(rightHas);
}

function compareSegments(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  let i = aFrom;
  let j = bFrom;
  for (;;) {
    i = skipSeparators(a, i, aTo);
    j = skipSeparators(b, j, bTo);
    const left = i < aTo ? classOf(a.charCodeAt(i)) : classes.end;
    const right = j < bTo ? classOf(b.charCodeAt(j)) : classes.end;
    if (left !== right) return left - right;
    if (left === classes.end) return 0;
    const iEnd = segmentEnd(a, i, left);
    const jEnd = segmentEnd(b, j, left);
    const sign = left === classes.digits ? compareRuns(a, i, iEnd, b, j, jEnd) : compareText(a, i, iEnd, b, j, jEnd);
    if (sign !== 0) return sign;
    i = iEnd;
    j = jEnd;
  }
}

/** Kinds of segment, in the order that they have against each other. */
const classes = { tilde: 0, end: 1, caret: 2, letters: 3, digits: 4 } as const;

function classOf(code: number): number {
  if (isDigit(code)) return classes.digits;
  if (code === tilde) return classes.tilde;
  return code === caret ? classes.caret : classes.letters;
}

function skipSeparators(text: string, from: number, to: number): number {
  let at = from;
  for (; at < to; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code) || isLetter(code) || code === tilde || code === caret) break;
  }
  return at;
}

function segmentEnd(text: string, from: number, kind: number): number {
  if (kind === classes.digits) return digitsEnd(text, from);
  let at = from + 1;
  if (kind === classes.letters) while (isLetter(text.charCodeAt(at))) at++;
  return at;
}

function compareText(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  for (let i = aFrom, j = bFrom; i < aTo && j < bTo; i++, j++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(j);
    if (difference !== 0) return difference;
  }
  return aTo - aFrom - (bTo - bFrom);
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
