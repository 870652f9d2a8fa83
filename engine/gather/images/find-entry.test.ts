import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LayerLine, layersOf } from '../../test/layer-of.ts';
import { toFact } from './file-fact.ts';
import { findStandingEntry, type LayerStack, resolveEntry } from './find-entry.ts';
import { placeLayers } from './place-layers.ts';

const owned = (path: string, mode: number, uid: number, type = '5'): LayerLine => ({ path, type, mode, uid, gid: uid });

function tell(stack: LayerStack, path: string): string {
  const found = resolveEntry(placeLayers(stack), path);
  if (found.kind !== 'found') return found.kind;
  const { path: at, kind, mode, uid } = found.entry;
  return `${at || '/'} ${kind} ${mode.toString(8)} ${uid} in ${found.layer}`;
}

const rows: readonly (readonly [name: string, layers: readonly (readonly LayerLine[])[], path: string, expected: string])[] = [
  ['a file', [['a/b']], '/a/b', 'a/b file 644 0 in 0'],
  ['without a leading slash', [['a']], 'a', 'a file 644 0 in 0'],
  ['nothing', [['a']], '/b', 'missing'],
  ['below a file', [['a']], '/a/b', 'missing'],
  ['the root that nobody states', [['a']], '/', '/ directory 755 0 in 0'],
  ['the root as stated', [[owned('./', 0o700, 5)]], '/', '/ directory 700 5 in 0'],
  ['a directory that nobody states', [['a/b']], '/a', 'a directory 755 0 in 0'],
  ['a directory', [[owned('a/', 0o700, 7)]], '/a', 'a directory 700 7 in 0'],
  ['a directory stated again', [[owned('a/', 0o700, 7)], [owned('a/', 0o750, 8)]], '/a', 'a directory 750 8 in 1'],
  ['a directory that a later layer only fills', [[owned('a/', 0o700, 7)], ['a/b']], '/a', 'a directory 700 7 in 0'],
  ['replaced', [['a'], [owned('a', 0o600, 3, '0')]], '/a', 'a file 600 3 in 1'],
  ['the last of one layer', [['a', owned('a', 0o600, 3, '0')]], '/a', 'a file 600 3 in 0'],
  ['removed', [['a/b'], ['a/.wh.b']], '/a/b', 'missing'],
  ['removed with its directory', [['a/b'], ['.wh.a']], '/a/b', 'missing'],
  ['removed and there again', [['a/b'], ['.wh.a', 'a/c']], '/a/c', 'a/c file 644 0 in 1'],
  [
    'a directory removed and there again loses its owner',
    [[owned('a/', 0o700, 7)], ['.wh.a', 'a/c']],
    '/a',
    'a directory 755 0 in 1',
  ],
  ['a whiteout of its own layer', [['x'], ['a', '.wh.a']], '/a', 'a file 644 0 in 1'],
  ['an opaque directory', [['a/b'], ['a/.wh..wh..opq', 'a/c']], '/a/b', 'missing'],
  ['an opaque directory stays', [[owned('a/', 0o700, 7), 'a/b'], ['a/.wh..wh..opq']], '/a', 'a directory 700 7 in 0'],
  ['a directory that became a file', [['a/b'], ['a']], '/a/b', 'missing'],
  ['a file that became a directory', [['a'], ['a/']], '/a', 'a directory 755 0 in 1'],
  ['case', [['A']], '/a', 'missing'],
  ['a link', [['a', 'b -> a']], '/b', 'a file 644 0 in 0'],
  ['an absolute link', [['d/a', 'd/b -> /d/a']], '/d/b', 'd/a file 644 0 in 0'],
  ['a link out of the root', [['a', 'd/b -> ../../../a']], '/d/b', 'a file 644 0 in 0'],
  ['a link to a lower layer', [['a'], ['b -> a']], '/b', 'a file 644 0 in 0'],
  ['a link to a higher layer', [['b -> a'], ['a']], '/b', 'a file 644 0 in 1'],
  ['a directory link on the way', [['usr/bin/sh', 'bin -> usr/bin']], '/bin/sh', 'usr/bin/sh file 644 0 in 0'],
  ['dots after a link', [['usr/bin/sh', 'usr/x', 'bin -> usr/bin']], '/bin/../x', 'usr/x file 644 0 in 0'],
  ['a chain', [['a', 'b -> a', 'c -> b', 'd -> c']], '/d', 'a file 644 0 in 0'],
  ['a circle', [['a -> b', 'b -> a']], '/a', 'missing'],
  ['a link to nothing', [['a -> b']], '/a', 'missing'],
  ['a hard link', [['a', 'b => a']], '/b', 'b hardlink 644 0 in 0'],
  ['a device', [[owned('null', 0o666, 0, '3')]], '/null', 'null other 666 0 in 0'],
  [
    'a file put below a link of a lower layer',
    [['usr/lib/', 'lib -> usr/lib'], ['lib/x']],
    '/usr/lib/x',
    'usr/lib/x file 644 0 in 1',
  ],
  ['the same through the link', [['usr/lib/', 'lib -> usr/lib'], ['lib/x']], '/lib/x', 'usr/lib/x file 644 0 in 1'],
  ['over what stands there', [['usr/lib/x', 'lib -> usr/lib'], ['lib/x']], '/lib/x', 'usr/lib/x file 644 0 in 1'],
  ['a whiteout below a link', [['usr/lib/x', 'lib -> usr/lib'], ['lib/.wh.x']], '/usr/lib/x', 'missing'],
  [
    'an opaque link',
    [
      ['usr/lib/x', 'lib -> usr/lib'],
      ['lib/.wh..wh..opq', 'lib/y'],
    ],
    '/usr/lib/x',
    'missing',
  ],
  [
    'a directory in place of a link',
    [
      ['usr/lib/x', 'lib -> usr/lib'],
      ['lib/', 'lib/y'],
    ],
    '/usr/lib/y',
    'missing',
  ],
  ['a link of its own layer', [['usr/', 'l -> usr', 'l/x']], '/usr/x', 'usr/x file 644 0 in 0'],
  ['links below links', [['a/b/', 'l -> a', 'a/m -> b'], ['l/m/x']], '/a/b/x', 'a/b/x file 644 0 in 1'],
];

