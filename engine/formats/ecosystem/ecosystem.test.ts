import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ecosystemWithoutRelease, isDefinedEcosystem, normalizePythonName, packageKey, schemeOfEcosystem } from './ecosystem.ts';

const rows: readonly { ecosystem: string; base: string; scheme: string | undefined }[] = [
  { ecosystem: 'Go', base: 'Go', scheme: 'go' },
  { ecosystem: 'PyPI', base: 'PyPI', scheme: 'pep440' },
  { ecosystem: 'Debian:12', base: 'Debian', scheme: 'dpkg' },
  { ecosystem: 'Ubuntu:Pro:16.04:LTS', base: 'Ubuntu', scheme: 'dpkg' },
  { ecosystem: 'Alpine:v3.18', base: 'Alpine', scheme: 'apk' },
  { ecosystem: 'Rocky Linux:9', base: 'Rocky Linux', scheme: 'rpm' },
  { ecosystem: 'Red Hat:enterprise_linux:9::baseos', base: 'Red Hat', scheme: 'rpm' },
  { ecosystem: 'Red Hat:rhel_eus:8.6::appstream', base: 'Red Hat', scheme: 'rpm' },
  { ecosystem: 'SUSE:Linux Enterprise Server 15 SP5', base: 'SUSE', scheme: 'rpm' },
  { ecosystem: 'openSUSE:Leap 15.5', base: 'openSUSE', scheme: 'rpm' },
  { ecosystem: 'Photon OS:5.0', base: 'Photon OS', scheme: 'rpm' },
  { ecosystem: 'Amazon Linux:2023', base: 'Amazon Linux', scheme: 'rpm' },
  { ecosystem: 'AlmaLinux:9', base: 'AlmaLinux', scheme: 'rpm' },
  { ecosystem: 'Chainguard', base: 'Chainguard', scheme: 'apk' },
  { ecosystem: 'Hex', base: 'Hex', scheme: 'hex' },
  { ecosystem: 'Pub', base: 'Pub', scheme: 'semver' },
  { ecosystem: 'Packagist', base: 'Packagist', scheme: 'packagist' },
  { ecosystem: 'GitHub Actions', base: 'GitHub Actions', scheme: 'semver' },
  { ecosystem: 'Kubernetes', base: 'Kubernetes', scheme: 'semver' },
  { ecosystem: 'CRAN', base: 'CRAN', scheme: undefined },
  { ecosystem: 'Android', base: 'Android', scheme: undefined },
  { ecosystem: '', base: '', scheme: undefined },
];

for (const { ecosystem, base, scheme } of rows) {
  test(`${JSON.stringify(ecosystem)} compares by ${scheme}`, () => {
    assert.equal(ecosystemWithoutRelease(ecosystem), base);
    assert.equal(schemeOfEcosystem(ecosystem), scheme);
  });
}

test('an ecosystem that nobody defines is told from one whose versions have no order here', () => {
  assert.deepEqual(['CRAN', 'Linux:Kernel', 'Debian:12', 'Plan 9', ''].map(isDefinedEcosystem), [true, true, true, false, false]);
});

test('names of PyPI', () => assert.equal(normalizePythonName('Foo._-Bar'), 'foo-bar'));

test('what advisories are looked up by', () => {
  assert.equal(packageKey('PyPI', 'Jinja2_Time'), 'jinja2-time');
  assert.equal(packageKey('Go', 'github.com/BurntSushi/toml'), 'github.com/burntsushi/toml');
  assert.equal(packageKey('npm', 'jQuery'), 'jquery');
  assert.equal(packageKey('RubyGems', 'RedCloth'), 'RedCloth');
  assert.equal(packageKey('Debian:12', 'OpenSSL'), 'OpenSSL');
});
