import { compareRuns, digitsEnd, isDigit } from '../digit-runs.ts';
import type { VersionScheme } from '../scheme.ts';
import { toOrdering } from '../to-ordering.ts';

const tilde = 126;

/**
 * Debian's order: epoch, upstream version, revision; letters before other characters, `~` before the end.
 *
 * in      `[epoch:]upstream[-revision]`; what dpkg only warns about (a first letter, strange characters) is read as dpkg reads it
 * out     unknown where dpkg refuses: empty parts, an epoch that is no number, white space
 * cost    linear
 * source  deb-version(7), "Sorting algorithm"; dpkg 1.21.22
 */
export const dpkg = Object.freeze<VersionScheme>({
  id: 'dpkg',
  about: {
    title: 'Debian packages',
    source: 'https://manpages.debian.org/bookworm/dpkg-dev/deb-version.7.en.html',
    aliases: ['deb'],
  },
  compare(a, b) {
    const left = readParts(a);
    const right = readParts(b);
    if (!left || !right) return 'unknown';
    return toOrdering(
      compareRuns(a, 0, left.epochEnd, b, 0, right.epochEnd) ||
        compareMixed(a, left.start, left.end, b, right.start, right.end) ||
        compareMixed(a, left.end + 1, a.length, b, right.end + 1, b.length),
    );
  },
});

/** Where the epoch ends, and where the upstream version begins and ends. */
interface Parts {
  readonly epochEnd: number;
  readonly start: number;
  readonly end: number;
}

function readParts(text: string): Parts | undefined {
  let epochEnd = -1;
  let hyphen = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32) return undefined;
    if (code === 45) hyphen = at;
    else if (code === 58 && epochEnd < 0) epochEnd = at;
  }
  if (epochEnd === 0 || (epochEnd > 0 && digitsEnd(text, 0) !== epochEnd)) return undefined;
  const start = epochEnd + 1;
  if (hyphen === text.length - 1 && hyphen >= start) return undefined;
  const end = hyphen < start ? text.length : hyphen;
  return start < end ? { epochEnd: Math.max(epochEnd, 0), start, end } : undefined;
}

/** Stretches of non-digits and of digits in turn. */
function compareMixed(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): number {
  let i = aFrom;
  let j = bFrom;
  while (i < aTo || j < bTo) {
    for (;;) {
      const left = i < aTo ? rank(a.charCodeAt(i)) : 0;
      const right = j < bTo ? rank(b.charCodeAt(j)) : 0;
      if (left !== right) return left - right;
      if (left === 0) break;
      i++;
      j++;
    }
    const iEnd = i < aTo ? digitsEnd(a, i) : i;
    const jEnd = j < bTo ? digitsEnd(b, j) : j;
    const sign = compareRuns(a, i, iEnd, b, j, jEnd);
    if (sign !== 0) return sign;
    i = iEnd;
    j = jEnd;
  }
  return 0;
}

/** Zero for a digit and for the end; letters by their code, everything else after them. */
function rank(code: number): number {
  if (isDigit(code)) return 0;
  if (code === tilde) return -1;
  const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return isLetter ? code : code + 256;
}
