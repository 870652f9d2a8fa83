import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemeOfEcosystem } from '../../formats/ecosystem/ecosystem.ts';
import type { Advisory, AffectedPackage, RangeEvent } from '../../model/advisory.ts';
import type { Distribution } from '../../model/distribution.ts';
import { createAdvisoryMemory } from './advisory-memory.ts';
import { embedAdvisories } from './embed-advisories.ts';
import { createMatcher, matchPackages } from './match-packages.ts';
import type { MatchablePackage } from './matchable.ts';

const snapshot = { id: 'sha256:0', asOf: '2099-01-01T00:00:00Z' };

function entry(
  ecosystem: string,
  name: string,
  events: readonly RangeEvent[],
  rest: Partial<AffectedPackage> = {},
): AffectedPackage {
  const scheme = schemeOfEcosystem(ecosystem);
  return {
    ecosystem,
    name,
    ...(scheme && { scheme }),
    ranges: [{ type: 'ECOSYSTEM', events }],
    versions: [],
    severities: [],
    architectures: [],
    ...rest,
  };
}

function advisory(id: string, affected: readonly AffectedPackage[], rest: Partial<Advisory> = {}): Advisory {
  return {
    id,
    aliases: [],
    upstream: [],
    modifiedAt: '2099-01-01T00:00:00Z',
    severities: [],
    affected,
    database: 'test',
    ...rest,
  };
}

const before = (fixed: string): RangeEvent[] => [{ introduced: '0' }, { fixed }];
const open: RangeEvent[] = [{ introduced: '0' }];

const advisories = [
  advisory('DSA-1', [entry('Debian:12', 'openssl', before('3.0.11-1')), entry('Debian:11', 'openssl', before('1.1.1n-1'))], {
    upstream: ['CVE-2099-1001'],
  }),
  advisory('DSA-2', [entry('Debian:12', 'libssl3', open)]),
  advisory('ALPINE-1', [entry('Alpine:v3.18', 'busybox', before('1.36.1-r2'))]),
  advisory('USN-1', [entry('Ubuntu:22.04:LTS', 'bash', before('5.1-7'))]),
  advisory('USN-2', [entry('Ubuntu:Pro:22.04:LTS', 'bash', before('5.1-9'))]),
  advisory('CGA-1', [entry('Wolfi', 'podman', open, { state: 'wont-fix' })]),
  advisory('ALSA-1', [entry('AlmaLinux:9', 'nodejs', before('1:18.1-2.module_el9+1+a'), { modules: ['nodejs:18'] })]),
  advisory('ALSA-2', [entry('AlmaLinux:9', 'bash', before('5.1-9.el9'))]),
  advisory('RHSA-1', [
    entry('Red Hat:enterprise_linux:9::baseos', 'bash', before('5.1-9.el9')),
    entry('Red Hat:rhel_eus:9.2::baseos', 'bash', before('6-1')),
  ]),
  advisory('SUSE-1', [entry('SUSE:Linux Enterprise Module for Basesystem 15 SP5', 'bash', before('5.1-9'))]),
  advisory('GO-1', [entry('Go', 'github.com/BurntSushi/toml', before('1.2.0'))], { aliases: ['CVE-2099-1002'] }),
  advisory('GO-2', [entry('Go', 'stdlib', before('1.21.5'))]),
  advisory('GO-3', [entry('Go', 'example.com/gone', open)], { withdrawnAt: '2099-01-01T00:00:00Z' }),
  advisory('GO-4', [entry('Go', 'example.com/last', [{ introduced: '0' }, { lastAffected: '1.0.0' }])]),
  advisory('GO-5', [entry('Go', 'example.com/half', before('1.0.0'), { state: 'unknown' })]),
  advisory('PYSEC-1', [entry('PyPI', 'tide-table', before('2'))]),
  advisory('GHSA-1', [entry('Maven', 'org.example:core', before('2.17.1'))]),
  advisory('GHSA-2', [entry('npm', 'jquery', before('3.5.0'), { architectures: ['x86'] })]),
  advisory('BIT-1', [entry('Bitnami', 'golang', [{ introduced: '1.21.0-0' }, { fixed: '1.21.4' }])]),
  advisory('BIT-2', [entry('Bitnami', 'golang', before('1.21.0-0'))]),
  advisory('KUBE-1', [entry('Kubernetes', 'k8s.io/kubernetes', before('1.28.4'))]),
  advisory('KUBE-2', [entry('Kubernetes', 'k8s.io/kubelet', before('1.28.4'))]),
  advisory('DSA-3', [entry('Debian:10', 'bash', open)]),
  advisory('ALPINE-2', [entry('Alpine:edge', 'busybox', before('2.0-r0'))]),
  advisory('RSEC-1', [entry('CRAN', 'commonmark', before('1.8'))]),
];
const source = createAdvisoryMemory({ snapshot, advisories });

