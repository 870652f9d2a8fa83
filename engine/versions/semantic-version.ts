import { compareDotted, compareRuns, digitsEnd, dottedEnd, isDigit, type Span } from './digit-runs.ts';

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

/** Where the parts of a version lie in its text; build metadata is left out, it orders nothing. */
export interface SemanticVersion {
  readonly core: Span;
  /** Without its hyphen; empty where there is none. */
  readonly label: Span;
}

/**
 * The parts of a version of the SemVer family.
 *
 * out     undefined where the text is no version by the rules
 * cost    linear, no regular expression: matching compares millions of pairs
 * source  Semantic Versioning 2.0.0, items 2, 9 and 10; leading zeros are read, as ecosystems do
 */
export function findSemanticVersion(text: string, rules: SemanticRules): SemanticVersion | undefined {
  const from = rules.prefix ? prefixEnd(text) : 0;
  const end = dottedEnd(text, from);
  const count = countNumbers(text, from, end);
  if (count < rules.numbers[0] || count > rules.numbers[1]) return undefined;
  const label = findLabel(text, end, rules);
  return label && isBuildOrEnd(text, label.to) ? { core: { text, from, to: end }, label } : undefined;
}

/**
 * How two labels order, identifier by identifier: numbers as numbers and before words, words by their characters.
 *
 * out     a sign; an empty label is before every other (whether it is *after* is for the scheme to say)
 */
export function compareLabels(a: Span, b: Span): number {
  let i = a.from;
  let j = b.from;
  while (i < a.to && j < b.to) {
    const iEnd = identifierEnd(a, i);
    const jEnd = identifierEnd(b, j);
    const sign = compareIdentifiers(a.text, i, iEnd, b.text, j, jEnd);
    if (sign !== 0) return sign;
    i = iEnd + 1;
    j = jEnd + 1;
  }
  return Number(i < a.to) - Number(j < b.to);
}

/** SemVer's precedence: cores, then a version with a label before the one without. */
export function comparePrecedence(a: SemanticVersion, b: SemanticVersion): number {
  const sign = compareDotted(a.core, b.core);
  if (sign !== 0) return sign;
  const left = a.label.from === a.label.to;
  const right = b.label.from === b.label.to;
  return left || right ? Number(left) - Number(right) : compareLabels(a.label, b.label);
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

/** Empty where there is no label, undefined where what follows the numbers is neither label nor build metadata. */
function findLabel(text: string, end: number, rules: SemanticRules): Span | undefined {
  const code = text.charCodeAt(end);
  if (end === text.length || code === plus) return { text, from: end, to: end };
  if (code !== hyphen && !rules.looseLabel) return undefined;
  const from = code === hyphen || code === dot ? end + 1 : end;
  const to = identifiersEnd(text, from);
  return to === from ? undefined : { text, from, to };
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

function identifierEnd({ text, to }: Span, from: number): number {
  let at = from;
  while (at < to && text.charCodeAt(at) !== dot) at++;
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
