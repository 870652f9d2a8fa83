import { compareRuns, digitsEnd, isDigit } from '../digit-runs.ts';
import type { VersionScheme } from '../scheme.ts';
import { toOrdering } from '../to-ordering.ts';

/**
 * Kinds of token, in the order that they have against each other where two versions first differ in kind.
 * A suffix of a pre-release comes before the end, any other after it; so there are two kinds.
 */
const kinds = {
  before: 0,
  invalid: 1,
  end: 2,
  revision: 3,
  hash: 4,
  suffixNumber: 5,
  after: 6,
  letter: 7,
  digits: 8,
  first: 9,
} as const;

const preSuffixes = ['alpha', 'beta', 'pre', 'rc'];
const postSuffixes = ['cvs', 'svn', 'git', 'hg', 'p'];

/**
 * Alpine's order: numbers, a letter, suffixes (`_rc1`, `_p2`), a commit, the package revision `-r3`.
 *
 * in      what apk 3 reads, and of apk 2 the digits after a letter (`6.6.2p1-r0`) and empty numbers (`1..2`, `0.8.r2`)
 * out     unknown where a text has characters that no version has, or does not begin with a number.
 *         Where only a rest is malformed (`1.2_blah`), it sorts as apk sorts it: just before the end
 * cost    linear
 * source  apk-tools 3, src/version.c; 2.14 for what 3 no longer reads
 */
export const apk = Object.freeze<VersionScheme>({
  id: 'apk',
  about: {
    title: 'Alpine, Wolfi and Chainguard packages',
    source: 'https://gitlab.alpinelinux.org/alpine/apk-tools/-/blob/master/doc/apk-package.5.scd',
    aliases: ['alpine'],
  },
  compare(a, b) {
    if (!isReadable(a) || !isReadable(b)) return 'unknown';
    const left: Token = { text: a, kind: kinds.first, from: 0, to: digitsEnd(a, 0), rank: 0 };
    const right: Token = { text: b, kind: kinds.first, from: 0, to: digitsEnd(b, 0), rank: 0 };
    for (;;) {
      if (left.kind !== right.kind) return toOrdering(left.kind - right.kind);
      if (left.kind === kinds.end || left.kind === kinds.invalid) return 'same';
      const sign = compareTokens(left, right);
      if (sign !== 0) return toOrdering(sign);
      advance(left);
      advance(right);
    }
  },
});

/** A place in a version; moves on while comparing and is never seen outside. */
interface Token {
  readonly text: string;
  kind: number;
  /** The token's value, without its `.`, `_`, `~` or `-r`. */
  from: number;
  to: number;
  /** Of a suffix, among the suffixes of its kind. */
  rank: number;
}

function compareTokens(a: Token, b: Token): number {
  switch (a.kind) {
    case kinds.digits:
      // A number with a leading zero is a fraction to apk: 1.05 is before 1.1.
      if (startsWithZero(a) || startsWithZero(b)) return compareTexts(a, b);
      return compareRuns(a.text, a.from, a.to, b.text, b.from, b.to);
    case kinds.first:
    case kinds.suffixNumber:
    case kinds.revision:
      return compareRuns(a.text, a.from, a.to, b.text, b.from, b.to);
    case kinds.before:
    case kinds.after:
      return a.rank - b.rank;
    default:
      return compareTexts(a, b);
  }
}

function startsWithZero({ text, from, to }: Token): boolean {
  return from === to || text.charCodeAt(from) === 48;
}

function compareTexts(a: Token, b: Token): number {
  const left = a.text.slice(a.from, a.to);
  const right = b.text.slice(b.from, b.to);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function advance(token: Token): void {
  const { text, to: at, kind } = token;
  if (at >= text.length) {
    token.kind = kinds.end;
    return;
  }
  const code = text.charCodeAt(at);
  const isNumber = kind >= kinds.digits;
  if (code === 46 && isNumber) take(token, kinds.digits, at + 1, digitsEnd(text, at + 1));
  else if (isDigit(code) && kind === kinds.letter) take(token, kinds.digits, at, digitsEnd(text, at));
  else if (isDigit(code) && isSuffix(kind)) take(token, kinds.suffixNumber, at, digitsEnd(text, at));
  else if (isLower(code) && isNumber) take(token, kinds.letter, at, at + 1);
  else if (code === 95 && kind !== kinds.hash && kind !== kinds.revision) takeSuffix(token, at + 1);
  else if (code === 126 && kind !== kinds.hash && kind !== kinds.revision) takeHash(token, at + 1);
  else if (code === 45 && text.charCodeAt(at + 1) === 114 && kind !== kinds.revision)
    take(token, kinds.revision, at + 2, digitsEnd(text, at + 2));
  else token.kind = kinds.invalid;
}

function take(token: Token, kind: number, from: number, to: number): void {
  token.kind = kind;
  token.from = from;
  token.to = to;
}

function takeSuffix(token: Token, from: number): void {
  let to = from;
  while (isLower(token.text.charCodeAt(to))) to++;
  const word = to - from > 5 ? '' : token.text.slice(from, to);
  const pre = preSuffixes.indexOf(word);
  token.rank = pre < 0 ? postSuffixes.indexOf(word) : pre;
  const kind = pre < 0 ? kinds.after : kinds.before;
  take(token, token.rank < 0 ? kinds.invalid : kind, from, to);
}

function takeHash(token: Token, from: number): void {
  let to = from;
  while (isHex(token.text.charCodeAt(to))) to++;
  take(token, to === from ? kinds.invalid : kinds.hash, from, to);
}

function isReadable(text: string): boolean {
  const first = text.charCodeAt(0);
  if (!isDigit(first) && !(first === 46 && isDigit(text.charCodeAt(1)))) return false;
  for (let at = 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isSeparator = code === 45 || code === 46 || code === 95 || code === 126;
    if (!isLower(code) && !isDigit(code) && !isSeparator) return false;
  }
  return true;
}

function isSuffix(kind: number): boolean {
  return kind === kinds.before || kind === kinds.after;
}

function isLower(code: number): boolean {
  return code >= 97 && code <= 122;
}

function isHex(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102);
}