const os = (id: string, versionId?: string): Distribution => ({
  id,
  like: [],
  path: 'etc/os-release',
  ...(versionId && { versionId }),
});
const item = (type: string, name: string, version: string, rest: Partial<MatchablePackage> = {}): MatchablePackage => ({
  purl: `pkg:${type}/${name}@${version}`,
  type,
  name,
  version,
  ...rest,
});
const built = (name: string, version: string) => ({ source: { name, version } });

const rows: readonly { name: string; item: MatchablePackage; on?: Distribution; says: string }[] = [
  {
    name: 'Debian is keyed by the source package',
    item: item('deb', 'libssl3', '3.0.9-1', built('openssl', '3.0.9-1')),
    on: os('debian', '12'),
    says: 'DSA-1 fixed 3.0.11-1',
  },
  {
    name: 'with the version of the source package',
    item: item('deb', 'libssl3', '1:2', built('openssl', '3.0.11-1')),
    on: os('debian', '12'),
    says: '',
  },
  { name: 'and by the release', item: item('deb', 'openssl', '1.1.1n-1'), on: os('debian', '11.7'), says: '' },
  {
    name: 'a release by its code name',
    item: item('deb', 'openssl', '3.0.9-1'),
    on: { ...os('debian'), codename: 'bookworm' },
    says: 'DSA-1 fixed 3.0.11-1',
  },
  {
    name: 'a release that nothing is known of',
    item: item('deb', 'openssl', '3.0.9-1'),
    on: os('debian', '13'),
    says: 'release-unknown',
  },
  {
    name: 'a release that the image does not state',
    item: item('deb', 'openssl', '3.0.9-1'),
    on: os('debian'),
    says: 'release-unknown',
  },
  { name: 'a distribution that the image does not state', item: item('deb', 'openssl', '3.0.9-1'), says: 'distribution-missing' },
  {
    name: 'a distribution that nobody writes advisories for',
    item: item('deb', 'openssl', '3.0.9-1'),
    on: os('kali', '12'),
    says: 'ecosystem-unknown',
  },
  {
    name: 'a distribution that the database does not hold',
    item: item('rpm', 'bash', '5-1'),
    on: os('rocky', '9.3'),
    says: 'ecosystem-unknown',
  },
  {
    name: 'a package of another distribution',
    item: item('rpm', 'bash', '5-1'),
    on: os('debian', '12'),
    says: 'distribution-mismatch',
  },
  {
    name: 'Alpine by origin and minor release',
    item: item('apk', 'ssl_client', '1.36.1-r1', built('busybox', '1.36.1-r1')),
    on: os('alpine', '3.18.4'),
    says: 'ALPINE-1 fixed 1.36.1-r2',
  },
  {
    name: 'Ubuntu without what only subscribers get',
    item: item('deb', 'bash', '5.1-6'),
    on: os('ubuntu', '22.04'),
    says: 'USN-1 fixed 5.1-7',
  },
  {
    name: 'Wolfi, which will not fix it',
    item: item('apk', 'podman', '5.0-r0'),
    on: os('wolfi', '20230201'),
    says: 'CGA-1 wont-fix ',
  },
  {
    name: 'Chainguard holds packages of Wolfi',
    item: item('apk', 'podman', '5.0-r0'),
    on: os('chainguard'),
    says: 'CGA-1 wont-fix ',
  },
  {
    name: 'AlmaLinux by the package itself',
    item: item('rpm', 'bash', '5.1-8.el9'),
    on: os('almalinux', '9.3'),
    says: 'ALSA-2 fixed 5.1-9.el9',
  },
  {
    name: 'a module of the same stream',
    item: item('rpm', 'nodejs', '1:18.1-1.module_el9+1+a', { module: 'nodejs:18:9:abc' }),
    on: os('almalinux', '9.3'),
    says: 'ALSA-1 fixed 1:18.1-2.module_el9+1+a',
  },
  {
    name: 'a module of another stream',
    item: item('rpm', 'nodejs', '1:16.1-1.module_el9+1+a', { module: 'nodejs:16:9:abc' }),
    on: os('almalinux', '9.3'),
    says: '',
  },
  {
    name: 'a module of a stream that is not stated',
    item: item('rpm', 'nodejs', '1:16.1-1.module_el9+1+a'),
    on: os('almalinux', '9.3'),
    says: 'module-unknown ALSA-1',
  },
  { name: 'a package that is of no module', item: item('rpm', 'nodejs', '1:16.1-1.el9'), on: os('almalinux', '9.3'), says: '' },
  {
    name: 'Red Hat without its extended releases',
    item: item('rpm', 'bash', '5.1-8.el9'),
    on: os('rhel', '9.2'),
    says: 'RHSA-1 fixed 5.1-9.el9',
  },
  {
    name: "SUSE's modules of the same service pack",
    item: item('rpm', 'bash', '5.1-8'),
    on: os('sles', '15.5'),
    says: 'SUSE-1 fixed 5.1-9',
  },
  {
    name: 'a service pack that nothing is known of',
    item: item('rpm', 'bash', '5.1-8'),
    on: os('sles', '15.4'),
    says: 'release-unknown',
  },
  {
    name: 'a Go module in small letters',
    item: item('golang', 'github.com/burntsushi/toml', 'v1.1.0'),
    says: 'GO-1 fixed 1.2.0',
  },
  { name: 'a Go module at its fix', item: item('golang', 'github.com/BurntSushi/toml', 'v1.2.0'), says: '' },
  { name: "Go's standard library", item: item('golang', 'stdlib', '1.21.4'), says: 'GO-2 fixed 1.21.5' },
  {
    name: "Go's standard library as the toolchain spells it",
    item: item('golang', 'stdlib', 'go1.21.4'),
    says: 'GO-2 fixed 1.21.5',
  },
  {
    name: 'a module built from a working tree',
    item: item('golang', 'github.com/BurntSushi/toml', '(devel)'),
    says: 'version-missing GO-1',
  },
  { name: 'the same where no advisory speaks of it', item: item('golang', 'example.com/other', '(devel)'), says: '' },
  { name: 'the same where only withdrawn ones do', item: item('golang', 'example.com/gone', '(devel)'), says: '' },
  { name: 'a withdrawn advisory', item: item('golang', 'example.com/gone', 'v1.0.0'), says: '' },
  {
    name: 'a last affected version says nothing of a fix',
    item: item('golang', 'example.com/last', 'v1.0.0'),
    says: 'GO-4 unknown ',
  },
  {
    name: 'an advisory that is read in part, where the rest holds it',
    item: item('golang', 'example.com/half', 'v0.1.0'),
    says: 'GO-5 fixed 1.0.0',
  },
  {
    name: 'an advisory that is read in part, where the rest does not',
    item: item('golang', 'example.com/half', 'v1.1.0'),
    says: 'advisory-incomplete GO-5',
  },
  {
    name: 'a version that cannot be read',
    item: item('pypi', 'tide-table', 'not a version'),
    says: 'version-unreadable PYSEC-1',
  },
  { name: 'a Python package in another spelling', item: item('pypi', 'Tide_Table', '1.9'), says: 'PYSEC-1 fixed 2' },
  { name: 'a Maven artifact', item: item('maven', 'org.example:core', '2.17.0'), says: 'GHSA-1 fixed 2.17.1' },
  { name: 'a jar without a group', item: item('maven', 'core', '2.17.0'), says: 'name-incomplete' },
  { name: 'a type that nobody writes advisories for', item: item('generic', 'core', '2.17.0'), says: 'ecosystem-unknown' },
  { name: 'a package of npm in another spelling', item: item('npm', 'jQuery', '3.4.1'), says: 'GHSA-2 fixed 3.5.0' },
  {
    name: 'a Bitnami component without a revision is its first build',
    item: item('bitnami', 'golang', '1.21.0'),
    says: 'BIT-1 fixed 1.21.4',
  },
  { name: 'another build of it', item: item('bitnami', 'golang', '1.21.0-3'), says: 'BIT-1 fixed 1.21.4' },
  { name: 'one before the first', item: item('bitnami', 'golang', '1.20.9'), says: 'BIT-2 fixed 1.21.0-0' },
  {
    name: 'Kubernetes itself, by its Go module',
    item: item('golang', 'k8s.io/kubernetes', 'v1.28.3'),
    says: 'KUBE-1 fixed 1.28.4',
  },
  { name: 'but not its libraries, which have other numbers', item: item('golang', 'k8s.io/kubelet', 'v0.28.4'), says: '' },
  {
    name: 'what is not fixed in a release that has ended will not be',
    item: item('deb', 'bash', '5.0-4'),
    on: os('debian', '10'),
    says: 'DSA-3 wont-fix ',
  },
  {
    name: 'a rolling release by its code name',
    item: item('apk', 'busybox', '1.36.1-r1'),
    on: { ...os('alpine'), codename: 'edge' },
    says: 'ALPINE-2 fixed 2.0-r0',
  },
  {
    name: 'Ubuntu by its code name',
    item: item('deb', 'bash', '5.1-6'),
    on: { ...os('ubuntu'), codename: 'jammy' },
    says: 'USN-1 fixed 5.1-7',
  },
  {
    name: 'an ecosystem whose versions nobody can compare',
    item: item('cran', 'commonmark', '1.7'),
    says: 'ecosystem-unknown RSEC-1',
  },
  { name: 'another architecture', item: item('npm', 'jquery', '3.4.1', { architecture: 'arm64' }), says: '' },
  { name: 'any architecture', item: item('npm', 'jquery', '3.4.1'), says: 'GHSA-2 fixed 3.5.0' },
];

