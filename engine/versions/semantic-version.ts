import { compareDottedRuns, compareRuns, digitsEnd, dottedEnd, isDigit } from './digit-runs.ts';

const dot = 46;
const hyphen = 45;
const plus = 43;

/** What a scheme of the SemVer family takes for a version. */
export interface SemanticRules {
  /** Fewest and most numbers before the label; missing ones count as zero. */
  readonly numbers: readonly [least: number, most: number];
  /** Whether a `v` or `=` may stand in front. */
  readonly prefix: boolean;
  /** Whether a label may follow without its hyphen, or after a dot: `1.9.0b1`, `3.0.RC3`. */
  readonly looseLabel: boolean;
}

/** Where the parts of a version lie in its text, from an index to before another; build metadata is left out, it orders nothing. */
export interface SemanticVersion {
  readonly text: string;
  /** The numbers. */
  readonly from: number;
  readonly to: number;
  /** The label without its hyphen; empty where there is none. */
  readonly labelFrom: number;
  readonly labelTo: number;
}

/**
 * The parts of a version of the SemVer family.
 *
 * out     undefined where the text is no version by the rules
 * cost    linear, no regular expression and one object: matching compares millions of pairs
 * source  Semantic Versioning 2.0.0, items 2, 9 and 10; leading zeros are read, as ecosystems do
 */
export function findSemanticVersion(text: string, rules: SemanticRules): SemanticVersion | undefined {
  const from = rules.prefix ? prefixEnd(text) : 0;
  const to = dottedEnd(text, from);
  const count = countNumbers(text, from, to);
  if (count < rules.numbers[0] || count > rules.numbers[1]) return undefined;
  if (to === text.length || text.charCodeAt(to) === plus) return toVersion(text, from, to, to, to);
  const labelFrom = labelStart(text, to, rules);
  const labelTo = identifiersEnd(text, labelFrom);
  return labelTo > labelFrom ? toVersion(text, from, to, labelFrom, labelTo) : undefined;
}

function toVersion(text: string, from: number, to: number, labelFrom: number, labelTo: number): SemanticVersion | undefined {
  return isBuildOrEnd(text, labelTo) ? { text, from, to, labelFrom, labelTo } : undefined;
}

/** How the numbers of two versions order. */
export function compareCores(a: SemanticVersion, b: SemanticVersion): number {
  return compareDottedRuns(a.text, a.from, a.to, b.text, b.from, b.to);
}

/**
 * How two labels order, identifier by identifier: numbers as numbers and before words, words by their characters.
 *
 * out     a sign; an empty label is before every other (whether it is *after* is for the scheme to say)
 */
export function compareLabels(a: SemanticVersion, b: SemanticVersion): number {
  let i = a.labelFrom;
  let j = b.labelFrom;
  while (i < a.labelTo && j < b.labelTo) {
    const iEnd = identifierEnd(a, i);
    const jEnd = identifierEnd(b, j);
    const sign = compareIdentifiers(a.text, i, iEnd, b.text, j, jEnd);
    if (sign !== 0) return sign;
    i = iEnd + 1;
    j = jEnd + 1;
  }
  return Number(i < a.labelTo) - Number(j < b.labelTo);
}

/** SemVer's precedence: cores, then a version with a label before the one without. */
export function comparePrecedence(a: SemanticVersion, b: SemanticVersion): number {
  const sign = compareCores(a, b);
  if (sign !== 0) return sign;
  const left = a.labelFrom === a.labelTo;
  const right = b.labelFrom === b.labelTo;
  return left || right ? Number(left) - Number(right) : compareLabels(a, b);
}

function prefixEnd(text: string): number {
  const first = text.charCodeAt(0);
  return first === 118 || first === 86 || first === 61 ? 1 : 0;
}

function countNumbers(text: string, from: number, to: number): number {
  if (from === to) return 0;
  let count = 1;
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === dot) count++;
  return count;
}

/** The end of the text where what follows the numbers is neither label nor build metadata. */
function labelStart(text: string, end: number, rules: SemanticRules): number {
  const code = text.charCodeAt(end);
  if (code === hyphen) return end + 1;
  if (!rules.looseLabel) return text.length;
  return code === dot ? end + 1 : end;
}

function identifiersEnd(text: string, from: number): number {
  let at = from;
  let previous = dot;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === dot ? previous === dot : !isIdentifierCode(code)) break;
    previous = code;
  }
  return previous === dot ? from : at;
}

function isBuildOrEnd(text: string, from: number): boolean {
  if (from === text.length) return true;
  if (text.charCodeAt(from) !== plus || from + 1 === text.length) return false;
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isIdentifierCode(code) && code !== dot && code !== 95 && code !== 126) return false;
  }
  return true;
}

function identifierEnd({ text, labelTo }: SemanticVersion, from: number): number {
  let at = from;
  while (at < labelTo && text.charCodeAt(at) !== dot) at++;
  return at;
}

function compareIdentifiers(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  const left = digitsEnd(a, aFrom) >= aTo;
  const right = digitsEnd(b, bFrom) >= bTo;
  if (left && right) return compareRuns(a, aFrom, aTo, b, bFrom, bTo);
  if (left !== right) return left ? -1 : 1;
  for (let i = aFrom, j = bFrom; i < aTo && j < bTo; i++, j++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(j);
    if (difference !== 0) return difference;
  }
  return aTo - aFrom - (bTo - bFrom);
}

function isIdentifierCode(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === hyphen;
}
