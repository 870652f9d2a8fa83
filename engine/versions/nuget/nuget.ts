import type { VersionScheme } from '../scheme.ts';
import { comparePrecedence, findSemanticVersion } from '../semantic-version.ts';
import { toOrdering } from '../to-ordering.ts';

const rules = { numbers: [1, 4], prefix: false, looseLabel: false } as const;

/**
 * NuGet's order: Semantic Versioning with a fourth number, and labels whose case does not matter.
 *
 * in      `1.2.3.4-Beta.1+build`; missing numbers are zero
 * out     unknown for a fifth number or a malformed label
 * cost    linear
 * source  NuGet.Client, VersionComparer (mode Default)
 */
export const nuget = Object.freeze<VersionScheme>({
  id: 'nuget',
  about: {
    title: 'NuGet (.NET)',
    source: 'https://learn.microsoft.com/en-us/nuget/concepts/package-versioning',
    aliases: ['dotnet'],
  },
  compare(a, b) {
    const left = findSemanticVersion(a.toLowerCase(), rules);
    const right = findSemanticVersion(b.toLowerCase(), rules);
    return left && right ? toOrdering(comparePrecedence(left, right)) : 'unknown';
  },
});
