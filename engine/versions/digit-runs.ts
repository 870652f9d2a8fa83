const zero = 48;
const nine = 57;
const dot = 46;

/** A stretch of a text, from the first index to before the last. */
export interface Span {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Whether a UTF-16 code is one of 0–9; false for the NaN that comes from past a text's end. */
export function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

/** Index after the digits that begin at `from`; `from` itself where there are none. */
export function digitsEnd(text: string, from: number): number {
  const end = text.length;
  let at = from;
  // Within the text: past its end a code is no whole number, which makes all of this slow.
  while (at < end && isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** Index after the dotted digits (`1.22.3`) that begin at `from`; a trailing dot is left out; `from` where there are none. */
export function dottedEnd(text: string, from: number): number {
  let end = digitsEnd(text, from);
  while (end > from && end < text.length && text.charCodeAt(end) === dot) {
    const next = digitsEnd(text, end + 1);
    if (next === end + 1) break;
    end = next;
  }
  return end;
}

/**
 * How two runs of digits order as numbers of any length, without making numbers of them.
 *
 * out     a sign; an empty run is zero
 */
export function compareDigits(a: Span, b: Span): number {
  return compareRuns(a.text, a.from, a.to, b.text, b.from, b.to);
}

/** `compareDigits` for callers that walk two texts and would rather not make spans. */
export function compareRuns(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  let i = aFrom;
  let j = bFrom;
  while (i < aTo && a.charCodeAt(i) === zero) i++;
  while (j < bTo && b.charCodeAt(j) === zero) j++;
  if (aTo - i !== bTo - j) return aTo - i - (bTo - j);
  for (; i < aTo; i++, j++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(j);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** How two spans of dotted digits order, number by number; the shorter goes on with zeros. */
export function compareDotted(a: Span, b: Span): number {
  return compareDottedRuns(a.text, a.from, a.to, b.text, b.from, b.to);
}

/** `compareDotted` for callers that would rather not make spans. */
export function compareDottedRuns(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  let i = aFrom;
  let j = bFrom;
  while (i < aTo || j < bTo) {
    const iEnd = i < aTo ? digitsEnd(a, i) : i;
    const jEnd = j < bTo ? digitsEnd(b, j) : j;
    const sign = compareRuns(a, i, iEnd, b, j, jEnd);
    if (sign !== 0) return sign;
    i = Math.min(iEnd + 1, aTo);
    j = Math.min(jEnd + 1, bTo);
  }
  return 0;
}

/** Whether a text is dotted digits and nothing else: what most versions are, and what most schemes order alike. */
export function isDotted(text: string): boolean {
  return text !== '' && dottedEnd(text, 0) === text.length;
}
