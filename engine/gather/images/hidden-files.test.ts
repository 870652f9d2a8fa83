import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LayerLine, layerOf } from '../../test/layer-of.ts';
import { findHiddenFiles } from './hidden-files.ts';
import { placeLayers } from './place-layers.ts';

/** Files of each layer as they stand in the image; those that are hidden in brackets. */
const rows: readonly (readonly [name: string, layers: readonly (readonly LayerLine[])[], expected: readonly string[]])[] = [
  ['nothing', [['a'], ['b']], ['a', 'b']],
  ['replaced', [['a', 'b'], ['a']], ['[a] b', 'a']],
  ['removed', [['d/a', 'd/b'], ['d/.wh.a']], ['[d/a] d/b', '']],
  ['removed with its directory', [['d/a'], ['.wh.d']], ['[d/a]', '']],
  ['an opaque directory', [['d/a'], ['d/.wh..wh..opq', 'd/b']], ['[d/a]', 'd/b']],
  ['replaced by a directory', [['d'], ['d/a']], ['[d]', 'd/a']],
  ['a layer further up', [['a'], ['b'], ['a']], ['[a]', 'b', 'a']],
  ['a link replaces a file', [['a'], ['a -> b']], ['[a]', '']],
  ['below a link', [['usr/x', 'l -> usr'], ['l/x']], ['[usr/x]', 'usr/x']],
];

for (const [name, layers, expected] of rows)
  test(`hidden files: ${name}`, () => {
    const stack = placeLayers(layers.map((lines, at) => layerOf(String(at), lines, { fileDigests: true })));
    const said = stack.map((layer, index) => {
      const hidden = new Set(findHiddenFiles(stack, index));
      return (layer?.fileDigests?.paths ?? []).map((path, place) => (hidden.has(place) ? `[${path}]` : path)).join(' ');
    });
    assert.deepEqual(said, expected);
  });

test('what owns files goes with them to where a link leads', () => {
  const list = 'var/lib/dpkg/info/a.list = /l/z\n/l/x\n';
  const [, layer] = placeLayers(
    [
      ['usr/', 'l -> usr'],
      ['a', 'l/x', 'l/z', list],
    ].map((lines, at) => layerOf(String(at), lines, { fileDigests: true })),
  );
  const { paths = [], owners = [] } = layer?.fileDigests ?? {};
  assert.deepEqual(
    owners.map(({ name, files }) => [name, files.map((place) => paths[place])]),
    [['a', ['usr/x', 'usr/z']]],
  );
});
