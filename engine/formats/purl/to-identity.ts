import type { Package, PackageType, SchemeId } from '../../model/package.ts';
import type { PurlParts } from './write-purl.ts';

/** What a purl tells of a package. */
export type PurlIdentity = Pick<Package, 'type' | 'name' | 'version' | 'scheme' | 'architecture' | 'source' | 'module'>;

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
 * The package that a purl names; undoes `toPackagePurl` but for the distribution, and for Maven artifacts without a group, for which
 * the artifact's name stands there too.
 *
 * in      a Go module's subpath is the rest of its path, as Syft writes modules of more than three parts (`…/vault@v1.9.0#api`)
 * out     undefined for a type that Plimsoll has no packages of, and for a purl without a version
 */
export function toIdentity({ type, namespace, name, version, qualifiers = {}, subpath }: PurlParts): PurlIdentity | undefined {
  if (!isPackageType(type) || !version) return undefined;
  const epoch = hasEpochApart(type, version) && /^[1-9]\d*$/.test(qualifiers.epoch ?? '') ? `${qualifiers.epoch}:` : '';
  const whole = `${epoch}${version}`;
  const architecture = type === 'conda' ? qualifiers.subdir : qualifiers.arch;
  const source = distributions.has(type) ? sourceOf(qualifiers.upstream, whole) : undefined;
  return {
    type,
    name: nameOf(type, namespace, type === 'golang' && subpath ? `${name}/${subpath}` : name),
    version: whole,
    scheme: schemes[type],
    ...(architecture && { architecture }),
    ...(source && { source }),
    ...(type === 'rpm' && qualifiers.rpmmod && { module: qualifiers.rpmmod }),
  };
}

/** An RPM's epoch is a qualifier; some scanners write that of a Debian package so too. */
function hasEpochApart(type: PackageType, version: string): boolean {
  return type === 'rpm' || (type === 'deb' && !version.includes(':'));
}

function isPackageType(type: string): type is PackageType {
  return Object.hasOwn(schemes, type);
}

function nameOf(type: PackageType, namespace: string | undefined, name: string): string {
  if (type === 'maven') return namespace === undefined ? name : `${namespace}:${name}`;
  if (type === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  return joined.has(type) && namespace ? `${namespace}/${name}` : name;
}

/** `upstream=name`, `upstream=name@version`, or the file of a source RPM, whose name leaves the epoch out. */
function sourceOf(upstream: string | undefined, version: string): PurlIdentity['source'] {
  if (!upstream) return undefined;
  const [, name, rest] = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(upstream) ?? [];
  if (name && rest) return { name, version: `${/^\d+:/.exec(version)?.[0] ?? ''}${rest}` };
  const at = upstream.lastIndexOf('@');
  return at > 0 ? { name: upstream.slice(0, at), version: upstream.slice(at + 1) } : { name: upstream, version };
}
