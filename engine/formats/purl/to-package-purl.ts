import type { Distribution } from '../../model/distribution.ts';
import type { Package } from '../../model/package.ts';
import { writePurl } from './write-purl.ts';

/** What of a package its purl is made of. */
export type PurlSubject = Pick<Package, 'type' | 'name' | 'version' | 'source' | 'architecture' | 'module'>;

/**
 * The purl of an installed package, with the qualifiers that scanners write.
 *
 * in      a distribution where one is known; only deb, apk and rpm use it
 * out     namespace and qualifiers by type: deb, apk, rpm: distribution, `arch`, `distro`, `upstream`; rpm also `epoch`, `rpmmod`;
 *         bitnami: `arch`; conda: `subdir`
 * source  purl-spec types; what Syft 1.x and Trivy 0.6x write where the types leave a choice
 */
export function toPackagePurl(subject: PurlSubject, distribution?: Distribution): string {
  const { name, version } = subject;
  switch (subject.type) {
    case 'deb':
    case 'apk':
      return distributionPurl(subject, version, undefined, distribution);
    case 'rpm': {
      const [, epoch, rest = version] = /^(\d+):(.*)$/s.exec(version) ?? [];
      return distributionPurl(subject, rest, epoch === '0' ? undefined : epoch, distribution);
    }
    // The purl specification lowers npm's names; the registry holds `JSONStream` and `jsonstream`, which are two packages.
    case 'npm':
    case 'golang':
      return splitPurl(subject.type, name, version);
    case 'maven': {
      const at = name.indexOf(':');
      const artifact = name.slice(at + 1);
      // The type demands a group; without one the artifact's name stands for it, as jars without metadata are written elsewhere.
      return writePurl({ type: 'maven', namespace: at > 0 ? name.slice(0, at) : artifact, name: artifact, version });
    }
    case 'pypi':
      return writePurl({ type: 'pypi', name: name.toLowerCase().replaceAll('_', '-'), version });
    case 'composer':
    case 'luarocks':
      return splitPurl(subject.type, name.toLowerCase(), version);
    case 'generic':
      return splitPurl('generic', name, version);
    case 'conda':
      return writePurl({ type: 'conda', name: name.toLowerCase(), version, qualifiers: { subdir: subject.architecture } });
    case 'bitnami':
      return writePurl({ type: 'bitnami', name: name.toLowerCase(), version, qualifiers: { arch: subject.architecture } });
    case 'cargo':
    case 'nuget':
    case 'gem':
    case 'cran':
      return writePurl({ type: subject.type, name, version });
  }
}

function distributionPurl(subject: PurlSubject, version: string, epoch: string | undefined, distribution?: Distribution): string {
  const { type, name, source } = subject;
  return writePurl({
    type,
    namespace: namespaceOf(type, distribution),
    name: type === 'rpm' ? name : name.toLowerCase(),
    version,
    qualifiers: {
      arch: subject.architecture,
      distro: distribution && distroOf(distribution),
      epoch,
      rpmmod: subject.module,
      upstream: source && (source.version === subject.version ? source.name : `${source.name}@${source.version}`),
    },
  });
}

/** Without a distribution there is none to name; the family's first stands for apk and deb in nobody's advisories, so it is left out. */
function namespaceOf(type: string, distribution: Distribution | undefined): string {
  const id = distribution?.id.toLowerCase() ?? '';
  if (type !== 'rpm') return id;
  if (id === 'rhel') return 'redhat';
  if (id.startsWith('opensuse')) return 'opensuse';
  return /^(sle[sd]?([-_].*)?|sl-micro|suse.*)$/.test(id) ? 'suse' : id;
}

function distroOf({ id, versionId, codename }: Distribution): string {
  const release = versionId ?? codename;
  return release ? `${id}-${release}` : id;
}

function splitPurl(type: string, fullName: string, version: string): string {
  const at = fullName.lastIndexOf('/');
  return writePurl({ type, namespace: fullName.slice(0, Math.max(at, 0)), name: fullName.slice(at + 1), version });
}
