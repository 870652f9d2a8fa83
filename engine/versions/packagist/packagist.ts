import { compareDotted, compareRuns, digitsEnd, dottedEnd, isDigit, type Span } from '../digit-runs.ts';
import type { VersionScheme } from '../scheme.ts';
import { toOrdering } from '../to-ordering.ts';

/** Ranks of PHP's words; a version's end stands between `rc` and a further number. */
const ranks = new Map([
  ['dev', 1],
  ['alpha', 2],
  ['a', 2],
  ['beta', 3],
  ['b', 3],
  ['rc', 4],
  ['c', 4],
  ['stable', 5],
  ['#', 5],
  ['pl', 7],
  ['p', 7],
  ['patch', 7],
  ['post', 7],
]);
const otherWord = -1;
const versionEnd = 5;
const number = 6;

/**
 * Composer's order: up to four numbers, then stability words with numbers of their own, as PHP's version_compare has them.
 *
 * in      `v1.2.3-RC1`, `2.4.7-p1`, `1.0-dev`; missing numbers are zero, `+build` and `@stability` order nothing
 * out     unknown for branches (`dev-main`, `1.x-dev`) and what does not begin with a number; a word that Composer does not know
 *         (`1.0.0-preview`) leaves it to the numbers, and is unknown where they are the same
 * cost    linear
 * source  composer/semver 3.4, VersionParser::normalize; PHP manual, version_compare
 */
export const packagist = Object.freeze<VersionScheme>({
  id: 'packagist',
  about: {
    title: 'Packagist (Composer, PHP)',
    source: 'https://getcomposer.org/doc/articles/versions.md',
    aliases: ['composer'],
  },
  compare(a, b) {
    const left = readVersion(a);
    const right = readVersion(b);
    if (!left || !right) return 'unknown';
    const sign = compareDotted(left.release, right.release);
    if (sign === 0 && (hasOtherWord(left.tail) || hasOtherWord(right.tail))) return 'unknown';
    return toOrdering(sign || compareTokens(left.tail, right.tail));
  },
});

interface PhpVersion {
  readonly release: Span;
  /** Words in lower case and numbers, in turn. */
  readonly tail: readonly string[];
}

function readVersion(text: string): PhpVersion | undefined {
  const from = text.startsWith('v') || text.startsWith('V') ? 1 : 0;
  const end = dottedEnd(text, from);
  if (end === from) return undefined;
  const tail = end === text.length ? [] : readTail(text, end);
  return tail && { release: { text, from, to: end }, tail };
}

/** Undefined for branches and for characters that no version has. */
function readTail(text: string, from: number): readonly string[] | undefined {
  const tokens: string[] = [];
  for (let at = from; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === 43 || code === 64) return isPlain(text, at) ? tokens : undefined;
    const end = isDigit(code) ? digitsEnd(text, at) : wordEnd(text, at);
    const token = text.slice(at, end).toLowerCase();
    if (token === 'x' || (end === at && !isSeparator(code))) return undefined;
    if (end > at) tokens.push(token);
    at = Math.max(end, at + 1);
  }
  return tokens;
}

function compareTokens(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const left = a[index];
    const right = b[index];
    const sign = rankOf(left) - rankOf(right);
    if (sign !== 0) return sign;
    if (left !== undefined && right !== undefined && isDigit(left.charCodeAt(0))) {
      const order = compareRuns(left, 0, left.length, right, 0, right.length);
      if (order !== 0) return order;
    }
  }
  return 0;
}

function rankOf(token: string | undefined): number {
  if (token === undefined) return versionEnd;
  return isDigit(token.charCodeAt(0)) ? number : (ranks.get(token) ?? otherWord);
}

function hasOtherWord(tail: readonly string[]): boolean {
  return tail.some((token) => rankOf(token) === otherWord);
}

function wordEnd(text: string, from: number): number {
  if (text.charCodeAt(from) === 35) return from + 1;
  let at = from;
  while (isLetter(text.charCodeAt(at))) at++;
  return at;
}

function isSeparator(code: number): boolean {
  return code === 45 || code === 46 || code === 95;
}

function isPlain(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code > 126) return false;
  }
  return true;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
