import type { Distribution } from '../../model/distribution.ts';
import type { PurlParts } from './write-purl.ts';

/** What Trivy calls distributions in its purls, where that is not the `ID` of their os-release; Trivy, pkg/fanal/types/const.go. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['redhat', 'rhel'],
  ['alma', 'almalinux'],
  ['oracle', 'ol'],
  ['amazon', 'amzn'],
  ['cbl-mariner', 'mariner'],
  ['opensuse.leap', 'opensuse-leap'],
  ['opensuse.tumbleweed', 'opensuse-tumbleweed'],
  ['suse linux enterprise server', 'sles'],
  ['openeuler', 'openEuler'],
]);

/**
 * The distribution that the purl of a system package tells: of its `distro` qualifier, else of its namespace.
 *
 * in      `debian-12`, `opensuse-leap-15.5`, `wolfi`, `bookworm`, `3.18.4` beside a namespace
 * out     undefined for packages that are of no distribution, and where the purl does not tell; `path` is empty
 * source  purl-spec, deb, apk and rpm types; what Syft and Trivy write
 */
export function toDistribution({ type, namespace = '', qualifiers = {} }: PurlParts): Distribution | undefined {
  if (type !== 'deb' && type !== 'apk' && type !== 'rpm') return undefined;
  const stated = qualifiers.distro ?? '';
  const [, before = '', versionId = ''] = /^(?:(.{1,100})-)?v?(\d[^-]{0,99})$/.exec(stated) ?? [];
  if (versionId !== '') return named(before || namespace, { versionId });
  if (namespace !== '' && stated.startsWith(`${namespace}-`))
    return named(namespace, { codename: stated.slice(namespace.length + 1) });
  if (stated === '' || stated === namespace || distributionId(stated) === distributionId(namespace)) return named(namespace, {});
  return namespace === '' ? named(stated, {}) : named(namespace, { codename: stated });
}

/** The `ID` that os-release has for a distribution, of whatever name a tool gives it. */
export function distributionId(name: string): string {
  return otherNames.get(name.toLowerCase()) ?? name;
}

function named(name: string, release: Pick<Distribution, 'versionId' | 'codename'>): Distribution | undefined {
  return name === '' ? undefined : { id: distributionId(name), like: [], ...release, path: '' };
}
