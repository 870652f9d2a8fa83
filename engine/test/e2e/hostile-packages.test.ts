import { after, test } from 'node:test';
import type { TarInput } from '../../formats/tar/write-tar.ts';
import { smallBeyond } from '../hostile-cost.ts';
import { layerOf } from '../hostile-layer.ts';
import { assertClean, assertTold, type HostileCase, makeHostileWorld } from '../hostile-world.ts';
import { debianFiles } from '../sample-debian.ts';

const world = await makeHostileWorld('hostile-packages');
after(() => world.folders.remove());

const usual = await world.scan({});
assertClean(usual);
const assertSmall = smallBeyond(usual);

const system: readonly TarInput[] = Object.entries(debianFiles({ buoy: '1.0' })).map(([path, content]) => ({ path, content }));
const installed = (index: number) => `app/node_modules/p${index}/package.json`;
const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));
/** The limit is a tenth of what the layer holds, or less. */
const telling = (entries: readonly TarInput[]): HostileCase => ({
  ...layerOf(...system, ...entries),
  configuration: 'limits: { layerPackages: 5000 }',
});
const tooMany = /too-many-packages[\s\S]*it tells more than 5000 packages/;

const told: readonly (readonly [name: string, hostile: () => HostileCase, says: RegExp])[] = [
  [
    'fifty thousand packages',
    () => telling(times(50_000, (index) => ({ path: installed(index), content: `{"name":"p${index}","version":"1.0.0"}` }))),
    tooMany,
  ],
  [
    'fifty thousand hard links to one package',
    () =>
      telling([
        { path: installed(0), content: '{"name":"p","version":"1.0.0"}' },
        ...times(50_000, (index) => ({ path: installed(index + 1), type: '1', target: installed(0) })),
      ]),
    tooMany,
  ],
  [
    'fifty thousand packages that are broken',
    () => telling(times(50_000, (index) => ({ path: installed(index), content: '{"name":' }))),
    tooMany,
  ],
  [
    'a database of half a million packages',
    () => telling([{ path: 'lib/apk/db/installed', content: times(500_000, (index) => `P:p${index}\nV:1\n\n`).join('') }]),
    tooMany,
  ],
  [
    'twenty thousand links to a large file',
    () =>
      telling([
        { path: 'app/x', content: `{"x":[${'1,'.repeat(250_000)}1]}` },
        ...times(20_000, (index) => ({ path: installed(index), type: '2', target: '/app/x' })),
      ]),
    /it is one of many links to app\/x/,
  ],
];

for (const [name, make, says] of told) {
  test(`${name}: told, and the rest is not read, at little cost`, async () => {
    const hostile = make();
    const run = await world.scan(hostile);
    assertTold(run, says);
    assertSmall(run, hostile);
  });
}
