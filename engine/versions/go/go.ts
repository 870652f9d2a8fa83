import type { VersionScheme } from '../scheme.ts';
import { comparePrecedence, findSemanticVersion, type SemanticVersion } from '../semantic-version.ts';
import { toOrdering } from '../to-ordering.ts';

const rules = { numbers: [1, 3], prefix: true, looseLabel: false } as const;

/**
 * Go's order: of modules (with or without `v`, pseudo-versions, `+incompatible`) and of Go itself.
 *
 * in      `v1.2.3`, `0.0.0-20240708073652-5a492a3f0036`, `go1.21.4`, `1.21rc1`, `1.21.0-rc.1`, `go1.21.4 X:boringcrypto`
 * out     Go's own `1.21rc1` is `1.21.0-rc.1`, as its vulnerability database writes it; unknown for `(devel)` and for builds from a branch
 * cost    linear
 * source  golang.org/x/mod/semver; go.dev/doc/toolchain, "Go versions"; go.dev/doc/security/vuln/database, "Schema"
 */
export const go = Object.freeze<VersionScheme>({
  id: 'go',
  about: { title: 'Go modules and the Go toolchain', source: 'https://go.dev/ref/mod#versions', aliases: ['golang'] },
  compare(a, b) {
    const left = findGoVersion(a);
    const right = findGoVersion(b);
    return left && right ? toOrdering(comparePrecedence(left, right)) : 'unknown';
  },
});

function findGoVersion(text: string): SemanticVersion | undefined {
  const module = findSemanticVersion(text, rules);
  return module && text.charCodeAt(0) !== 61 ? module : findSemanticVersion(toModuleForm(text), rules);
}

/** Empty where the text is no version of Go: `go1.22rc1` → `1.22.0-rc.1`. A vendor's suffix (`-custom`, ` X:…`) orders nothing. */
function toModuleForm(text: string): string {
  const [, release, kind, number] = /^(?:go)?(\d+(?:\.\d+){1,2})(?:(rc|beta)(\d+))?(?:[ +-][ -~]*)?$/.exec(text) ?? [];
  if (!release) return '';
  return kind ? `${toThree(release)}-${kind}.${number}` : release;
}

function toThree(release: string): string {
  return release.split('.').length === 2 ? `${release}.0` : release;
}