for (const [name, layers, path, expected] of rows) {
  test(`entry: ${name}`, () => assert.equal(tell(layersOf(...layers), path), expected));
}

test('entry: a layer that was not read makes it unknown, but for what later layers say', () => {
  const [below, above] = layersOf(['a', 'd/'], ['b']);
  const stack = [below, undefined, above];
  assert.deepEqual(
    ['a', 'b', 'd', 'c'].map((path) => findStandingEntry(stack, path).kind),
    ['unknown', 'found', 'unknown', 'unknown'],
  );
});

test('entry: a layer that breaks off makes unknown what it does not hold', () => {
  const [below, above] = layersOf(['a', 'c'], ['b']);
  const stack = [below, above && { ...above, complete: false }];
  assert.deepEqual(
    ['a', 'b'].map((path) => findStandingEntry(stack, path).kind),
    ['unknown', 'found'],
  );
});

test('entry: a fact says where a link led', () => {
  assert.deepEqual(toFact(layersOf(['usr/bin/sh', 'bin -> usr/bin']), '/bin/sh'), {
    state: 'found',
    path: '/bin/sh',
    resolved: 'usr/bin/sh',
    kind: 'file',
    mode: 0o644,
    uid: 0,
    gid: 0,
  });
});

/** What a runtime would have on the disk, by the plainest means. */
function unpack(layers: readonly (readonly string[])[]): Map<string, string> {
  const disk = new Map<string, string>();
  const remove = (path: string) => {
    for (const each of [...disk.keys()]) if (each === path || each.startsWith(`${path}/`)) disk.delete(each);
  };
  for (const lines of layers) {
    for (const line of lines) {
      const [, folder = '', name = ''] = /^(.*\/)?([^/]+)\/?$/.exec(line) ?? [];
      if (name === '.wh..wh..opq') for (const each of [...disk.keys()]) if (each.startsWith(folder)) disk.delete(each);
      if (name.startsWith('.wh.') && name !== '.wh..wh..opq') remove(folder + name.slice(4));
    }
    for (const line of lines.filter((each) => !each.includes('.wh.'))) {
      const path = line.replace(/\/$/, '');
      const parts = path.split('/');
      for (let at = 1; at < parts.length; at++) {
        const parent = parts.slice(0, at).join('/');
        if (disk.get(parent) === 'file') disk.delete(parent);
        if (!disk.has(parent)) disk.set(parent, 'directory');
      }
      if (!line.endsWith('/')) remove(path);
      disk.set(path, line.endsWith('/') ? 'directory' : 'file');
    }
  }
  return disk;
}

test('property: what stands is what unpacking the layers in order leaves', () => {
  const part = fc.constantFrom('a', 'b', 'c');
  const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const line = fc.tuple(path, fc.constantFrom('', '', '/', 'whiteout', 'opaque')).map(([at, how]) => {
    if (how === 'opaque') return `${at}/.wh..wh..opq`;
    return how === 'whiteout' ? at.replace(/([^/]+)$/, '.wh.$1') : at + how;
  });
  // One layer never holds a file and something below it: archives of real directories cannot.
  const layer = fc.array(line, { maxLength: 6 }).map((lines) => {
    const real = lines.map((each) => each.replace(/\/?(?:\.wh\.\.wh\.\.opq)?$/, '').replace('.wh.', ''));
    return lines.filter(
      (each, index) => !lines.some((other, at) => at !== index && clashes(each, real[index] ?? '', other, real[at] ?? '')),
    );
  });
  fc.assert(
    fc.property(fc.array(layer, { minLength: 1, maxLength: 4 }), (layers) => {
      const disk = unpack(layers);
      const stack = placeLayers(layersOf(...layers));
      for (const at of ['a', 'b', 'a/a', 'a/b', 'b/a', 'a/a/a', 'a/b/c', 'c/c/c', 'c', 'b/b', 'b/b/b']) {
        const found = resolveEntry(stack, at);
        const expected = disk.get(at) ?? 'missing';
        assert.equal(found.kind === 'found' ? found.entry.kind : found.kind, expected, `${at} in ${JSON.stringify(layers)}`);
      }
    }),
    { numRuns: 1000 },
  );
});

/** A file and the same path or something below it, of one layer. */
function clashes(line: string, real: string, other: string, otherReal: string): boolean {
  const isFile = !line.endsWith('/') && !line.includes('.wh.');
  const isOtherFile = !other.endsWith('/') && !other.includes('.wh.');
  if (isFile && otherReal.startsWith(`${real}/`)) return true;
  return isFile && otherReal === real && (!isOtherFile || other.includes('.wh..wh..opq') || line === other);
}
