import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ecosystemWithoutRelease, schemeOfEcosystem } from '../../formats/ecosystem/ecosystem.ts';
import type { Advisory } from '../../model/advisory.ts';
import type { Distribution } from '../../model/distribution.ts';
import type { SchemeId } from '../../model/package.ts';
import { createAdvisoryMemory } from './advisory-memory.ts';
import { matchPackages } from './match-packages.ts';
import type { MatchablePackage } from './matchable.ts';

/** An ecosystem as its advisories spell it, and a package as an image states it, one version before its fix and at it. */
interface Row {
  readonly ecosystem: string;
  readonly scheme: SchemeId;
  /** As advisories name it. */
  readonly name: string;
  /** Type and name of the package, where its name is another. */
  readonly installed: readonly [type: string, name?: string];
  /** Of the source package where advisories are keyed by it. */
  readonly before: string;
  readonly fixed: string;
  /** `ID` and `VERSION_ID` of os-release. */
  readonly on?: readonly [id: string, versionId?: string];
}

const rows: readonly Row[] = [
  row('Go', 'go', 'golang.org/x/net', ['golang'], 'v0.17.0-rc1', '0.17.0'),
  row('npm', 'semver', '@scope/gauge', ['npm'], '1.9.0', '1.10.0'),
  row('PyPI', 'pep440', 'tide-table', ['pypi', 'Tide_Table'], '2.0rc1', '2.0'),
  row('Maven', 'maven', 'org.example:core', ['maven'], '2.17.1-beta-9', '2.17.1'),
  row('Maven:https://maven.google.com', 'maven', 'org.example:core', ['maven'], '2.17.0', '2.17.1'),
  row('crates.io', 'semver', 'mooring', ['cargo'], '0.9.9', '0.9.10'),
  row('RubyGems', 'gem', 'mooring', ['gem'], '1.0.0.rc1', '1.0.0'),
  row('NuGet', 'nuget', 'Mooring.Core', ['nuget', 'mooring.core'], '1.0.0.9', '1.0.0.10'),
  row('Packagist', 'packagist', 'harbor/mooring', ['composer', 'Harbor/mooring'], 'v1.9', '1.10'),
  row('Hex', 'hex', 'mooring', ['hex'], '1.0.0-rc.1', '1.0.0'),
  row('Pub', 'semver', 'mooring', ['pub'], '1.0.0-dev', '1.0.0'),
  row('GitHub Actions', 'semver', 'harbor/mooring', ['githubactions', 'Harbor/mooring'], 'v4.1.9', '4.1.10'),
  row('Bitnami', 'bitnami', 'redis', ['bitnami'], '7.2.4-9', '7.2.4-10'),
  row('Kubernetes', 'semver', 'k8s.io/kubernetes', ['golang'], 'v1.28.3', '1.28.4'),
  row('Debian:12', 'dpkg', 'openssl', ['deb', 'libssl3'], '3.0.11-1~deb12u1', '3.0.11-1~deb12u2', ['debian', '12']),
  row('Ubuntu:22.04:LTS', 'dpkg', 'openssl', ['deb', 'libssl3'], '3.0.2-0ubuntu1.9', '3.0.2-0ubuntu1.10', ['ubuntu', '22.04']),
  row('Ubuntu:25.10', 'dpkg', 'openssl', ['deb', 'libssl3'], '3.5.3-1ubuntu1', '3.5.3-1ubuntu2', ['ubuntu', '25.10']),
  row('Alpine:v3.20', 'apk', 'openssl', ['apk', 'libssl3'], '3.3.0-r9', '3.3.0-r10', ['alpine', '3.20.3']),
  row('Wolfi', 'apk', 'openssl', ['apk', 'libssl3'], '3.3.0-r9', '3.3.0-r10', ['wolfi', '20230201']),
  row('Chainguard', 'apk', 'openssl', ['apk', 'libssl3'], '3.3.0-r9', '3.3.0-r10', ['chainguard', '20230214']),
  row('AlmaLinux:9', 'rpm', 'openssl-libs', ['rpm'], '1:3.0.7-9.el9', '1:3.0.7-10.el9', ['almalinux', '9.4']),
  row('Rocky Linux:9', 'rpm', 'openssl-libs', ['rpm'], '1:3.0.7-9.el9', '1:3.0.7-10.el9', ['rocky', '9.4']),
  row('Red Hat:enterprise_linux:9::baseos', 'rpm', 'openssl', ['rpm', 'openssl-libs'], '1:3.0-9.el9', '1:3.0-10.el9', [
    'rhel',
    '9.4',
  ]),
  ...['Server', 'Module for Basesystem', 'Desktop', 'Server for SAP Applications'].map((product) =>
    row(`SUSE:Linux Enterprise ${product} 15 SP5`, 'rpm', 'openssl', ['rpm'], '1.1.1l-150500.9', '1.1.1l-150500.10', [
      'sles',
      '15.5',
    ]),
  ),
  row('SUSE:Linux Enterprise Server 15 SP4-LTSS', 'rpm', 'glibc', ['rpm'], '2.31-150300.9', '2.31-150300.10', ['sles', '15.4']),
  row('SUSE:Linux Enterprise Server 16.0', 'rpm', 'glibc', ['rpm'], '2.40-160000.1.1', '2.40-160000.2.1', ['sles', '16.0']),
  row('SUSE:Linux Enterprise Micro 5.5', 'rpm', 'glibc', ['rpm'], '2.31-9', '2.31-10', ['sle-micro', '5.5']),
  row('SUSE:Linux Micro 6.0', 'rpm', 'glibc', ['rpm'], '2.38-9', '2.38-10', ['sl-micro', '6.0']),
  row('openSUSE:Leap 15.6', 'rpm', 'openssl-3', ['rpm', 'libopenssl3'], '3.1.4-9', '3.1.4-10', ['opensuse-leap', '15.6']),
  row('openSUSE:Tumbleweed', 'rpm', 'openssl-3', ['rpm', 'libopenssl3'], '3.1.4-9', '3.1.4-10', [
    'opensuse-tumbleweed',
    '20240801',
  ]),
  row('Photon OS:5.0', 'rpm', 'openssl', ['rpm', 'openssl-libs'], '3.0.8-9.ph5', '3.0.8-10.ph5', ['photon', '5.0']),
  row('Amazon Linux:2023', 'rpm', 'openssl-libs', ['rpm'], '1:3.0.8-1.amzn2023.0.9', '1:3.0.8-1.amzn2023.0.10', ['amzn', '2023']),
  row('Azure Linux:3', 'rpm', 'openssl', ['rpm', 'openssl-libs'], '3.3.0-1.azl3', '3.3.0-2.azl3', ['azurelinux', '3.0']),
  row('Azure Linux:2', 'rpm', 'openssl', ['rpm', 'openssl-libs'], '1.1.1k-9.cm2', '1.1.1k-10.cm2', ['mariner', '2.0']),
];

