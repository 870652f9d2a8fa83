import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePurl } from './parse-purl.ts';
import { toIdentity } from './to-identity.ts';
import { toPackagePurl } from './to-package-purl.ts';

const rows: readonly (readonly [purl: string, brief: string | undefined])[] = [
  ['pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12&upstream=glibc', 'deb libc6 2.36-9 dpkg amd64 < glibc 2.36-9'],
  [
    'pkg:apk/wolfi/libcrypto3@3.1.4-r1?arch=x86_64&upstream=openssl@3.1.4-r0',
    'apk libcrypto3 3.1.4-r1 apk x86_64 < openssl 3.1.4-r0',
  ],
  ['pkg:rpm/redhat/openssl-libs@3.0.7-16?epoch=1', 'rpm openssl-libs 1:3.0.7-16 rpm'],
  ['pkg:rpm/redhat/a@1-1?epoch=x', 'rpm a 1-1 rpm'],
  ['pkg:npm/%40babel/core@7.1.0', 'npm @babel/core 7.1.0 semver'],
  ['pkg:golang/github.com/gorilla/mux@v1.8.0', 'golang github.com/gorilla/mux v1.8.0 go'],
  ['pkg:golang/github.com/hashicorp/vault@v1.9.0#api', 'golang github.com/hashicorp/vault/api v1.9.0 go'],
  ['pkg:golang/github.com/go-chi/chi/v5@v5.0', 'golang github.com/go-chi/chi/v5 v5.0 go'],
  ['pkg:npm/JSONStream@1.3.5', 'npm JSONStream 1.3.5 semver'],
  ['pkg:npm/@babel/core@7.1.0', 'npm @babel/core 7.1.0 semver'],
  ['pkg:maven/org.yaml/snakeyaml@1.25', 'maven org.yaml:snakeyaml 1.25 maven'],
  ['pkg:maven/commons-io/commons-io@2.4', 'maven commons-io:commons-io 2.4 maven'],
  ['pkg:rpm/redhat/nodejs@18.1-1?epoch=1&rpmmod=nodejs:18:9:abc', 'rpm nodejs 1:18.1-1 rpm / nodejs:18:9:abc'],
  [
    'pkg:rpm/redhat/libssl@3.0.7-16.el9?epoch=1&upstream=openssl-3.0.7-16.el9.src.rpm',
    'rpm libssl 1:3.0.7-16.el9 rpm < openssl 1:3.0.7-16.el9',
  ],
  ['pkg:rpm/redhat/a@1-1?epoch=0', 'rpm a 1-1 rpm'],
  ['pkg:deb/debian/passwd@4.13?epoch=1', 'deb passwd 1:4.13 dpkg'],
  ['pkg:deb/debian/passwd@1:4.13?epoch=1', 'deb passwd 1:4.13 dpkg'],
  ['pkg:pypi/ruamel.yaml@1.0', 'pypi ruamel-yaml 1.0 pep440'],
  ['pkg:composer/symfony/yaml@v5.4.3', 'composer symfony/yaml v5.4.3 packagist'],
  ['pkg:bitnami/redis@7.0.5-1?arch=amd64&distro=debian-11', 'bitnami redis 7.0.5-1 bitnami amd64'],
  ['pkg:conda/numpy@1.2?subdir=linux-64', 'conda numpy 1.2 pep440 linux-64'],
  ['pkg:github/curl/curl@v8.0.0', undefined],
  ['pkg:deb/debian/libc6', undefined],
];

for (const [purl, brief] of rows) {
  test(`identity of ${purl}`, () => {
    const parts = parsePurl(purl);
    const found = parts && toIdentity(parts);
    const source = found?.source && `< ${found.source.name} ${found.source.version}`;
    const words = found && [
      found.type,
      found.name,
      found.version,
      found.scheme,
      found.architecture,
      source,
      found.module && `/ ${found.module}`,
    ];
    assert.equal(words?.filter(Boolean).join(' '), brief);
  });
}

test('property: undoes toPackagePurl', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9.]{0,8}[a-z]$/);
  const given = fc.record({
    type: fc.constantFrom('deb', 'apk', 'rpm', 'npm', 'golang', 'cargo', 'nuget', 'gem', 'cran', 'bitnami'),
    name: word,
    version: fc.stringMatching(/^\d\.\d{1,3}-\d$/),
  });
  fc.assert(
    fc.property(given, (subject) => {
      const parts = parsePurl(toPackagePurl(subject));
      const { type, name, version } = (parts && toIdentity(parts)) ?? {};
      assert.deepEqual({ type, name, version }, { ...subject });
    }),
  );
});
