import {
  compareDotted,
  compareDottedRuns,
  compareRuns,
  digitsEnd,
  dottedEnd,
  isDigit,
  isDotted,
  type Span,
} from '../digit-runs.ts';
import type { VersionScheme } from '../scheme.ts';
import { toOrdering } from '../to-ordering.ts';

const pre = '(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\\d*))?';
const post = '(?:-(\\d+)|[-_.]?(post|rev|r)[-_.]?(\\d*))?';
const dev = '(?:[-_.]?(dev)[-_.]?(\\d*))?';
const local = '(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?';
const tail = new RegExp(`^${pre}${post}${dev}${local}$`);

/** Longer than any version and short enough for any regular expression. */
const longestTail = 4096;

const preRanks = new Map([
  ['a', 0],
  ['alpha', 0],
  ['b', 1],
  ['beta', 1],
  ['c', 2],
  ['rc', 2],
  ['pre', 2],
  ['preview', 2],
]);

/**
 * Python's order: epoch, release, pre-, post- and development releases, local versions.
 *
 * in      PEP 440 with the spellings that it normalizes: case, `v`, separators, `alpha`, `c`, `rev`
 * out     unknown for what PEP 440 does not know (`2004d-custom`, `0.9-horsea`)
 * cost    linear; plain numbers, which most are, without a regular expression. Written here because @renovatebot/pep440 makes
 *         numbers of local segments (`+git.12e4567` becomes infinite) and rounds them beyond 2^53; a test in peers keeps it beside
 * source  PyPA specification "Version specifiers"; packaging 26, `_cmpkey`
 */
export const pep440 = Object.freeze<VersionScheme>({
  id: 'pep440',
  about: {
    title: 'Python packages (PEP 440)',
    source: 'https://packaging.python.org/en/latest/specifications/version-specifiers/',
    aliases: ['pypi'],
  },
  compare(a, b) {
    if (isDotted(a) && isDotted(b)) return toOrdering(compareDottedRuns(a, 0, a.length, b, 0, b.length));
    const left = readVersion(a);
    const right = readVersion(b);
    return left && right ? toOrdering(compareVersions(left, right)) : 'unknown';
  },
});

interface PythonVersion {
  readonly epoch: Span;
  readonly release: Span;
  /** 0 to 2 for a, b, rc; -1 where only a development release is there, 3 where neither is. */
  readonly preRank: number;
  readonly preNumber: string;
  readonly post: string | undefined;
  readonly dev: string | undefined;
  readonly local: string | undefined;
}

function readVersion(original: string): PythonVersion | undefined {
  const text = original.trim().toLowerCase();
  let from = text.startsWith('v') ? 1 : 0;
  const epochEnd = digitsEnd(text, from);
  const hasEpoch = epochEnd > from && text[epochEnd] === '!';
  const epoch = { text, from, to: hasEpoch ? epochEnd : from };
  if (hasEpoch) from = epochEnd + 1;
  const end = dottedEnd(text, from);
  if (end === from || text.length - end > longestTail) return undefined;
  const found = tail.exec(text.slice(end));
  if (!found) return undefined;
  const [, preWord, preNumber = '', bareNumber, postWord, postNumber = '', devWord, devNumber = '', localText] = found;
  const post = bareNumber ?? (postWord ? postNumber : undefined);
  const dev = devWord ? devNumber : undefined;
  const rankWithout = post === undefined && dev !== undefined ? -1 : 3;
  const preRank = preWord ? (preRanks.get(preWord) ?? 3) : rankWithout;
  return { epoch, release: { text, from, to: end }, preRank, preNumber, post, dev, local: localText };
}

function compareVersions(a: PythonVersion, b: PythonVersion): number {
  return (
    compareRuns(a.epoch.text, a.epoch.from, a.epoch.to, b.epoch.text, b.epoch.from, b.epoch.to) ||
    compareDotted(a.release, b.release) ||
    a.preRank - b.preRank ||
    compareNumbers(a.preNumber, b.preNumber) ||
    compareOptional(a.post, b.post, 1) ||
    compareOptional(a.dev, b.dev, -1) ||
    compareLocals(a.local, b.local)
  );
}

/** `presence` is the sign of a version that has the part against one that has not. */
function compareOptional(a: string | undefined, b: string | undefined, presence: number): number {
  if (a === undefined || b === undefined) return a === b ? 0 : presence * (a === undefined ? -1 : 1);
  return compareNumbers(a, b);
}

function compareNumbers(a: string, b: string): number {
  return compareRuns(a, 0, a.length, b, 0, b.length);
}

/** None before any; numbers after words; the shorter before the longer. */
function compareLocals(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const left = a.split(/[-_.]/);
  const right = b.split(/[-_.]/);
  for (const [index, segment] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const sign = compareSegments(segment, other);
    if (sign !== 0) return sign;
  }
  return left.length - right.length;
}

function compareSegments(a: string, b: string): number {
  const left = isNumber(a);
  const right = isNumber(b);
  if (left !== right) return left ? 1 : -1;
  if (left) return compareNumbers(a, b);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isNumber(text: string): boolean {
  return isDigit(text.charCodeAt(0)) && digitsEnd(text, 0) === text.length;
}
