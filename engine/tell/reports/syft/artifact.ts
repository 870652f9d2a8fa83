import { createHash } from 'node:crypto';
import { isLicenseExpression } from '../../../formats/spdx/license.ts';
import type { InstalledPackage, PackageType } from '../../../model/package.ts';

/** What Syft calls the types of packages, and their languages; Syft 1.x, syft/pkg/type.go and language.go. */
const names: Readonly<Record<PackageType, readonly [type: string, language: string]>> = {
  deb: ['deb', ''],
  apk: ['apk', ''],
  rpm: ['rpm', ''],
  npm: ['npm', 'javascript'],
  pypi: ['python', 'python'],
  golang: ['go-module', 'go'],
  maven: ['java-archive', 'java'],
  cargo: ['rust-crate', 'rust'],
  nuget: ['dotnet', 'dotnet'],
  composer: ['php-composer', 'php'],
  gem: ['gem', 'ruby'],
  conda: ['conda', ''],
  cran: ['R-package', 'R'],
  luarocks: ['lua-rocks', 'lua'],
  bitnami: ['bitnami', ''],
  generic: ['binary', ''],
};

/**
 * A package in Syft's own form.
 *
 * out     with the metadata that Grype matches by: the source package, the epoch, the module stream, the Maven coordinates
 */
export function toArtifact(item: InstalledPackage, index: number): object {
  const [type, language] = names[item.type];
  const { name, version, license, purl, places } = item;
  return {
    id: createHash('sha256').update(`${index}\n${purl}`).digest('hex').slice(0, 16),
    name: item.type === 'maven' ? name.slice(name.lastIndexOf(':') + 1) : name,
    version,
    type,
    foundBy: 'plimsoll',
    locations: places.map(({ layer, path }) => ({ path: `/${path}`, ...(layer && { layerID: layer }), accessPath: `/${path}` })),
    licenses: license
      ? [
          {
            value: license,
            spdxExpression: isLicenseExpression(license) ? license : '',
            type: 'declared',
            urls: [],
            locations: [],
          },
        ]
      : [],
    language,
    cpes: [],
    purl,
    ...metadataOf(item),
  };
}

function metadataOf(item: InstalledPackage): { readonly metadataType: string; readonly metadata: object } | undefined {
  const { name, version, source, architecture = '', module } = item;
  switch (item.type) {
    case 'deb':
      return of('dpkg-db-entry', {
        package: name,
        source: source?.name ?? '',
        version,
        sourceVersion: source?.version ?? '',
        architecture,
        maintainer: '',
        installedSize: 0,
        files: [],
      });
    case 'apk':
      return of('apk-db-entry', {
        package: name,
        originPackage: source?.name ?? '',
        maintainer: '',
        version,
        architecture,
        url: '',
        description: '',
        size: 0,
        installedSize: 0,
        pullDependencies: [],
        provides: [],
        pullChecksum: '',
        gitCommitOfApkPort: '',
        files: [],
      });
    case 'rpm':
      return of('rpm-db-entry', {
        name,
        ...rpmVersion(version),
        architecture,
        sourceRpm: sourceRpm(source),
        size: 0,
        ...(module && { modularityLabel: module }),
        files: [],
      });
    case 'maven':
      return of('java-archive', { virtualPath: item.places[0]?.path ?? '', pomProperties: coordinates(name, version) });
    default:
      return undefined;
  }
}

function of(metadataType: string, metadata: object) {
  return { metadataType, metadata };
}

function rpmVersion(text: string): { readonly version: string; readonly epoch: number | null; readonly release: string } {
  const [, epoch, version = text, release = ''] = /^(?:(\d+):)?([^-]*)-?(.*)$/s.exec(text) ?? [];
  return { version, epoch: epoch === undefined ? null : Number(epoch), release };
}

/** The file of a source RPM, which leaves the epoch out. */
function sourceRpm(source: InstalledPackage['source']): string {
  return source ? `${source.name}-${source.version.replace(/^\d+:/, '')}.src.rpm` : '';
}

function coordinates(name: string, version: string): object {
  const at = name.indexOf(':');
  return { path: '', name: '', groupId: at > 0 ? name.slice(0, at) : '', artifactId: name.slice(at + 1), version };
}