for (const { name, item: asked, on, says } of rows) {
  test(name, () => {
    const { matches, undecided } = matchPackages([asked], on, source);
    const said = [
      ...matches.map(({ advisory: id, state, fixedIn }) => `${id} ${state} ${fixedIn.join()}`),
      ...undecided.map(({ code, advisory: id }) => (id ? `${code} ${id}` : code)),
    ];
    assert.equal(said.join('; '), says);
  });
}

test('a match says what decided', () => {
  const [match] = matchPackages(
    [item('deb', 'libssl3', '3.0.9-1', built('openssl', '3.0.9-1'))],
    os('debian', '12'),
    source,
  ).matches;
  assert.deepEqual(match, {
    purl: 'pkg:deb/libssl3@3.0.9-1',
    advisory: 'DSA-1',
    aliases: ['CVE-2099-1001'],
    state: 'fixed',
    fixedIn: ['3.0.11-1'],
    severities: [],
    rule: {
      ecosystem: 'Debian:12',
      name: 'openssl',
      version: '3.0.9-1',
      scheme: 'dpkg',
      range: '>= 0, < 3.0.11-1',
      comparison: '3.0.9-1 is before 3.0.11-1',
    },
    source: 'osv',
  });
});

test('without advisories everything is undecided, nothing is clean', () => {
  const { matches, undecided } = matchPackages(
    rows.map((row) => row.item),
    os('debian', '12'),
    undefined,
  );
  assert.deepEqual(matches, []);
  assert.deepEqual([...new Set(undecided.map(({ code }) => code))], ['advisories-missing']);
  assert.equal(undecided.length, rows.length);
});

test('what a record embeds gives the same answers', () => {
  const images = rows.map((row) => ({ packages: [row.item], distribution: row.on }));
  const embedded = embedAdvisories(images, source);
  assert.ok(embedded.snapshot);
  const again = createMatcher(createAdvisoryMemory({ ...embedded, snapshot: embedded.snapshot }));
  const first = createMatcher(source);
  for (const { packages, distribution } of images) assert.deepEqual(again(packages, distribution), first(packages, distribution));
});

test('what a record embeds does not depend on the order of images', () => {
  const images = rows.map((row) => ({ packages: [row.item], distribution: row.on }));
  assert.deepEqual(embedAdvisories(images.toReversed(), source), embedAdvisories(images, source));
});
