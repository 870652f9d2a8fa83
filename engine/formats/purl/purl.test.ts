import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PackageURL } from 'packageurl-js';
import type { Distribution } from '../../model/distribution.ts';
import { parsePurl } from './parse-purl.ts';
import { toFindingPurl } from './to-finding-purl.ts';
import { type PurlSubject, toPackagePurl } from './to-package-purl.ts';
import { writePurl } from './write-purl.ts';

const debian: Distribution = { id: 'debian', like: [], versionId: '12', codename: 'bookworm', path: 'etc/os-release' };
const distribution = (id: string, versionId?: string): Distribution => ({
  id,
  like: [],
  path: '',
  ...(versionId ? { versionId } : {}),
});
const source = (name: string, version: string) => ({ name, version });

const rows: readonly (readonly [string, PurlSubject, Distribution | undefined, string])[] = [
  [
    'deb',
    { type: 'deb', name: 'tar', version: '1.34', architecture: 'amd64' },
    debian,
    'pkg:deb/debian/tar@1.34?arch=amd64&distro=debian-12',
  ],
  [
    'deb with epoch and plus',
    { type: 'deb', name: 'libstdc++6', version: '1:2-9+b1' },
    debian,
    'pkg:deb/debian/libstdc%2B%2B6@1:2-9+b1?distro=debian-12',
  ],
  [
    'deb from a source of its version',
    { type: 'deb', name: 'libc6', version: '2', source: source('glibc', '2') },
    debian,
    'pkg:deb/debian/libc6@2?distro=debian-12&upstream=glibc',
  ],
  [
    'deb from a source of another version',
    { type: 'deb', name: 'a', version: '2', source: source('b', '3~x') },
    debian,
    'pkg:deb/debian/a@2?distro=debian-12&upstream=b%403%7Ex',
  ],
  ['deb without a distribution', { type: 'deb', name: 'a', version: '2' }, undefined, 'pkg:deb/a@2'],
  [
    'deb of a release that has only a codename',
    { type: 'deb', name: 'a', version: '2' },
    { id: 'debian', like: [], codename: 'sid', path: '' },
    'pkg:deb/debian/a@2?distro=debian-sid',
  ],
  [
    'apk',
    { type: 'apk', name: 'musl', version: '1.2.4-r1', architecture: 'x86_64' },
    distribution('alpine', '3.18.4'),
    'pkg:apk/alpine/musl@1.2.4-r1?arch=x86_64&distro=alpine-3.18.4',
  ],
  [
    'rpm with epoch',
    { type: 'rpm', name: 'openssl-libs', version: '1:3.0.7-16.el9', architecture: 'x86_64' },
    distribution('rhel', '9.2'),
    'pkg:rpm/redhat/openssl-libs@3.0.7-16.el9?arch=x86_64&distro=rhel-9.2&epoch=1',
  ],
  [
    'rpm with epoch zero',
    { type: 'rpm', name: 'a', version: '0:1-1' },
    distribution('fedora', '40'),
    'pkg:rpm/fedora/a@1-1?distro=fedora-40',
  ],
  [
    'rpm of SUSE',
    { type: 'rpm', name: 'Mesa', version: '8-1' },
    distribution('sles', '15.5'),
    'pkg:rpm/suse/Mesa@8-1?distro=sles-15.5',
  ],
  [
    'rpm of openSUSE',
    { type: 'rpm', name: 'a', version: '8-1' },
    distribution('opensuse-leap', '15.5'),
    'pkg:rpm/opensuse/a@8-1?distro=opensuse-leap-15.5',
  ],
  [
    'rpm of a module',
    { type: 'rpm', name: 'a', version: '8-1', module: 'nodejs:18:1:2' },
    distribution('rhel', '8'),
    'pkg:rpm/redhat/a@8-1?distro=rhel-8&rpmmod=nodejs%3A18%3A1%3A2',
  ],
  ['npm', { type: 'npm', name: 'left-pad', version: '1.0.0' }, debian, 'pkg:npm/left-pad@1.0.0'],
  ['npm with scope', { type: 'npm', name: '@babel/core', version: '7.0.0' }, undefined, 'pkg:npm/%40babel/core@7.0.0'],
  [
    'golang',
    { type: 'golang', name: 'github.com/Azure/go', version: 'v3.2.0+incompatible' },
    undefined,
    'pkg:golang/github.com/Azure/go@v3.2.0+incompatible',
  ],
  ['golang standard library', { type: 'golang', name: 'stdlib', version: '1.21.4' }, undefined, 'pkg:golang/stdlib@1.21.4'],
  ['maven', { type: 'maven', name: 'org.yaml:snakeyaml', version: '1.25' }, undefined, 'pkg:maven/org.yaml/snakeyaml@1.25'],
  ['maven without group', { type: 'maven', name: 'snakeyaml', version: '1.25' }, undefined, 'pkg:maven/snakeyaml/snakeyaml@1.25'],
  ['pypi', { type: 'pypi', name: 'ruamel-yaml', version: '1!2.0+local' }, undefined, 'pkg:pypi/ruamel-yaml@1!2.0+local'],
  ['cargo', { type: 'cargo', name: 'serde_json', version: '1.0.1+x' }, debian, 'pkg:cargo/serde_json@1.0.1+x'],
  [
    'nuget keeps its case',
    { type: 'nuget', name: 'Newtonsoft.Json', version: '13.0.1' },
    debian,
    'pkg:nuget/Newtonsoft.Json@13.0.1',
  ],
  ['composer', { type: 'composer', name: 'Symfony/Yaml', version: 'v5.4.3' }, debian, 'pkg:composer/symfony/yaml@v5.4.3'],
  ['gem', { type: 'gem', name: 'rack', version: '2.2.3' }, debian, 'pkg:gem/rack@2.2.3'],
  [
    'conda',
    { type: 'conda', name: 'numpy', version: '1.2', architecture: 'linux-64' },
    debian,
    'pkg:conda/numpy@1.2?subdir=linux-64',
  ],
  ['cran', { type: 'cran', name: 'Rcpp', version: '1.0-9' }, debian, 'pkg:cran/Rcpp@1.0-9'],
  ['luarocks', { type: 'luarocks', name: 'LPeg', version: '1.0.2-1' }, debian, 'pkg:luarocks/lpeg@1.0.2-1'],
  [
    'bitnami',
    { type: 'bitnami', name: 'redis', version: '7.0.5-1', architecture: 'amd64' },
    debian,
    'pkg:bitnami/redis@7.0.5-1?arch=amd64',
  ],
  ['generic', { type: 'generic', name: 'azul/openjdk', version: '17.0.8+7' }, debian, 'pkg:generic/azul/openjdk@17.0.8+7'],
];

