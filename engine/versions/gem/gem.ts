import { compareDottedRuns, compareRuns, digitsEnd, isDigit, isDotted } from '../digit-runs.ts';
import type { VersionScheme } from '../scheme.ts';
import { toOrdering } from '../to-ordering.ts';

/** First words of the platforms that gems are built for; they follow the version in a gem's full name. */
const platforms = new Set(
  (
    'x86 x86_64 x64 amd64 i386 i486 i586 i686 aarch64 aarch64_be arm arm64 arm64e armv6 armv7 armv6l armv7l armv8 universal ' +
    'java jruby jvm mswin mswin32 mswin64 mingw mingw32 ppc ppc64 ppc64le powerpc powerpc64 powerpc64le s390 s390x sparc ' +
    'riscv64 loongarch64 mips mips64 mipsel dalvik dotnet macruby'
  ).split(' '),
);

/**
 * RubyGems' order: numbers and words in turn; a word is a pre-release and comes before every number.
 *
 * in      `1.2.0.rc1`, `1.0.0-beta.2` (a hyphen is `.pre.`); a platform behind the version (`1.19.3-x86_64-linux`) is left out
 * out     unknown for what does not begin with a number or has other characters
 * cost    linear
 * source  rubygems 3.6, Gem::Version#<=> and Gem::Platform
 */
export const gem = Object.freeze<VersionScheme>({
  id: 'gem',
  about: {
    title: 'RubyGems',
    source: 'https://guides.rubygems.org/patterns/#semantic-versioning',
    aliases: ['rubygems'],
  },
  compare(a, b) {
    if (isDotted(a) && isDotted(b)) return toOrdering(compareDottedRuns(a, 0, a.length, b, 0, b.length));
    const left = readSegments(a);
    const right = readSegments(b);
    return left && right ? toOrdering(compareSegments(left, right)) : 'unknown';
  },
});

function readSegments(text: string): readonly string[] | undefined {
  const version = withoutPlatform(text.trim());
  if (!isDigit(version.charCodeAt(0))) return undefined;
  const segments: string[] = [];
  for (let at = 0; at < version.length; ) {
    const end = segmentEnd(version, at);
    if (end > at) {
      segments.push(version.slice(at, end));
      at = end;
    } else if (version[at] === '-') {
      segments.push('pre');
      at++;
    } else if (version[at] === '.') at++;
    else return undefined;
  }
  return withoutZeros(segments);
}

function segmentEnd(text: string, from: number): number {
  const end = digitsEnd(text, from);
  if (end > from) return end;
  let at = from;
  while (isLetter(text.charCodeAt(at))) at++;
  return at;
}

function withoutPlatform(text: string): string {
  for (let hyphen = text.indexOf('-'); hyphen >= 0; hyphen = text.indexOf('-', hyphen + 1)) {
    const next = text.indexOf('-', hyphen + 1);
    const word = text.slice(hyphen + 1, next < 0 ? text.length : next);
    if (platforms.has(word)) return text.slice(0, hyphen);
  }
  return text;
}

/** Zeros at the end order nothing, nor do those just before the first word. */
function withoutZeros(segments: readonly string[]): readonly string[] {
  const word = segments.findIndex((segment) => isLetter(segment.charCodeAt(0)));
  const middle = word < 0 ? segments.length : word;
  const head = segments.slice(0, lastNonZero(segments, middle, 0));
  return [...head, ...segments.slice(middle, lastNonZero(segments, segments.length, middle))];
}

/** Index after the last segment before `to` that is not zero; `from` where all are. */
function lastNonZero(segments: readonly string[], to: number, from: number): number {
  let end = to;
  while (end > from && isZero(segments[end - 1] ?? '')) end--;
  return end;
}

function isZero(segment: string): boolean {
  for (let at = 0; at < segment.length; at++) if (segment.charCodeAt(at) !== 48) return false;
  return true;
}

function compareSegments(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const sign = compareSegment(a[index] ?? '0', b[index] ?? '0');
    if (sign !== 0) return sign;
  }
  return 0;
}

function compareSegment(a: string, b: string): number {
  const left = isDigit(a.charCodeAt(0));
  const right = isDigit(b.charCodeAt(0));
  if (left && right) return compareRuns(a, 0, a.length, b, 0, b.length);
  if (left !== right) return left ? 1 : -1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
