import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findIdleImages } from '../../compare/removal/find-idle-images.ts';
import { packagesOfPrograms } from '../../compare/removal/packages-of-program.ts';
import type { FileFact, ImageFacts } from '../../model/image.ts';
import type { DeclaredImage } from '../../model/inventory.ts';
import type { How, Occurrence } from '../../model/occurrence.ts';
import type { InstalledPackage, PackageType } from '../../model/package.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';
import type { Resource } from '../../model/resource.ts';
import { plantAdvisory, plantRelease } from '../../test/planted-releases.ts';
import { sourceOf } from '../diff-records.ts';
import { judgeImages } from '../judge-images.ts';
import { spareInRecord } from './spare-in-record.ts';
import { toSubjects } from './to-subjects.ts';
import { withoutInRecord } from './without-record.ts';

const planted = plantRelease({
  images: { 'r.example/one:1': { packages: { npm: '1.0.0' } }, 'r.example/two:1': { packages: { npm: '1.0.0', a: '1.0.0' } } },
  advisories: [plantAdvisory(1, 'npm', '2.0.0', { severity: 'CRITICAL' }), plantAdvisory(2, 'a', '2.0.0', { severity: 'HIGH' })],
  asOf: '2021-01-01T00:00:00Z',
});
const [first] = planted.images;
const [sample] = first?.packages ?? [];
const [declared] = planted.inventory.images;
const [stated] = declared?.occurrences ?? [];
assert.ok(first && sample && declared && stated);

const entry = (path: string): FileFact => ({ state: 'found', path, kind: 'file', mode: 493, uid: 0, gid: 0 });
const facts = (more: Partial<ImageFacts>): ImageFacts => ({
  ...{
    complete: true,
    users: null,
    groups: null,
    program: null,
    workingDirectory: null,
    volumes: [],
    setuid: [],
    capabilities: [],
  },
  ...{ worldWritable: [], shells: [], packageManagers: [], compilers: [], interpreters: [], credentials: [] },
  ...more,
});
const item = (type: PackageType, name: string, more: Partial<InstalledPackage> = {}): InstalledPackage => ({
  ...sample,
  type,
  name,
  purl: `pkg:${type}/${name}@1`,
  ...more,
});

/** Name; paths of programs; packages; those that they came with. */
const rows: readonly (readonly [name: string, path: string, packages: readonly InstalledPackage[], found: string])[] = [
  ['of its name', 'usr/bin/bash', [item('deb', 'bash'), item('deb', 'dash')], 'bash'],
  ['of another name', 'usr/bin/apt-get', [item('deb', 'apt')], 'apt'],
  ['of Alpine', 'sbin/apk', [item('apk', 'apk-tools')], 'apk-tools'],
  ['with a version', 'usr/bin/gcc-12', [item('deb', 'gcc-12'), item('deb', 'gcc'), item('deb', 'gcc-11')], 'gcc-12 gcc'],
  ['of a cross compiler', 'usr/bin/x86_64-linux-gnu-gcc-12', [item('deb', 'gcc-12')], 'gcc-12'],
  ['of an ecosystem', 'usr/bin/npm', [item('npm', 'npm'), item('npm', 'tar')], 'npm'],
  ['of the distribution first', 'bin/bash', [item('generic', 'bash'), item('deb', 'bash')], 'bash'],
  ['with what it owns', 'usr/bin/npm', [item('deb', 'npm'), item('npm', 'tar', { ownedBy: 'pkg:deb/npm@1' })], 'npm tar'],
  ['of nobody', 'usr/bin/javac', [item('deb', 'openjdk')], ''],
  ['a hostile name', 'bin/__proto__', [item('deb', 'constructor')], ''],
];
for (const [name, path, packages, found] of rows)
  test(`a program came with a package ${name}`, () => {
    assert.equal(
      packagesOfPrograms([path], packages)
        .map((each) => each.name)
        .join(' '),
      found,
    );
  });

const pods: Resource = {
  identity: { apiVersion: 'v1', kind: 'Pod', namespace: 'tide', name: 'reader' },
  value: { spec: { containers: [], volumes: [{ configMap: { name: 'read' } }] } },
  ...{ source: 'yaml:a', file: 'a.yaml', hook: false },
};
const config = (name: string): Resource => ({ ...pods, identity: { ...pods.identity, kind: 'ConfigMap', name }, value: {} });

