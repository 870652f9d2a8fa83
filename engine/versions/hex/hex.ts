import type { VersionScheme } from '../scheme.ts';
import { comparePrecedence, findSemanticVersion } from '../semantic-version.ts';
import { toOrdering } from '../to-ordering.ts';

const rules = { numbers: [3, 3], prefix: false, looseLabel: false } as const;

/**
 * Elixir's order, which is Semantic Versioning taken strictly.
 *
 * in      three numbers, `-label`, `+build`
 * out     unknown for fewer or more numbers, as `Version.parse/1` says `:error`
 * cost    linear
 * source  Elixir 1.18, module Version
 */
export const hex = Object.freeze<VersionScheme>({
  id: 'hex',
  about: { title: 'Hex (Elixir, Erlang)', source: 'https://hexdocs.pm/elixir/Version.html', aliases: ['elixir'] },
  compare(a, b) {
    const left = findSemanticVersion(a, rules);
    const right = findSemanticVersion(b, rules);
    return left && right ? toOrdering(comparePrecedence(left, right)) : 'unknown';
  },
});
