import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstalledPackage, PackageType } from '../../model/package.ts';
import type { ReleaseImage } from '../../model/release.ts';
import { judgeKubernetes, judgeLife } from './judge-life.ts';

const now = '2026-08-15T12:00:00Z';
const image: ReleaseImage = {
  reference: 'registry.example/gauge:1',
  platform: 'linux/amd64',
  status: 'read',
  digest: null,
  store: null,
  layers: [],
  configuration: null,
  annotations: {},
  distribution: null,
  packages: [],
};
const item = (type: PackageType, name: string, version: string, ownedBy: string | null = null): InstalledPackage => ({
  type,
  name,
  version,
  scheme: 'semver',
  certainty: 'certain',
  purl: `pkg:${type}/${name}@${version}`,
  fromBase: false,
  ownedBy,
  places: [],
});
const debian = { id: 'debian', like: [], versionId: '12', codename: 'bookworm', path: 'etc/os-release' };
const owned = (version: string) => `pkg:deb/debian/owner@${version}?arch=amd64`;

/** What is in an image → its rows, as `name cycle endsOn status`. */
const rows: readonly (readonly [name: string, image: Partial<ReleaseImage>, rows: readonly string[]])[] = [
  ['a distribution with updates', { distribution: debian }, ['debian 12 2028-06-30 supported']],
  ['one that ended', { distribution: { ...debian, versionId: '10' } }, ['debian 10 2024-06-30 ended']],
  ['a rolling one', { distribution: { id: 'wolfi', like: [], path: '', versionId: '20230201' } }, ['wolfi null null unknown']],
  ['no distribution', {}, []],
  ['an image that was not read', { status: 'failed' }, ['null null null unknown']],
  [
    'one that was read in part',
    { status: 'failed', distribution: debian },
    ['debian 12 2028-06-30 supported', 'null null null unknown'],
  ],
  ['a runtime that ended', { packages: [item('generic', 'node', '18.20.4')] }, ['node 18 2025-04-30 ended']],
  ['one without an end', { packages: [item('generic', 'redis', '8.4.1')] }, ['redis 8.4 null supported']],
  ['one of a maker', { packages: [item('generic', 'eclipse-adoptium/openjdk', '20.0.1+9')] }, ['openjdk 20 2023-09-19 ended']],
  ['that which Go links', { packages: [item('golang', 'stdlib', '1.21.4')] }, ['go 1.21 2024-08-13 ended']],
  ['a framework', { packages: [item('nuget', 'Microsoft.NETCore.App', '6.0.1')] }, ['dotnet 6 2024-11-12 ended']],
  [
    'two programs of one Go',
    { packages: [item('golang', 'stdlib', '1.21.4'), item('golang', 'stdlib', '1.21.8')] },
    ['go 1.21 2024-08-13 ended'],
  ],
  ['a library of that name', { packages: [item('npm', 'node', '18.0.0'), item('pypi', 'redis', '5.0.1')] }, []],
  ["the distribution's own", { packages: [item('generic', 'python', '3.8.2', owned('3.8.2-1'))], distribution: null }, []],
  [
    "a package of the maker's repository",
    { packages: [item('generic', 'nginx', '1.25.3', owned('1.25.3-1~bookworm'))], distribution: debian },
    ['debian 12 2028-06-30 supported', 'nginx 1.25 2024-05-29 ended'],
  ],
  [
    'another',
    { packages: [item('generic', 'postgresql', '12.3', owned('12.3-1.pgdg120%2B1'))] },
    ['postgresql 12 2024-11-21 ended'],
  ],
];

for (const [name, more, expected] of rows)
  test(`life of ${name}`, () => {
    const found = judgeLife([{ ...image, ...more }], now);
    assert.deepEqual(
      found.map(({ name, cycle, endsOn, status }) => `${name} ${cycle} ${endsOn} ${status}`),
      expected,
    );
  });

const versions: readonly (readonly [minor: number, status: string, endsOn: string | null])[] = [
  [31, 'ended', '2025-11-11'],
  [36, 'supported', '2027-06-28'],
  [99, 'unknown', null],
];

for (const [minor, status, endsOn] of versions)
  test(`Kubernetes v1.${minor} is ${status}`, () => {
    assert.deepEqual(judgeKubernetes(minor, now), { version: `v1.${minor}`, endsOn, status });
  });
