import type { Distribution } from '../../model/distribution.ts';

/** Which packages of a distribution its advisories name: the source package, the installed one, or now one, now the other. */
export type KeyedBy = 'source' | 'own' | 'either';

/** One release of one ecosystem that speaks about a distribution. */
export interface CoveringRelease {
  /** Without release. */
  readonly ecosystem: string;
  /** As a person would write it: `Debian:12`. */
  readonly title: string;
  /** Whether an advisory's ecosystem text is this release. */
  covers(ecosystem: string): boolean;
}

/** What a distribution's packages and advisories look like. */
export interface DistributionRule {
  /** Purl type of its packages. */
  readonly type: 'deb' | 'apk' | 'rpm';
  readonly keyedBy: KeyedBy;
  /** Empty when the release cannot be told from what the image says. */
  releasesOf(distribution: Distribution): readonly CoveringRelease[];
}

/**
 * How advisories speak of a distribution.
 *
 * in      `ID` of its os-release
 * out     undefined for distributions that no advisory database in OSV form covers
 * source  osv-schema, "Defined ecosystems"
 */
export function findDistributionRule(id: string): DistributionRule | undefined {
  return rules.get(id);
}

/** Code names of releases whose images may state no number; Debian's release history. */
const debianNumbers: ReadonlyMap<string, string> = new Map([
  ['buster', '10'],
  ['bullseye', '11'],
  ['bookworm', '12'],
  ['trixie', '13'],
  ['forky', '14'],
]);

const debian: DistributionRule = {
  type: 'deb',
  keyedBy: 'source',
  releasesOf({ versionId, codename = '' }) {
    const number = versionId ? major(versionId) : debianNumbers.get(codename);
    return number ? [exactly('Debian', [...new Set([number, versionId ?? number])])] : [];
  },
};

const ubuntuNumbers: ReadonlyMap<string, string> = new Map([
  ['trusty', '14.04'],
  ['xenial', '16.04'],
  ['bionic', '18.04'],
  ['focal', '20.04'],
  ['jammy', '22.04'],
  ['noble', '24.04'],
  ['plucky', '25.04'],
  ['questing', '25.10'],
]);

/** Ubuntu marks long-term releases, and keeps what only subscribers get under `Pro`; `covers` takes Pro for no one. */
const ubuntu: DistributionRule = {
  type: 'deb',
  keyedBy: 'source',
  releasesOf({ versionId, codename = '' }) {
    const number = versionId ?? ubuntuNumbers.get(codename);
    return number ? [exactly('Ubuntu', [number, `${number}:LTS`])] : [];
  },
};

const alpine: DistributionRule = {
  type: 'apk',
  keyedBy: 'source',
  releasesOf({ versionId = '', codename = '' }) {
    if (/_alpha|^edge/.test(versionId || codename)) return [exactly('Alpine', ['edge'])];
    const [, release] = /^(\d+\.\d+)/.exec(versionId) ?? [];
    return release ? [exactly('Alpine', [`v${release}`, release])] : [];
  },
};

/** Chainguard's images hold packages of Wolfi too, and its advisories name the package that others are built from. */
const wolfi: DistributionRule = { type: 'apk', keyedBy: 'source', releasesOf: () => [rolling('Wolfi')] };
const chainguard: DistributionRule = {
  type: 'apk',
  keyedBy: 'source',
  releasesOf: () => [rolling('Chainguard'), rolling('Wolfi')],
};

const redHat: DistributionRule = {
  type: 'rpm',
  keyedBy: 'either',
  releasesOf({ versionId }) {
    if (!versionId) return [];
    const names = [`Red Hat:enterprise_linux:${major(versionId)}`, `Red Hat:enterprise_linux:${versionId}`];
    const covers = (ecosystem: string) => names.some((name) => ecosystem === name || ecosystem.startsWith(`${name}::`));
    return [{ ecosystem: 'Red Hat', title: names[0] ?? '', covers }];
  },
};

