import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FoundPackages, LayerReading } from '../../model/layer.ts';
import type { Package } from '../../model/package.ts';
import { foldLayers } from './fold-layers.ts';

const dpkg = 'var/lib/dpkg/status';
const types = { dpkg: 'deb', apk: 'apk', npm: 'npm' } as const;
const schemes = { dpkg: 'dpkg', apk: 'apk', npm: 'semver' } as const;

/** `a@1 b@2` as packages of one file. */
function found(cataloger: keyof typeof types, path: string, list: string): FoundPackages {
  const packages = list
    .split(' ')
    .filter((text) => text !== '')
    .map((text): Package => {
      const [name = '', version = ''] = text.split('@');
      return { type: types[cataloger], name, version, scheme: schemes[cataloger], certainty: 'certain', path };
    });
  return { cataloger, path, packages };
}

type Part = Partial<Omit<LayerReading, 'found'>> & { readonly found?: readonly FoundPackages[] };

function layer(digest: string, part: Part): LayerReading {
  const paths = [...(part.paths ?? []), ...(part.found ?? []).map(({ path }) => path)].sort();
  const empty = {
    whiteouts: [],
    opaque: [],
    found: [],
    distributions: [],
    gaps: [],
    complete: true,
    compressedBytes: 0,
    uncompressedBytes: 0,
  };
  return { digest, diffId: digest, ...empty, ...part, paths: [...new Set(paths)] };
}

/** Layers are named 0, 1, 2 …; what stands is told as `name@version layers`. */
function fold(...parts: readonly Part[]) {
  const readings = new Map(parts.map((part, index) => [String(index), layer(String(index), part)]));
  const folded = foldLayers({ image: 'i', layers: [...readings.keys()], readings, baseLayers: 1 });
  return {
    stands: folded.packages.map(
      (item) =>
        `${item.name}@${item.version} ${item.places.map((place) => place.layer).join('+')}${item.fromBase ? ' base' : ''}`,
    ),
    gaps: folded.gaps.map((gap) => gap.code).filter((code) => code !== 'distribution-unknown'),
  };
}

const base: Part = { found: [found('dpkg', dpkg, 'a@1 b@1')] };
const modules = 'app/node_modules/x/package.json';
const rows: readonly (readonly [name: string, parts: readonly Part[], stands: readonly string[], gaps?: readonly string[]])[] = [
  ['one layer', [base], ['a@1 0 base', 'b@1 0 base']],
  [
    'a later database replaces, and what stays keeps its layer',
    [base, { found: [found('dpkg', dpkg, 'a@1 b@2 c@1')] }],
    ['a@1 0 base', 'b@2 1', 'c@1 1'],
  ],
  ['over three layers', [base, { found: [found('dpkg', dpkg, 'a@1 c@1')] }, { found: [found('dpkg', dpkg, 'c@1')] }], ['c@1 1']],
  [
    'a layer that has nothing to do with it',
    [base, { paths: ['etc/x'], whiteouts: ['etc/y'], opaque: ['opt'] }],
    ['a@1 0 base', 'b@1 0 base'],
  ],
  ['the database is whited out', [base, { whiteouts: [dpkg] }], [], ['database-deleted']],
  ['its folder is whited out', [base, { whiteouts: ['var/lib'] }], [], ['database-deleted']],
  ['its folder is opaque', [base, { opaque: ['var/lib'] }], [], ['database-deleted']],
  ['the root is opaque', [base, { opaque: [''] }], [], ['database-deleted']],
  [
    'a path that only begins alike',
    [base, { whiteouts: ['var/li', 'var/lib/dpkg/stat'], opaque: ['va'] }],
    ['a@1 0 base', 'b@1 0 base'],
  ],
  ['a new database beside the whiteout', [base, { opaque: ['var/lib/dpkg'], found: [found('dpkg', dpkg, 'c@1')] }], ['c@1 1']],
  ['replaced by no database', [base, { paths: [dpkg] }], [], ['database-replaced']],
  ['emptied', [base, { found: [found('dpkg', dpkg, '')] }], [], ['database-replaced']],
  ['its folder becomes a link', [base, { paths: ['var/lib'] }], [], ['database-replaced']],
  ['it becomes a folder', [base, { paths: [`${dpkg}/x`] }], [], ['database-replaced']],
  [
    'it moves within a layer',
    [
      { found: [found('apk', 'lib/apk/db/installed', 'a@1')] },
      { paths: ['lib'], found: [found('apk', 'usr/lib/apk/db/installed', 'a@1 b@1')] },
    ],
    ['a@1 0 base', 'b@1 1'],
  ],
  [
    'one of many single files goes',
    [
      { found: [found('dpkg', 'var/lib/dpkg/status.d/a', 'a@1'), found('dpkg', 'var/lib/dpkg/status.d/b', 'b@1')] },
      { whiteouts: ['var/lib/dpkg/status.d/a'] },
    ],
    ['b@1 0 base'],
    ['database-deleted'],
  ],
  [
    'an application package goes without a gap',
    [{ found: [found('npm', modules, 'x@1')] }, { whiteouts: ['app/node_modules'] }],
    [],
  ],
  [
    'an application package is replaced',
    [{ found: [found('npm', modules, 'x@1')] }, { found: [found('npm', modules, 'x@2')] }],
    ['x@2 1'],
  ],
  [
    'one package in two places',
    [{ found: [found('npm', modules, 'x@1')] }, { found: [found('npm', 'srv/node_modules/x/package.json', 'x@1')] }],
    ['x@1 0+1'],
  ],
  [
    'deleted and installed again',
    [base, { whiteouts: [dpkg] }, { found: [found('dpkg', dpkg, 'a@1')] }],
    ['a@1 2'],
    ['database-deleted'],
  ],
  ['an incomplete layer', [base, { complete: false }], ['a@1 0 base', 'b@1 0 base'], ['layer-unread']],
  [
    'a gap in a file that is gone',
    [{ ...base, gaps: [{ code: 'x', unit: 'u', path: 'a/b.jar!/c', detail: '' }] }, { whiteouts: ['a'] }],
    ['a@1 0 base', 'b@1 0 base'],
  ],
  [
    'a gap in a file that stands',
    [{ ...base, gaps: [{ code: 'x', unit: 'u', path: 'a/b.jar!/c', detail: '' }] }, { whiteouts: ['b'] }],
    ['a@1 0 base', 'b@1 0 base'],
    ['x'],
  ],
];
for (const [name, parts, stands, gaps = []] of rows) {
  test(`fold: ${name}`, () => assert.deepEqual(fold(...parts), { stands, gaps }));
}

