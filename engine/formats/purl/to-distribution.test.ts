import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePurl } from './parse-purl.ts';
import { findDistribution, toDistribution } from './to-distribution.ts';

const rows: readonly (readonly [purl: string, brief: string | undefined])[] = [
  ['pkg:deb/debian/a@1?distro=debian-12', 'debian 12'],
  ['pkg:deb/debian/a@1?distro=debian-12.4', 'debian 12.4'],
  ['pkg:deb/debian/a@1?distro=bookworm', 'debian bookworm'],
  ['pkg:deb/debian/a@1?distro=debian-bookworm', 'debian bookworm'],
  ['pkg:deb/debian/a@1?distro=12', 'debian 12'],
  ['pkg:deb/debian/a@1', 'debian'],
  ['pkg:deb/a@1', undefined],
  ['pkg:deb/ubuntu/a@1?distro=jammy', 'ubuntu jammy'],
  ['pkg:deb/ubuntu/a@1?distro=ubuntu-22.04', 'ubuntu 22.04'],
  ['pkg:apk/alpine/a@1?distro=3.18.4', 'alpine 3.18.4'],
  ['pkg:apk/alpine/a@1?distro=alpine-3.18.4', 'alpine 3.18.4'],
  ['pkg:apk/alpine/a@1?distro=alpine-v3.18', 'alpine 3.18'],
  ['pkg:apk/alpine/a@1?distro=edge', 'alpine edge'],
  ['pkg:apk/wolfi/a@1', 'wolfi'],
  ['pkg:apk/wolfi/a@1?distro=wolfi', 'wolfi'],
  ['pkg:apk/wolfi/a@1?distro=wolfi-20230201', 'wolfi 20230201'],
  ['pkg:apk/chainguard/a@1?distro=wolfi-20230201', 'wolfi 20230201'],
  ['pkg:rpm/redhat/a@1-1?distro=rhel-8.9', 'rhel 8.9'],
  ['pkg:rpm/redhat/a@1-1?distro=redhat-8.9', 'rhel 8.9'],
  ['pkg:rpm/redhat/a@1-1?distro=el9', 'rhel 9'],
  ['pkg:rpm/redhat/a@1-1', 'rhel'],
  ['pkg:rpm/alma/a@1-1?distro=alma-9.3', 'almalinux 9.3'],
  ['pkg:rpm/suse/a@1-1?distro=sles-15.4', 'sles 15.4'],
  ['pkg:rpm/suse/a@1-1?distro=suse%20linux%20enterprise%20server-15.4', 'sles 15.4'],
  ['pkg:rpm/opensuse/a@1-1?distro=opensuse-leap-15.5', 'opensuse-leap 15.5'],
  ['pkg:rpm/opensuse/a@1-1?distro=opensuse.leap-15.5', 'opensuse-leap 15.5'],
  ['pkg:rpm/opensuse/a@1-1?distro=opensuse-tumbleweed-20231101', 'opensuse-tumbleweed 20231101'],
  ['pkg:rpm/opensuse/a@1-1?distro=opensuse-tumbleweed', 'opensuse-tumbleweed'],
  ['pkg:rpm/amazon/a@1-1?distro=amazon-2%20(Karoo)', 'amzn 2'],
  ['pkg:rpm/openEuler/bash@5.1?distro=openEuler-22.03', 'openEuler 22.03'],
  ['pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie', 'debian jessie'],
  ['pkg:apk/alpine/musl@1.2?distro=alpine-3.21.0_alpha20240923', 'alpine 3.21.0_alpha20240923'],
  ['pkg:npm/a@1?distro=debian-12', undefined],
];

for (const [purl, brief] of rows) {
  test(`distribution of ${purl}`, () => {
    const parts = parsePurl(purl);
    const found = parts && toDistribution(parts);
    assert.equal(found && [found.id, found.versionId, found.codename].filter(Boolean).join(' '), brief);
  });
}

const words: readonly (readonly [string, string | undefined])[] = [
  ['debian:12', 'debian 12'],
  ['debian-12', 'debian 12'],
  ['Debian:12', 'debian 12'],
  ['rhel:8.9', 'rhel 8.9'],
  ['alpine:v3.18', 'alpine 3.18'],
  ['alpine:edge', 'alpine edge'],
  ['debian:sid', 'debian sid'],
  ['wolfi', 'wolfi'],
  ['opensuse-leap:15.5', 'opensuse-leap 15.5'],
  ['opensuse-leap-15.5', 'opensuse-leap 15.5'],
  ['opensuse:15.5', 'opensuse-leap 15.5'],
  ['12', undefined],
  ['', undefined],
  ['a b', undefined],
];
for (const [text, brief] of words)
  test(`distribution in words: ${text}`, () => {
    const found = findDistribution(text);
    assert.equal(found && [found.id, found.versionId, found.codename].filter(Boolean).join(' '), brief);
  });

test('property: any words name a distribution or none', () => {
  fc.assert(fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (text, id) => void findDistribution(text, id)));
});
