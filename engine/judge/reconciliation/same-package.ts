import { normalizePythonName } from '../../formats/ecosystem/ecosystem.ts';
import type { ClaimedPackage } from '../../model/reconciliation.ts';

const distributions: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk']);

/**
 * The names that a package is compared by, so that two spellings meet: in small letters, PyPI's normalized, Maven's artifact alone
 * too, since many engines leave the group out. Where nothing tells the ecosystem, it may be any of these.
 */
export function keysOf({ type, name }: ClaimedPackage): readonly string[] {
  const plain = type === 'pypi' ? normalizePythonName(name) : name.toLowerCase();
  if (type !== undefined && type !== 'maven') return [plain];
  const artifact = /^[^:/]+[:/]([^:/]+)$/.exec(plain)?.[1];
  const others = [...(artifact === undefined ? [] : [artifact]), ...(type === undefined ? [normalizePythonName(name)] : [])];
  return [...new Set([plain, ...others])];
}

/** Whether two packages have one name in one ecosystem, as far as both tell it. */
export function isSameName(one: ClaimedPackage, other: ClaimedPackage): boolean {
  if (one.type !== undefined && other.type !== undefined && one.type !== other.type) return false;
  const keys = keysOf(one);
  return keysOf(other).some((key) => keys.includes(key));
}

/** Whether two versions are one; a version that an engine does not tell is no other one. */
export function isSameVersion(one: ClaimedPackage, other: ClaimedPackage): boolean {
  if (one.version === undefined || other.version === undefined) return true;
  return plainVersion(one.version) === plainVersion(other.version);
}

/** A version without what engines write or leave out: an epoch of zero, the `v` of Go modules, the `go` of its library. */
export function plainVersion(version: string): string {
  return version.replace(/^(?:0:|v(?=\d)|go(?=\d))/, '');
}

/**
 * Why two packages that are not the same are one thing: one is the source of the other, both are of one source, or a library is known
 * to one engine as a package of the distribution.
 *
 * out     undefined where they are not related
 */
export function findRelation(one: ClaimedPackage, other: ClaimedPackage): string | undefined {
  const hasOneType = one.type === undefined || other.type === undefined || one.type === other.type;
  const sources = [one, other].map(({ source, name }) => (source ?? name).toLowerCase());
  if (hasOneType && sources[0] === sources[1]) return `${one.name} and ${other.name} are of the source ${sources[0]}`;
  if (hasOneType) return undefined;
  const [system, library] = distributions.has(one.type ?? '') ? [one, other] : [other, one];
  if (!distributions.has(system.type ?? '') || distributions.has(library.type ?? '')) return undefined;
  const isLibrary = [system.name, system.source ?? ''].some((name) => withoutPrefix(name) === withoutPrefix(library.name));
  return isLibrary ? `${library.name} is the distribution's package ${system.name} to the other engine` : undefined;
}

/** `python3-requests` and `requests`, `node-tar` and `tar`, `golang-github-a-b` and `github.com/a/b`. */
function withoutPrefix(name: string): string {
  const last = name.toLowerCase().split(/[:]/).at(-1) ?? '';
  return last.replace(/^(?:python3?|node|nodejs|ruby|golang|perl|php|lib)-/, '').replace(/[^a-z0-9]+/g, '-');
}
