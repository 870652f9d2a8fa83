import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sbom, SbomPackage, SbomSubject } from '../../formats/sbom/sbom.ts';
import type { Gap } from '../../model/reading.ts';
import { findDescribed, type StoredSboms } from './described-images.ts';

const hex = (character: string) => `sha256:${character.repeat(64)}`;
const libc: SbomPackage = {
  type: 'deb',
  name: 'libc6',
  version: '2.36-9',
  scheme: 'dpkg',
  source: { name: 'glibc', version: '2.36-9' },
  architecture: 'amd64',
  certainty: 'certain',
  purl: 'pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12.4',
  at: 'components[1]',
};
const debian = { id: 'debian', like: [], versionId: '12', path: '' };
const sbomOf = (subject: Partial<SbomSubject>, rest: Partial<Sbom> = {}): Sbom => ({
  format: 'cyclonedx',
  specVersion: '1.6',
  subject: { name: '', digests: [], ...subject },
  distribution: debian,
  packages: [libc],
  ...rest,
});
const file = (path: string, sboms: readonly Sbom[], gaps: readonly Gap[] = []): StoredSboms => ({ path, sboms, gaps });
const nginx = 'docker.io/library/nginx:1.27';
const find = (files: readonly StoredSboms[], reference = nginx, platform = 'linux/amd64') =>
  findDescribed(files, { reference, platform }, 'sbom:./s');

const rows: readonly (readonly [
  name: string,
  subject: Partial<SbomSubject>,
  reference: string,
  found: boolean,
  path?: string,
])[] = [
  ['by digest', { name: 'x', digests: [hex('a')] }, `r.example/a:1@${hex('a')}`, true],
  ['by another digest', { name: 'x', digests: [hex('b')] }, `r.example/a:1@${hex('a')}`, false],
  ['by an oci purl', { name: 'x', purl: 'pkg:oci/nginx@sha256:1?repository_url=docker.io/library/nginx&tag=1.27' }, nginx, true],
  [
    'by an oci purl whose address ends above the name',
    { purl: 'pkg:oci/nginx@sha256:1?repository_url=docker.io/library&tag=1.27' },
    nginx,
    true,
  ],
  ['by a docker purl', { name: 'x', purl: 'pkg:docker/library/nginx@1.27' }, nginx, true],
  ['by a docker purl of another tag', { name: 'x', purl: 'pkg:docker/library/nginx@1.26' }, nginx, false],
  ['by name and version', { name: 'nginx', version: '1.27' }, nginx, true],
  ['by name and another version', { name: 'nginx', version: '1.26' }, nginx, false],
  ['by a name that has the tag', { name: 'docker.io/library/nginx:1.27', version: hex('c') }, nginx, true],
  ['by a name that has another tag', { name: 'docker.io/library/nginx:1.26', version: hex('c') }, nginx, false],
  ['by name alone', { name: 'nginx' }, nginx, true],
  ['by name alone, beside a digest', { name: 'docker.io/library/nginx', version: hex('c') }, nginx, true],
  ['by another name', { name: 'redis' }, nginx, false],
  [
    'of a name without a tag: that of a digest is not `latest`',
    { name: 'nginx', version: 'latest' },
    `docker.io/library/nginx@${hex('a')}`,
    false,
  ],
  ['by file name', { name: '/tmp/image.tar' }, nginx, true, 'sboms/docker.io_library_nginx_1.27-linux_amd64.cdx.json'],
  ['by a short file name', { name: '' }, nginx, true, 'sboms/nginx-1.27.spdx.json'],
  ['by the file name of another', { name: '' }, nginx, false, 'sboms/nginx-1.26.json'],
  ['by file name, where the subject is another image', { name: 'r.example/nginx:2' }, nginx, false, 'sboms/nginx-1.27.json'],
];
for (const [name, subject, reference, found, path = 'sboms/x.json'] of rows) {
  test(`an SBOM stands for an image ${name}: ${found ? 'yes' : 'no'}`, () => {
    assert.equal(find([file(path, [sbomOf(subject)])], reference).kind, found ? 'described' : 'absent');
  });
}

test('the surest name counts', () => {
  const files = [
    file('a.json', [sbomOf({ name: 'nginx' }, { packages: [] })]),
    file('b.json', [sbomOf({ name: 'nginx', version: '1.27' })]),
  ];
  const found = find(files);
  assert.ok(found.kind === 'described');
  assert.equal(found.packages[0]?.places[0]?.path, 'b.json');
});

test('two that say the same are one, two that differ are a gap', () => {
  const one = file('a.json', [sbomOf({ name: 'nginx' })]);
  assert.equal(find([one, file('b.json', [sbomOf({ name: 'nginx' })])]).kind, 'described');
  const other = find([one, file('b.json', [sbomOf({ name: 'nginx' }, { packages: [] })])]);
  assert.deepEqual([other.kind, other.gaps.map(({ code }) => code)], ['failed', ['reference-ambiguous']]);
});

test('packages are spelled as those of images, with the file as their place', () => {
  const found = find([file('s/a.json', [sbomOf({ name: 'nginx', digests: [hex('b')] })])]);
  assert.ok(found.kind === 'described');
  assert.deepEqual(found.packages, [
    {
      type: 'deb',
      name: 'libc6',
      version: '2.36-9',
      scheme: 'dpkg',
      source: { name: 'glibc', version: '2.36-9' },
      architecture: 'amd64',
      certainty: 'certain',
      purl: 'pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12&upstream=glibc',
      fromBase: false,
      ownedBy: null,
      places: [{ layer: '', path: 's/a.json' }],
    },
  ]);
  assert.equal(found.digest, hex('b'));
});

test('a digest that differs, a distribution that is not stated, and gaps of the file are told', () => {
  const flaw: Gap = { code: 'package-unusable', unit: 'formats/sbom', detail: 'x' };
  const found = find(
    [file('a.json', [sbomOf({ name: 'nginx', digests: [hex('b')] }, { distribution: null })], [flaw])],
    `${nginx}@${hex('a')}`,
  );
  assert.deepEqual(
    [found.kind, found.gaps.map(({ code }) => code)],
    ['described', ['package-unusable', 'digest-differs', 'distribution-unknown']],
  );
  assert.ok(found.gaps.every(({ image }) => image === `${nginx}@${hex('a')}`));
});

test('an image that may be in a file that was refused is not absent', () => {
  const refused: Gap = { code: 'sbom-unreadable', unit: 'formats/sbom', path: 'b.json', detail: 'x' };
  assert.equal(find([file('a.json', [sbomOf({ name: 'redis' })]), file('b.json', [], [refused])]).kind, 'failed');
});

test('an SBOM of another platform is another image', () => {
  const files = [file('a.json', [sbomOf({ name: 'nginx', platform: 'linux/arm64' })])];
  assert.equal(find(files).kind, 'absent');
  assert.equal(find(files, nginx, 'linux/arm64').kind, 'described');
});
