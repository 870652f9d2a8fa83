import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LayerLine, layersOf } from '../../test/layer-of.ts';
import { foldLayers } from './fold-layers.ts';

const module = (folder: string, name: string, version: string) =>
  `${folder}/${name}/package.json = ${JSON.stringify({ name, version })}`;
const lock = (path: string, ...named: readonly string[]) => `${path} = ${named.map((each) => `${each}\n`).join('')}`;
const yarn = (name: string, version: string) => `${name}@1:\n  version "${version}"`;
const rope = module('app/node_modules', 'rope', '1.0.0');
const locked = lock('app/yarn.lock', yarn('rope', '1.0.0'), yarn('hook', '3.0.0'));
const development = 'app/package-lock.json = {"packages":{"node_modules/hook":{"version":"3.0.0","dev":true}}}';

/** Layers are named 0, 1, 2 …; a package is told with the lock files that name it. */
function fold(...layers: readonly (readonly LayerLine[])[]) {
  const readings = new Map(layersOf(...layers).map((reading) => [reading.digest, reading]));
  const { packages, gaps } = foldLayers({ image: 'i', layers: [...readings.keys()], readings, baseLayers: 0 });
  return [
    ...packages.map(({ name, version, lockFiles = [] }) =>
      [`${name}@${version}`, ...lockFiles.map(({ layer, path }) => `${layer}:${path}`)].join(' '),
    ),
    ...gaps.map(({ code, path, detail }) => `${code} ${path} ${/\d+/.exec(detail)}`),
  ];
}

const rows: readonly (readonly [name: string, layers: readonly (readonly LayerLine[])[], says: readonly string[]])[] = [
  ['what is installed says which file names it; what is not is no package', [[rope, locked]], ['rope@1.0.0 0:app/yarn.lock']],
  ['from another layer', [[locked], [rope]], ['rope@1.0.0 0:app/yarn.lock']],
  [
    'in another version',
    [[module('app/node_modules', 'rope', '2.0.0'), locked]],
    ['rope@2.0.0', 'packages-not-installed app/yarn.lock 2'],
  ],
  ['a part of the project', [[module('app/parts/winch/node_modules', 'rope', '1.0.0'), locked]], ['rope@1.0.0 0:app/yarn.lock']],
  [
    'in another folder',
    [[module('srv/node_modules', 'rope', '1.0.0'), locked]],
    ['rope@1.0.0', 'packages-not-installed app/yarn.lock 2'],
  ],
  [
    'at the root',
    [[module('node_modules', 'rope', '1.0.0'), lock('yarn.lock', yarn('rope', '1.0.0'))]],
    ['rope@1.0.0 0:yarn.lock'],
  ],
  [
    'two files, and npm’s own of what it installed',
    [[rope, locked], ['app/node_modules/.package-lock.json = {"packages":{"node_modules/rope":{"version":"1.0.0"}}}']],
    ['rope@1.0.0 0:app/yarn.lock 1:app/node_modules/.package-lock.json'],
  ],
  ['removed', [[rope, locked], ['app/.wh.yarn.lock']], ['rope@1.0.0']],
  ['written again', [[rope, locked], [lock('app/yarn.lock', yarn('rope', '1.0.0'))]], ['rope@1.0.0 1:app/yarn.lock']],
  ['nothing of it is installed', [[locked]], ['packages-not-installed app/yarn.lock 2']],
  ['what was installed is gone', [[rope, locked], ['app/.wh.node_modules']], ['packages-not-installed app/yarn.lock 2']],
  ['only what serves development is not installed', [[development]], []],
  ['it names nothing', [['app/yarn.lock = # none']], []],
  ['a copy inside a package', [[rope, lock('app/node_modules/rope/yarn.lock', yarn('rope', '1.0.0'))]], ['rope@1.0.0']],
];
for (const [name, layers, says] of rows) test(`lock files: ${name}`, () => assert.deepEqual(fold(...layers), says));

test('lock files: images that share a package and differ in the lock file differ in it', () => {
  const [below, above] = layersOf([rope], [locked]);
  assert.ok(below && above);
  const readings = new Map([
    ['0', below],
    ['1', above],
  ]);
  const of = (layers: readonly string[]) => foldLayers({ image: 'i', layers, readings, baseLayers: 0 }).packages[0]?.lockFiles;
  assert.deepEqual([of(['0']), of(['0', '1']), of(['0'])], [undefined, [{ layer: '1', path: 'app/yarn.lock' }], undefined]);
});
