import type { Package, PackageType, SchemeId } from '../../model/package.ts';
import type { PurlParts } from './write-purl.ts';

/** What a purl tells of a package. */
export type PurlIdentity = Pick<Package, 'type' | 'name' | 'version' | 'scheme' | 'architecture' | 'source'>;

const schemes: Readonly<Record<PackageType, SchemeId>> = {
  deb: 'dpkg',
  apk: 'apk',
  rpm: 'rpm',
  npm: 'semver',
  pypi: 'pep440',
  golang: 'go',
  maven: 'maven',
  cargo: 'semver',
  nuget: 'nuget',
  composer: 'packagist',
  gem: 'gem',
  conda: 'pep440',
  cran: 'rpm',
  luarocks: 'rpm',
  bitnami: 'bitnami',
  generic: 'semver',
};
/** Types whose names stand behind a namespace that is part of them. */
const joined: ReadonlySet<PackageType> = new Set(['npm', 'golang', 'composer', 'luarocks', 'generic']);
const distributions: ReadonlySet<PackageType> = new Set(['deb', 'apk', 'rpm']);

/**
 * The package that a purl names; undoes `toPackagePurl` but for the distribution.
 *
 * out     undefined for a type that Plimsoll has no packages of, and for a purl without a version
 */
export function toIdentity({ type, namespace, name, version, qualifiers = {} }: PurlParts): PurlIdentity | undefined {
  if (!isPackageType(type) || !version) return undefined;
  const epoch = type === 'rpm' && /^\d+$/.test(qualifiers.epoch ?? '') ? `${qualifiers.epoch}:` : '';
  const whole = `${epoch}${version}`;
  const architecture = type === 'conda' ? qualifiers.subdir : qualifiers.arch;
  const source = distributions.has(type) ? sourceOf(qualifiers.upstream, whole) : undefined;
  return {
    type,
    name: nameOf(type, namespace, name),
    version: whole,
    scheme: schemes[type],
    ...(architecture && { architecture }),
    ...(source && { source }),
  };
}

function isPackageType(type: string): type is PackageType {
  return Object.hasOwn(schemes, type);
}

function nameOf(type: PackageType, namespace: string | undefined, name: string): string {
  if (type === 'maven') return namespace === undefined || namespace === name ? name : `${namespace}:${name}`;
  if (type === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  return joined.has(type) && namespace ? `${namespace}/${name}` : name;
}

/** `upstream=name` or `upstream=name@version`. */
function sourceOf(upstream: string | undefined, version: string): PurlIdentity['source'] {
  if (!upstream) return undefined;
  const at = upstream.lastIndexOf('@');
  return at > 0 ? { name: upstream.slice(0, at), version: upstream.slice(at + 1) } : { name: upstream, version };
}
