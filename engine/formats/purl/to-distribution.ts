import type { Distribution } from '../../model/distribution.ts';
import type { PurlParts } from './write-purl.ts';

/** Types whose packages belong to a distribution, which the namespace names. */
const types: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);

/** Other words for the `ID` of a distribution's os-release: namespaces of purls, and what Trivy and Grype call them; Trivy, pkg/fanal/types/const.go. */
const ids: ReadonlyMap<string, string> = new Map([
  ['alma', 'almalinux'],
  ['amazon', 'amzn'],
  ['amazonlinux', 'amzn'],
  ['azure', 'azurelinux'],
  ['cbl-mariner', 'mariner'],
  ['el', 'rhel'],
  ['openeuler', 'openEuler'],
  ['opensuse.leap', 'opensuse-leap'],
  ['opensuse.tumbleweed', 'opensuse-tumbleweed'],
  ['oracle', 'ol'],
  ['oraclelinux', 'ol'],
  ['redhat', 'rhel'],
  ['rockylinux', 'rocky'],
  ['suse', 'sles'],
  ['suse linux enterprise server', 'sles'],
]);

/**
 * The distribution that a package of it was built for.
 *
 * in      `distro=debian-12`, `distro=bookworm`, `distro=3.18.4` (with the namespace), `distro=opensuse-leap-15.5`; without it the namespace
 * out     undefined for packages that are of no distribution, and where neither is stated; `path` is empty
 * source  purl-spec, deb, apk and rpm types; what Syft, Trivy and Grype write
 */
export function toDistribution({ type, namespace, qualifiers = {} }: PurlParts): Distribution | undefined {
  if (!types.has(type)) return undefined;
  const id = namespace?.split('/', 1)[0]?.toLowerCase();
  const stated = qualifiers.distro ?? qualifiers.os_distro;
  const found = (stated && findDistribution(stated, id)) || (id ? toNamed(id) : undefined);
  const codename = qualifiers.distro_codename ?? qualifiers.os_codename;
  return found && codename && !found.codename ? { ...found, codename } : found;
}

/**
 * A distribution in words: `debian:12`, `debian-12`, `bookworm` where the id is known, `wolfi`.
 *
 * in      what people write and purls state; the id that a bare release is of
 * out     undefined when it names none
 */
export function findDistribution(text: string, id?: string): Distribution | undefined {
  const words = text.trim().toLowerCase();
  if (/^\d[\w.]*$/.test(words)) return id ? toNamed(id, words) : undefined;
  const [, name, release] = /^([a-z][a-z .-]*?)(?:[:@-]|(?<=^el))(v?\d[^ ]*)(?: .*)?$/.exec(words) ?? [];
  if (name && release) return toNamed(name, release.replace(/^v(?=\d)/, ''));
  const [, distribution, codename] = /^([a-z][a-z0-9.-]*?)[:@-]([a-z_]+)$/.exec(words) ?? [];
  if (distribution && codename && !rolling.has(words)) return { ...toNamed(distribution), codename };
  if (!/^[a-z][a-z0-9.-]*$/.test(words)) return undefined;
  return id && id !== words && !rolling.has(words) ? { ...toNamed(id), codename: words } : toNamed(words);
}

/** Ids that have no release, or in which a hyphen separates none. */
const rolling: ReadonlySet<string> = new Set(['wolfi', 'chainguard', 'opensuse-tumbleweed', 'opensuse-leap', 'arch', 'minimos']);

/** The `ID` that os-release has for a distribution, of whatever name a tool gives it. */
export function distributionId(name: string): string {
  return ids.get(name.toLowerCase()) ?? name;
}

function toNamed(word: string, versionId?: string): Distribution {
  const id = word === 'opensuse' && versionId ? nameOpenSuse(versionId) : distributionId(word);
  return { id, like: [], ...(versionId && { versionId }), path: '' };
}

/** Tumbleweed's releases are days. */
function nameOpenSuse(versionId: string): string {
  return /^\d{8}$/.test(versionId) ? 'opensuse-tumbleweed' : 'opensuse-leap';
}
