import { parsePurl } from './parse-purl.ts';
import { type PurlParts, writePurl } from './write-purl.ts';

/** Namespaces of distributions → what others write for them. Source: Syft, syft/pkg/rpm.go; Trivy, pkg/purl and pkg/fanal/types/const.go. */
const others: ReadonlyMap<string, readonly string[]> = new Map([
  ['almalinux', ['alma']],
  ['amzn', ['amazon']],
  ['mariner', ['cbl-mariner']],
  ['ol', ['oracle']],
  ['redhat', ['rhel']],
  ['suse', ['sles']],
]);

/**
 * The purls that scanners write for one package, each without qualifiers, so that it fits theirs whatever qualifiers they add.
 *
 * in      a purl as Plimsoll writes it
 * out     our own spelling first; none where the text is no purl
 * source  what Syft 1.x and Trivy 0.6x write; go-vex, PurlMatches: qualifiers that a general purl leaves out may be anything
 */
export function purlSpellings(purl: string): readonly string[] {
  const parts = parsePurl(purl);
  if (!parts) return [];
  const { qualifiers: _, ...bare } = parts;
  return [...new Set([bare, ...spell(bare)].map(writePurl))];
}

function spell(parts: PurlParts): readonly PurlParts[] {
  const { type, namespace = '', name, version = '' } = parts;
  if (type === 'golang') return [...withPrefix(parts, version), ...withSubpath(parts, `${namespace}/${name}`.split('/'))];
  return (others.get(namespace) ?? []).map((other) => ({ ...parts, namespace: other }));
}

/** Trivy writes Go's standard library with `v`. */
function withPrefix(parts: PurlParts, version: string): readonly PurlParts[] {
  return parts.name === 'stdlib' && /^\d/.test(version) ? [{ ...parts, version: `v${version}` }] : [];
}

/** Syft takes what stands behind the third part of a module's path for a subpath. */
function withSubpath(parts: PurlParts, path: readonly string[]): readonly PurlParts[] {
  const [host, owner, name, ...rest] = path;
  if (host === undefined || owner === undefined || name === undefined || rest.length === 0) return [];
  return [{ ...parts, namespace: `${host}/${owner}`, name, subpath: rest.join('/') }];
}

/**
 * Whether a general purl fits a specific one, as consumers of VEX decide it.
 *
 * source  go-vex, PurlMatches (subpaths are not looked at); Trivy, pkg/purl, Match
 */
export function purlFits(general: string, specific: string): boolean {
  const [one, other] = [parsePurl(general), parsePurl(specific)];
  if (!one || !other || one.type !== other.type || one.namespace !== other.namespace || one.name !== other.name) return false;
  if (one.version !== undefined && one.version !== other.version) return false;
  return Object.entries(one.qualifiers ?? {}).every(([key, value]) => other.qualifiers?.[key] === value);
}