test('fold: a layer without a reading is a gap', () => {
  const folded = foldLayers({ image: 'i', layers: ['x'], readings: new Map(), baseLayers: 0 });
  assert.deepEqual(
    folded.gaps.map(({ code, image, layer: digest }) => [code, image, digest]),
    [['layer-unread', 'i', 'x']],
  );
});

const says = (id: string, path = 'etc/os-release') => ({ distributions: [{ id, like: [], path }], paths: [path] });
const distributions: readonly (readonly [name: string, parts: readonly Part[], id: string | undefined])[] = [
  ['the topmost', [says('a'), says('b')], 'b'],
  ['etc before usr', [says('a'), says('b', 'usr/lib/os-release')], 'a'],
  [
    'etc became a link',
    [says('a'), { paths: ['etc/os-release'], distributions: [{ id: 'b', like: [], path: 'usr/lib/os-release' }] }],
    'b',
  ],
  ['only deleted', [says('a'), { whiteouts: ['etc/os-release'] }], 'a'],
  ['none', [{}], undefined],
];
for (const [name, parts, id] of distributions) {
  test(`distribution: ${name}`, () => {
    const readings = new Map(parts.map((part, index) => [String(index), layer(String(index), part)]));
    assert.equal(foldLayers({ image: 'i', layers: [...readings.keys()], readings, baseLayers: 0 }).distribution?.id, id);
  });
}

test('distribution: packages of one without it are a gap, others are not', () => {
  const codes = (part: Part) =>
    foldLayers({ image: 'i', layers: ['0'], readings: new Map([['0', layer('0', part)]]), baseLayers: 0 }).gaps.map(
      (gap) => gap.code,
    );
  assert.deepEqual(codes(base), ['distribution-unknown']);
  assert.deepEqual(codes({ found: [found('npm', modules, 'x@1')] }), []);
});

test('property: an empty layer changes nothing, and every package has a place', () => {
  const path = fc.constantFrom('a/db', 'a/b/db', 'b/db', 'a', 'b');
  const part = fc.record({
    whiteouts: fc.array(path, { maxLength: 1 }),
    opaque: fc.array(path, { maxLength: 1 }),
    paths: fc.array(path, { maxLength: 1 }),
    found: fc
      .array(fc.tuple(fc.constantFrom('dpkg' as const), path, fc.constantFrom('x@1', 'x@2', 'x@1 y@1', '')), { maxLength: 2 })
      .map((list) => list.map(([id, where, what]) => found(id, where, what))),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const folded = fold(...parts);
      assert.deepEqual(fold(...parts, {}), folded);
      assert.deepEqual(new Set(folded.stands).size, folded.stands.length);
      for (const text of folded.stands) assert.match(text, /@\d \d/);
    }),
  );
});

test('a document that lists a package without its source adds a place, not a package', () => {
  const stated: Package = {
    type: 'apk',
    name: 'libcrypto3',
    version: '3.1-r0',
    scheme: 'apk',
    certainty: 'likely',
    path: 'sbom',
  };
  const installed: Package = { ...stated, source: { name: 'openssl', version: '3.1-r0' }, certainty: 'certain', path: 'db' };
  const files = [stated, installed].map((item) => ({ cataloger: item.path, path: item.path, packages: [item] }));
  const readings = new Map([['0', layer('0', { found: files })]]);
  const { packages } = foldLayers({ image: 'i', layers: ['0'], readings, baseLayers: 0 });
  assert.deepEqual(
    packages.map(({ purl, certainty, places }) => [purl, certainty, places.map(({ path }) => path)]),
    [['pkg:apk/libcrypto3@3.1-r0?upstream=openssl', 'certain', ['db', 'sbom']]],
  );
});
