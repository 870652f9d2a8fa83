import type { VersionScheme } from '../scheme.ts';
import { compareCores, compareLabels, findSemanticVersion } from '../semantic-version.ts';
import { toOrdering } from '../to-ordering.ts';

const rules = { numbers: [3, 3], prefix: false, looseLabel: false } as const;

/**
 * Bitnami's order: as Semantic Versioning, but what follows the hyphen is a revision, which comes after.
 *
 * in      `1.2.3-4`
 * out     `1.2.3` is before `1.2.3-0`; unknown for fewer or more numbers
 * cost    linear
 * source  bitnami/go-version 287f726, README.md, "Version revision"
 */
export const bitnami = Object.freeze<VersionScheme>({
  id: 'bitnami',
  about: { title: 'Bitnami components', source: 'https://github.com/bitnami/go-version', aliases: [] },
  compare(a, b) {
    const left = findSemanticVersion(a, rules);
    const right = findSemanticVersion(b, rules);
    if (!left || !right) return 'unknown';
    return toOrdering(compareCores(left, right) || compareLabels(left, right));
  },
});
