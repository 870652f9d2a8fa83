import { compareDottedRuns, compareRuns, digitsEnd, isDigit, isDotted } from '../digit-runs.ts';
import type { VersionScheme } from '../scheme.ts';
import { toOrdering } from '../to-ordering.ts';

const dot = 46;
const hyphen = 45;

/** Ranks of the words that mean something; the empty word is a version's end. Numbers come after every word. */
const wordRanks = new Map([
  ['alpha', 0],
  ['beta', 1],
  ['milestone', 2],
  ['rc', 3],
  ['cr', 3],
  ['snapshot', 4],
  ['', 5],
  ['ga', 5],
  ['final', 5],
  ['release', 5],
  ['sp', 6],
]);
const endRank = 5;
const otherWord = 7;
const hyphenNumber = 8;
const dotNumber = 9;

const abbreviations = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

/**
 * Maven's order: numbers and words between dots, hyphens, and where digits meet letters.
 *
 * in      any text without white space; case does not matter
 * out     unknown for an empty text and for white space; Maven orders everything else
 * cost    linear; plain numbers, which most are, without making tokens
 * source  Maven POM reference, "Version Order Specification"; maven-artifact, ComparableVersion
 */
export const maven = Object.freeze<VersionScheme>({
  id: 'maven',
  about: { title: 'Maven (Java)', source: 'https://maven.apache.org/pom.html#version-order-specification', aliases: ['java'] },
  compare(a, b) {
    if (isDotted(a) && isDotted(b)) return toOrdering(compareDottedRuns(a, 0, a.length, b, 0, b.length));
    if (!isReadable(a) || !isReadable(b)) return 'unknown';
    return toOrdering(compareTokens(readTokens(a), readTokens(b)));
  },
});

interface Token {
  /** Whether a hyphen, or a change between digits and letters, stands before it; a word is always held to have one. */
  readonly hyphen: boolean;
  readonly rank: number;
  readonly text: string;
}

function isReadable(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) <= 32) return false;
  return text !== '';
}

function readTokens(original: string): readonly Token[] {
  const text = original.toLowerCase();
  const tokens: Token[] = [];
  let isHyphen = false;
  for (let at = 0; at < text.length; ) {
    const end = tokenEnd(text, at);
    const token = toToken(text, at, end, isHyphen);
    if (token.hyphen) dropNulls(tokens);
    tokens.push(token);
    const separator = text.charCodeAt(end);
    isHyphen = separator !== dot;
    at = separator === dot || separator === hyphen ? end + 1 : end;
  }
  dropNulls(tokens);
  return tokens;
}

function tokenEnd(text: string, from: number): number {
  if (isDigit(text.charCodeAt(from))) return digitsEnd(text, from);
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code) || code === dot || code === hyphen) break;
  }
  return at;
}

function toToken(text: string, from: number, to: number, isHyphen: boolean): Token {
  const written = text.slice(from, to);
  if (from === to || isDigit(text.charCodeAt(from)))
    return { hyphen: isHyphen, rank: isHyphen ? hyphenNumber : dotNumber, text: written };
  const word = (isDigit(text.charCodeAt(to)) && abbreviations.get(written)) || written;
  return { hyphen: true, rank: wordRanks.get(word) ?? otherWord, text: word };
}

/** Zeros and words that mean a release order nothing at the end, nor before a hyphen. */
function dropNulls(tokens: Token[]): void {
  for (let last = tokens.at(-1); last && tokens.length > 1 && isNull(last); last = tokens.at(-1)) tokens.pop();
}

function isNull({ rank, text }: Token): boolean {
  if (rank < hyphenNumber) return rank === endRank;
  return compareRuns(text, 0, text.length, '', 0, 0) === 0;
}

function compareTokens(a: readonly Token[], b: readonly Token[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const left = a[index];
    const right = b[index];
    const sign = compareToken(left ?? padding(right), right ?? padding(left));
    if (sign !== 0) return sign;
  }
  return 0;
}

/** What stands for a missing token beside one that is there. */
function padding(other: Token | undefined): Token {
  return other?.hyphen === false ? { hyphen: false, rank: dotNumber, text: '' } : { hyphen: true, rank: endRank, text: '' };
}

function compareToken(a: Token, b: Token): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.rank >= hyphenNumber) return compareRuns(a.text, 0, a.text.length, b.text, 0, b.text.length);
  if (a.rank !== otherWord || a.text === b.text) return 0;
  return a.text < b.text ? -1 : 1;
}
