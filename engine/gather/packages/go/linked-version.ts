import type { Content } from '../../../formats/content.ts';
import { findTexts } from '../../../formats/elf/find-texts.ts';

/** A main module that was built from a working tree. */
export interface UnversionedMain {
  readonly module: string;
  /** The list of modules and settings, which may name what the linker was told. */
  readonly modules: string;
}

/**
 * Projects that build their programs from a working tree and let the linker set the version, and no other text of that form.
 *
 * source  Kubernetes hack/lib/version.sh; the Makefiles of the others
 */
const linked =
  /^(?:k8s\.io|sigs\.k8s\.io|helm\.sh|istio\.io)\/|^github\.com\/(?:containerd|opencontainers|traefik|argoproj|cilium|projectcalico)\//;
const release = String.raw`v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?`;
/** `-X k8s.io/component-base/version.gitVersion=v1.31.4`. */
const assignment = new RegExp(String.raw`-X[ =]'?"?([\w./-]+)\.(\w+)=(${release})(?=["'\s]|$)`, 'g');
const versionName = /^(?:git|build|app|program|binary)?_?version$/i;
/** Texts that the linker sets end in a NUL as those of other languages do; no other text of a Go program does. */
const framed = { anchor: '\0v', pattern: new RegExp(`\\0(${release})(?=\\0)`) };

/**
 * The version that the linker was told to set in a program whose main module has none.
 *
 * out     with a `v`, as Go spells versions; undefined when it is not told, or more than one is
 * cost    the settings; for projects that are known to do so, O(read-only data)
 * source  cmd/link documentation, `-X`; Go source, cmd/link/internal/ld/data.go, addstrdata
 */
export function findLinkedVersion(content: Content, main: UnversionedMain): string | undefined {
  const stated = statedVersions(main);
  const versions = stated.size === 0 && linked.test(main.module) ? new Set(findTexts(content, framed)) : stated;
  const [only] = versions;
  return only !== undefined && versions.size === 1 ? `v${only.replace(/^v/, '')}` : undefined;
}

/** Settings of the program's own packages; those of libraries speak of the library. */
function statedVersions({ module, modules }: UnversionedMain): ReadonlySet<string> {
  const flags =
    modules
      .split('\n')
      .find((line) => line.startsWith('build\t-ldflags='))
      ?.slice(0, 20_000) ?? '';
  const own = [...flags.matchAll(assignment)].filter(([, path = '', name = '']) => {
    const isOwn = path === 'main' || path === module || path.startsWith(`${module}/`) || path === 'k8s.io/component-base/version';
    return isOwn && versionName.test(name);
  });
  return new Set(own.map(([, , , version = '']) => version));
}