function row(
  ecosystem: string,
  scheme: SchemeId,
  name: string,
  installed: Row['installed'],
  ...[before, fixed, on]: [before: string, fixed: string, on?: NonNullable<Row['on']>]
): Row {
  return { ecosystem, scheme, name, installed, before, fixed, ...(on && { on }) };
}

function advisoryOf({ ecosystem, scheme, name, fixed }: Row): Advisory {
  const ranges = [{ type: 'ECOSYSTEM' as const, events: [{ introduced: '0' }, { fixed }] }];
  return {
    id: 'X-1',
    aliases: [],
    upstream: ['CVE-2099-1001'],
    modifiedAt: '2099-01-01T00:00:00Z',
    severities: [],
    affected: [{ ecosystem, name, scheme, ranges, versions: [], severities: [], architectures: [] }],
    database: 'test',
  };
}

function packageOf({ name, installed: [type, own = name] }: Row, version: string): MatchablePackage {
  const source = own === name || !isSystem(type) ? {} : { source: { name, version } };
  return { purl: `pkg:${type}/${own}@${version}`, type, name: own, version, ...source };
}

function isSystem(type: string): boolean {
  return type === 'deb' || type === 'apk' || type === 'rpm';
}

function distributionOf({ on }: Row): Distribution | undefined {
  const [id, versionId] = on ?? [];
  return id === undefined ? undefined : { id, like: [], path: 'etc/os-release', ...(versionId && { versionId }) };
}

for (const one of rows) {
  const place = one.on ? `${one.ecosystem} on ${one.on.join(' ')}` : one.ecosystem;
  test(`${place}: ordered by ${one.scheme}, affected before the fix and not at it`, () => {
    assert.equal(schemeOfEcosystem(one.ecosystem), one.scheme);
    const source = createAdvisoryMemory({
      snapshot: { id: 'sha256:0', asOf: '2099-01-01T00:00:00Z' },
      advisories: [
        advisoryOf(one),
        ...(one.ecosystem === 'Kubernetes' ? [advisoryOf({ ...one, ecosystem: 'Go', name: 'example.com/other' })] : []),
      ],
    });
    assert.ok(source.ecosystems.has(ecosystemWithoutRelease(one.ecosystem)));
    const say = (version: string) => {
      const { matches, undecided } = matchPackages([packageOf(one, version)], distributionOf(one), source);
      return [...matches.map(({ rule, fixedIn }) => `${rule.ecosystem} ${fixedIn}`), ...undecided.map(({ code }) => code)];
    };
    assert.deepEqual(say(one.before), [`${one.ecosystem} ${one.fixed}`]);
    assert.deepEqual(say(one.fixed), []);
  });
}