for (const [name, subject, given, expected] of rows) {
  test(`purl: ${name}`, () => {
    assert.equal(toPackagePurl(subject, given), expected);
    assert.equal(PackageURL.fromString(expected).toString(), expected);
  });
}

const findings: readonly (readonly [string, string])[] = [
  ['pkg:deb/debian/a@1?arch=amd64&distro=debian-12&upstream=b', 'pkg:deb/debian/a@1?arch=amd64'],
  ['pkg:deb/debian/a@1?distro=debian-12', 'pkg:deb/debian/a@1'],
  ['pkg:npm/a@1', 'pkg:npm/a@1'],
  ['pkg:golang/a@1?type=module#sub', 'pkg:golang/a@1#sub'],
];
for (const [given, expected] of findings) test(`finding purl of ${given}`, () => assert.equal(toFindingPurl(given), expected));

const text = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 12 })
  .filter((value) => !/^[\s/]|[\s/]$|\/|\p{Cs}/u.test(value));
const parts = fc.record(
  {
    type: fc.constant('generic'),
    name: text,
    namespace: text,
    version: text,
    qualifiers: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), text),
  },
  { requiredKeys: ['type', 'name'] },
);

test('property: written as packageurl-js writes it', () => {
  fc.assert(
    fc.property(parts, (given) => {
      const theirs = new PackageURL(given.type, given.namespace, given.name, given.version, given.qualifiers, undefined);
      assert.equal(writePurl(given), theirs.toString());
    }),
  );
});

test('property: read as packageurl-js reads it', () => {
  fc.assert(
    fc.property(parts, (given) => {
      const text = writePurl(given);
      const { type, namespace, name, version, qualifiers } = PackageURL.fromString(text);
      const found = parsePurl(text);
      assert.deepEqual(
        [found?.type, found?.namespace, found?.name, found?.version, { ...found?.qualifiers }],
        [type, namespace ?? undefined, name, version ?? undefined, { ...qualifiers }],
      );
    }),
  );
});

test('property: any text has parts or none, never a throw', () => {
  fc.assert(fc.property(fc.string(), (given) => void parsePurl(given)));
  fc.assert(fc.property(fc.string(), (given) => void parsePurl(`pkg:npm/${given}`)));
});

const spellings: readonly (readonly [string, string | undefined])[] = [
  ['PKG:PyPI/Foo_Bar@1', 'pypi - foo-bar 1'],
  ['pkg://npm/x@1', 'npm - x 1'],
  ['pkg:/npm/x@1', 'npm - x 1'],
  [' pkg:npm/x@1\n', 'npm - x 1'],
  ['pkg:npm/%40a/b@1', 'npm @a b 1'],
  ['pkg:npm/@a/b', 'npm @a b'],
  ['pkg:npm/@1', 'npm - @1'],
  ['pkg:deb/Debian/Foo@1%3A2%2Bb', 'deb debian foo 1:2+b'],
  ['pkg:rpm/RedHat/Mesa@1', 'rpm redhat Mesa 1'],
  ['pkg:maven/org.a/b@1?type=jar&classifier=#sub/./x', 'maven org.a b 1 type=jar #sub/x'],
  ['pkg:golang/github.com/a/b@v1.0', 'golang github.com/a b v1.0'],
  ['pkg:generic//a//b/', 'generic a b'],
  ['pkg:deb/a@1?__proto__=x&ARCH=amd64', 'deb - a 1 __proto__=x&arch=amd64'],
  ['pkg:npm/a%zz@1', undefined],
  ['pkg:npm', undefined],
  ['pkg:npm/', undefined],
  ['npm/a@1', undefined],
  ['', undefined],
];
for (const [given, expected] of spellings)
  test(`parts of ${JSON.stringify(given)}`, () => {
    const found = parsePurl(given);
    const qualifiers = Object.entries(found?.qualifiers ?? {}).map(([key, value]) => `${key}=${value}`);
    const words = found && [found.type, found.namespace ?? '-', found.name, found.version, qualifiers.join('&')];
    assert.equal(words && [...words, found.subpath && `#${found.subpath}`].filter(Boolean).join(' '), expected);
  });

test('parsePurl undoes writePurl', () => {
  const given = {
    type: 'rpm',
    namespace: 'redhat',
    name: 'a+b',
    version: '1~2',
    qualifiers: { arch: 'x86_64', distro: 'rhel-9' },
  };
  assert.deepEqual(parsePurl(writePurl(given)), given);
});
