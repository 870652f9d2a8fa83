import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePurl } from './parse-purl.ts';
import { toDistribution } from './to-distribution.ts';

const rows: readonly (readonly [purl: string, brief: string])[] = [
  ['pkg:deb/debian/libc6@2.36-9?distro=debian-12', 'debian 12 -'],
  ['pkg:deb/ubuntu/libc6@2.35?distro=ubuntu-22.04', 'ubuntu 22.04 -'],
  ['pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie', 'debian - jessie'],
  ['pkg:deb/debian/curl@7.50.3-1?distro=debian-trixie', 'debian - trixie'],
  ['pkg:apk/alpine/musl@1.2?distro=3.18.4', 'alpine 3.18.4 -'],
  ['pkg:apk/alpine/musl@1.2?distro=alpine-v3.18', 'alpine 3.18 -'],
  ['pkg:apk/wolfi/glibc@2.38-r5?arch=x86_64&distro=wolfi', 'wolfi - -'],
  ['pkg:apk/wolfi/glibc@2.38-r5?distro=wolfi-20230201', 'wolfi 20230201 -'],
  ['pkg:rpm/redhat/bash@5.1?distro=rhel-9.2', 'rhel 9.2 -'],
  ['pkg:rpm/redhat/bash@5.1?distro=redhat-9.2', 'rhel 9.2 -'],
  ['pkg:rpm/redhat/bash@5.1', 'rhel - -'],
  ['pkg:rpm/alma/bash@5.1?distro=alma-9.3', 'almalinux 9.3 -'],
  ['pkg:rpm/opensuse/bash@5.1?distro=opensuse-leap-15.5', 'opensuse-leap 15.5 -'],
  ['pkg:rpm/openEuler/bash@5.1?distro=openEuler-22.03', 'openEuler 22.03 -'],
  ['pkg:deb/bash@5.1', ''],
  ['pkg:npm/a@1?distro=debian-12', ''],
];

for (const [purl, brief] of rows) {
  test(`distribution of ${purl}`, () => {
    const parts = parsePurl(purl);
    const found = parts && toDistribution(parts);
    assert.equal(found ? `${found.id} ${found.versionId ?? '-'} ${found.codename ?? '-'}` : '', brief);
  });
}

test('property: any qualifier, never a throw', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      (namespace, distro) => void toDistribution({ type: 'deb', namespace, name: 'a', qualifiers: { distro } }),
    ),
  );
});
