import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LayerLine, layersOf } from '../../test/layer-of.ts';
import { foldLayers } from './fold-layers.ts';

/** Packages that no distribution brought as `name owner`, and what was removed as `purl from-to`. */
function fold(layers: readonly (readonly LayerLine[])[]) {
  const readings = new Map(
    layersOf(['etc/os-release = ID=d\n', ...(layers[0] ?? [])], ...layers.slice(1)).map((each) => [each.digest, each]),
  );
  const { packages, removed } = foldLayers({ image: 'i', layers: [...readings.keys()], readings, baseLayers: 0 });
  return {
    owned: packages
      .filter(({ type }) => type === 'npm' || type === 'pypi')
      .map(({ name, ownedBy }) => `${name} ${ownedBy?.split('?')[0] ?? '-'}`),
    removed: removed.map(({ purl, broughtBy, removedBy }) => `${purl.split('?')[0]} ${broughtBy}-${removedBy}`),
  };
}

const status = (...packages: readonly string[]) =>
  `var/lib/dpkg/status = ${packages.map((each) => `Package: ${each.split('=')[0]}\nStatus: install ok installed\nArchitecture: all\nVersion: ${each.split('=')[1]}\n\n`).join('')}`;
const list = (name: string, ...files: readonly string[]) =>
  `var/lib/dpkg/info/${name}.list = ${files.map((file) => `/${file}\n`).join('')}`;
const apk = (path: string, ...records: readonly string[]) =>
  `${path} = ${records.map((each) => each.replaceAll(' ', '\n')).join('\n\n')}\n\n`;
const six = 'usr/lib/python3/dist-packages/six-1.dist-info/METADATA';
const sixFile = `${six} = Metadata-Version: 2.1\nName: six\nVersion: 1\n`;
const node = (folder: string, name: string) =>
  `${folder}/node_modules/${name}/package.json = {"name":"${name}","version":"1.0.0"}`;
const debian = [status('python3-six=1-1'), list('python3-six', six), sixFile];
const installed = 'usr/lib/apk/db/installed';
const npmRecord = 'P:npm V:1-r0 A:noarch F:usr/lib/node_modules/npm R:package.json';
const npmFile = node('usr/lib', 'npm');

const rows: readonly (readonly [name: string, layers: readonly (readonly LayerLine[])[], owned: readonly string[]])[] = [
  ['by dpkg', [debian], ['six pkg:deb/d/python3-six@1-1']],
  [
    'in another layer than the file',
    [[sixFile], [status('python3-six=1-1'), list('python3-six', six)]],
    ['six pkg:deb/d/python3-six@1-1'],
  ],
  ['by no list', [[status('python3-six=1-1'), sixFile]], ['six -']],
  ['by a package that is not installed', [[status('other=1'), list('python3-six', six), sixFile]], ['six -']],
  ['by a list that was removed', [debian, [status('python3-six=1-1'), 'var/lib/dpkg/info/.wh.python3-six.list']], ['six -']],
  ['by a package that was removed and left it', [debian, [status('other=1')]], ['six -']],
  [
    'by a package that stays while others come',
    [debian, [status('python3-six=1-1', 'other=1'), list('other')]],
    ['six pkg:deb/d/python3-six@1-1'],
  ],
  ['put there by others later', [[status('python3-six=1-1'), list('python3-six', six)], [sixFile]], ['six -']],
  [
    'before directories were merged',
    [[status('a=1'), list('a', 'lib/node_modules/x/package.json'), node('usr/lib', 'x')]],
    ['x pkg:deb/d/a@1'],
  ],
  ['one place of two', [[...debian, 'srv/six-1.dist-info/METADATA = Name: six\nVersion: 1\n']], ['six -']],
  ['by apk', [[apk(installed, npmRecord), npmFile]], ['npm pkg:apk/d/npm@1-r0']],
  [
    'by apk, whose database is written again',
    [[apk(installed, npmRecord), npmFile], [apk(installed, npmRecord, 'P:b V:1 A:noarch')]],
    ['npm pkg:apk/d/npm@1-r0'],
  ],
  [
    'by apk, and replaced above',
    [[apk(installed, npmRecord), npmFile], [node('usr/lib', 'npm').replace('1.0.0', '2.0.0')]],
    ['npm -'],
  ],
  [
    'by a newer version of the same package',
    [
      [apk(installed, npmRecord), npmFile],
      [apk(installed, npmRecord.replace('V:1', 'V:2')), npmFile.replace('1.0.0', '2.0.0')],
    ],
    ['npm pkg:apk/d/npm@2-r0'],
  ],
];

for (const [name, layers, owned] of rows) test(`owned: ${name}`, () => assert.deepEqual(fold(layers).owned, owned));

const gone: readonly (readonly [name: string, layers: readonly (readonly LayerLine[])[], removed: readonly string[]])[] = [
  ['nothing', [debian, ['etc/x']], []],
  ['by the package manager', [[status('a=1', 'b=1')], ['etc/x'], [status('a=1')]], ['pkg:deb/d/b@1 0-2']],
  ['by an upgrade', [[status('a=1')], [status('a=2')]], ['pkg:deb/d/a@1 0-1']],
  ['and there again', [[status('a=1', 'b=1')], [status('a=1')], [status('a=1', 'b=1')]], []],
  ['twice', [[status('a=1', 'b=1')], [status('a=1')], [status('a=1', 'b=1')], [status('a=1')]], ['pkg:deb/d/b@1 2-3']],
  ['by deleting its files', [[node('app', 'x')], ['app/.wh.node_modules']], ['pkg:npm/x@1.0.0 0-1']],
  ['in one of two places', [[node('app', 'x'), node('srv', 'x')], ['app/.wh.node_modules']], []],
  ['a database that is deleted removes no files', [[status('a=1')], ['var/lib/.wh.dpkg']], []],
];

for (const [name, layers, removed] of gone) test(`removed: ${name}`, () => assert.deepEqual(fold(layers).removed, removed));

test('size: as stated, of an archive, of a directory without what is nested in it', () => {
  const layer = [
    'etc/os-release = ID=d\n',
    'var/lib/dpkg/status = Package: a\nStatus: install ok installed\nInstalled-Size: 3\nVersion: 1\n\n',
    node('app', 'x'),
    'app/node_modules/x/a = 12345',
    node('app/node_modules/x', 'y'),
  ];
  const readings = new Map(layersOf(layer).map((each) => [each.digest, each]));
  const { packages } = foldLayers({ image: 'i', layers: ['0'], readings, baseLayers: 0 });
  assert.deepEqual(
    packages.map(({ name, sizeBytes }) => [name, sizeBytes]),
    [
      ['a', 3072],
      ['x', 35],
      ['y', 30],
    ],
  );
});
