import type { VersionScheme } from '../scheme.ts';
import { comparePrecedence, findSemanticVersion } from '../semantic-version.ts';
import { toOrdering } from '../to-ordering.ts';

const rules = { numbers: [1, Number.POSITIVE_INFINITY], prefix: true, looseLabel: true } as const;

/**
 * Semantic Versioning, read as loosely as npm reads what is installed.
 *
 * in      `1.2.3-rc.1+build`; also what real packages and advisories have: `v1.2.3`, `1.2`, `1.9.0b1`, `3.0.RC3`, `1.2.3.4`
 * out     unknown for anything else (`1.x`, `1.4.0-*`, `latest`)
 * cost    linear; numbers of any length are exact, which the `semver` package's are not beyond 2^53 (nor does it read over 256 characters)
 * source  Semantic Versioning 2.0.0, item 11; node-semver 7, loose mode
 */
export const semver = Object.freeze<VersionScheme>({
  id: 'semver',
  about: { title: 'Semantic Versioning (npm, crates)', source: 'https://semver.org/spec/v2.0.0.html', aliases: ['npm', 'cargo'] },
  compare(a, b) {
    const left = findSemanticVersion(a, rules);
    const right = findSemanticVersion(b, rules);
    return left && right ? toOrdering(comparePrecedence(left, right)) : 'unknown';
  },
});