/**
 * SUSE splits one service pack into a server and its modules: `Linux Enterprise Module for Basesystem 15 SP5`. Once its general support ends, advisories
 * are filed under `Linux Enterprise Server 15 SP5-LTSS`: the packages are the same, and images do not tell which support they have.
 */
const suse: DistributionRule = {
  type: 'rpm',
  keyedBy: 'either',
  releasesOf({ versionId }) {
    const [, number, pack] = /^(\d+)(?:\.(\d+))?$/.exec(versionId ?? '') ?? [];
    if (!number) return [];
    const release = suseRelease(number, pack);
    const covers = (ecosystem: string) =>
      /^SUSE:Linux Enterprise (Server|Module for |Desktop)/.test(ecosystem) &&
      (ecosystem.endsWith(` ${release}`) || ecosystem.endsWith(` ${release}-LTSS`));
    return [{ ecosystem: 'SUSE', title: `SUSE:Linux Enterprise Server ${release}`, covers }];
  },
};

/** Service packs up to 15, minor releases since. */
function suseRelease(number: string, pack: string | undefined): string {
  if (Number(number) >= 16) return pack ? `${number}.${pack}` : number;
  return pack && pack !== '0' ? `${number} SP${pack}` : number;
}

const rules: ReadonlyMap<string, DistributionRule> = new Map<string, DistributionRule>([
  ['debian', debian],
  ['ubuntu', ubuntu],
  ['alpine', alpine],
  ['wolfi', wolfi],
  ['chainguard', chainguard],
  ['almalinux', rpm('own', 'AlmaLinux', major)],
  ['rocky', rpm('own', 'Rocky Linux', major)],
  ['rhel', redHat],
  ['sles', suse],
  ['sled', suse],
  ['sles_sap', suse],
  ['sle_hpc', suse],
  ['sle-micro', rpm('either', 'SUSE', (versionId) => `Linux Enterprise Micro ${versionId}`)],
  ['sl-micro', rpm('either', 'SUSE', (versionId) => `Linux Micro ${versionId}`)],
  ['opensuse-leap', rpm('either', 'openSUSE', (versionId) => `Leap ${versionId}`)],
  ['opensuse-leap-micro', rpm('either', 'openSUSE', (versionId) => `Leap Micro ${versionId}`)],
  ['opensuse-tumbleweed', { type: 'rpm', keyedBy: 'either', releasesOf: () => [exactly('openSUSE', ['Tumbleweed'])] }],
  ['openEuler', rpm('either', 'openEuler', (versionId) => versionId)],
  ['mageia', rpm('either', 'Mageia', (versionId) => versionId)],
  ['azurelinux', rpm('either', 'Azure Linux', major)],
  ['mariner', rpm('either', 'Azure Linux', major)],
  ['amzn', rpm('own', 'Amazon Linux', (versionId) => versionId)],
  ['minimos', { type: 'apk', keyedBy: 'source', releasesOf: () => [rolling('MinimOS')] }],
  ['photon', rpm('either', 'Photon OS', (versionId) => versionId)],
]);

function rpm(keyedBy: KeyedBy, ecosystem: string, toRelease: (versionId: string) => string): DistributionRule {
  return { type: 'rpm', keyedBy, releasesOf: ({ versionId }) => (versionId ? [exactly(ecosystem, [toRelease(versionId)])] : []) };
}

function exactly(ecosystem: string, releases: readonly string[]): CoveringRelease {
  const texts = new Set(releases.map((release) => `${ecosystem}:${release}`));
  return { ecosystem, title: `${ecosystem}:${releases[0]}`, covers: (text) => texts.has(text) };
}

function rolling(ecosystem: string): CoveringRelease {
  return { ecosystem, title: ecosystem, covers: (text) => text === ecosystem || text.startsWith(`${ecosystem}:`) };
}

function major(versionId: string): string {
  return versionId.split('.', 1)[0] ?? versionId;
}