function stating(...places: readonly (readonly [how: How, resource: Resource | null, conditional?: boolean])[]): DeclaredImage {
  assert.ok(declared && stated);
  const occurrences = places.map(([how, resource, conditional = false]): Occurrence => {
    return {
      ...stated,
      how,
      resource: resource?.identity ?? null,
      conditional: conditional ? [{ value: 'x', equals: true }] : [],
    };
  });
  return { ...declared, occurrences };
}

/** Name; where the image stands; why it seems to be of no use, `-` where it is of use. */
const images: readonly (readonly [name: string, image: DeclaredImage, reason: string])[] = [
  ['runs', stating(['pod-spec', pods]), '-'],
  ['is told to a program', stating(['argument', pods], ['image-list', null]), '-'],
  ['stands in a list alone', stating(['image-list', null], ['declared', null]), 'listed'],
  ['stands in a ConfigMap that is read', stating(['config-map', config('read')]), 'configured'],
  ['stands in one that nobody names', stating(['config-map', config('lone')], ['index', null]), 'configured-unread'],
  ['stands in values of a chart that was not rendered', stating(['chart-values', null]), '-'],
  ['only appears under conditions', stating(['image-list', null, true]), '-'],
];
for (const [name, image, reason] of images)
  test(`an image that ${name}`, () => {
    const release: Release = {
      ...planted,
      inventory: { ...planted.inventory, images: [image] },
      resources: [pods, config('read'), config('lone')],
    };
    assert.equal(findIdleImages(release)[0]?.reason ?? '-', reason);
  });

function withFacts(image: ReleaseImage, index: number): ReleaseImage {
  const own = item('deb', 'bash', { sizeBytes: 1000, places: [{ layer: `own-${index}`, path: 'var/lib/dpkg/status' }] });
  const npm = image.packages.map((each) => (each.name === 'npm' ? { ...each, sizeBytes: 500 } : each));
  const program = entry(index === 0 ? '/start.sh' : '/two');
  const interpreter = index === 0 ? { interpreter: entry('/bin/bash') } : {};
  const found = { shells: ['bin/bash'], packageManagers: ['usr/bin/npm'], program, ...interpreter };
  return { ...image, packages: [...npm, own], facts: facts(found) };
}

function spareRelease(): Release {
  const read = planted.images.map(withFacts);
  const { findings } = judgeImages(read, sourceOf(planted.knowledge));
  return { ...planted, images: read, findings, resources: [pods] };
}

test('programs are told with weight, findings and the layers that bring them', () => {
  const { programs, rebuilds, images: counts, sizeBytes, findings, gaps } = spareInRecord(spareRelease());
  assert.deepEqual(
    programs.map((row) => [row.image, row.kind, row.sizeBytes, row.findings.CRITICAL, row.neededBy]),
    [
      ['r.example/one:1', 'shells', 1000, 0, '/start.sh'],
      ['r.example/one:1', 'packageManagers', 500, 1, null],
      ['r.example/two:1', 'shells', 1000, 0, null],
      ['r.example/two:1', 'packageManagers', 500, 1, null],
    ],
  );
  assert.deepEqual(
    rebuilds.map((each) => [each.images.length, each.packages.length, each.sizeBytes, each.findings.CRITICAL]),
    [
      [2, 1, 500, 2],
      [1, 1, 1000, 0],
      [1, 1, 1000, 0],
    ],
  );
  assert.deepEqual([counts, sizeBytes, findings.CRITICAL, gaps], [{ total: 2, withPrograms: 2, unknown: 0 }, 2500, 2, []]);
});

test('what the programs are said to bring is what the release without their packages has no more', () => {
  const release = spareRelease();
  const spare = spareInRecord(release);
  const purls = [...new Set(spare.programs.flatMap(({ packages }) => packages))];
  assert.deepEqual(withoutInRecord(release, toSubjects(purls, release)).findings.gone, spare.findings);
});

test('what was not read, and a record without objects, are gaps', () => {
  const unread = planted.images.map((image): ReleaseImage => ({ ...image, status: 'failed', packages: [] }));
  const { idle, gaps, images: counts } = spareInRecord({ ...planted, images: unread, resources: [] });
  assert.deepEqual([idle, counts.unknown], [[], 2]);
  assert.deepEqual(
    gaps.map(({ code }) => code),
    ['resources-missing', 'image-unread', 'image-unread'],
  );
  assert.deepEqual(
    spareInRecord({ ...planted, resources: [pods] }).gaps.map(({ code }) => code),
    ['facts-unrecorded', 'facts-unrecorded'],
  );
});
