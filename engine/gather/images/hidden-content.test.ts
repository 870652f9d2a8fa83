import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LayerLine, layersOf } from '../../test/layer-of.ts';
import { resolveEntry } from './find-entry.ts';
import { findHidden } from './hidden-content.ts';
import { placeLayers } from './place-layers.ts';

const rows: readonly (readonly [name: string, layers: readonly (readonly LayerLine[])[], hidden: readonly string[]])[] = [
  ['nothing', [['a = xx'], ['b = x']], ['0', '0']],
  ['replaced', [['a = xx', 'c = x'], ['a = y']], ['2: a 2 by 1', '0']],
  ['replaced in a directory', [['d/a = xx'], ['d/a = y']], ['2: d/a 2 by 1', '0']],
  ['removed', [['d/a = xx'], ['d/.wh.a']], ['2: d/a 2 by 1', '0']],
  ['removed with its directory', [['d/a = xx', 'd/e/b = yyy'], ['.wh.d']], ['5: d 5 by 1', '0']],
  [
    'an opaque directory',
    [
      ['d/a = xx', 'e = y'],
      ['d/.wh..wh..opq', 'd/n = z'],
    ],
    ['2: d 2 by 1', '0'],
  ],
  ['an opaque root', [['d/a = xx', 'e = y'], ['.wh..wh..opq']], ['3:  3 by 1', '0']],
  ['opaque and there again counts once', [['d/a = xx'], ['d/.wh..wh..opq', 'd/a = z']], ['2: d/a 2 by 1', '0']],
  ['twice counts for the first', [['a = xx'], ['a = yyy'], ['.wh.a']], ['2: a 2 by 1', '3: a 3 by 2', '0']],
  ['over two layers', [['d/a = xx'], ['d/b = yyy'], ['.wh.d']], ['2: d 2 by 2', '3: d 3 by 2', '0']],
  ['a directory that became a file', [['d/a = xx'], ['d = y']], ['2: d 2 by 1', '0']],
  ['a file that became a directory', [['d = xx'], ['d/']], ['2: d 2 by 1', '0']],
  ['a file that became a directory with files', [['d = xx'], ['d/e = y']], ['2: d 2 by 1', '0']],
  ['a path that only begins alike', [['da = xx', 'd/a = y'], ['.wh.d']], ['1: d 1 by 1', '0']],
  [
    'links take nothing',
    [
      ['a = xx', 'b => a', 'c -> a'],
      ['.wh.b', '.wh.c'],
    ],
    ['0', '0'],
  ],
  ['below a link', [['usr/x = xx', 'l -> usr'], ['l/x = y']], ['2: usr/x 2 by 1', '0']],
];

for (const [name, layers, expected] of rows) {
  test(`hidden: ${name}`, () => {
    const hidden = findHidden(placeLayers(layersOf(...layers)));
    assert.deepEqual(
      hidden.map((each) =>
        [each?.bytes, ...(each?.largest ?? []).map(({ path, sizeBytes, by }) => ` ${path} ${sizeBytes} by ${by}`)]
          .join(':')
          .trim(),
      ),
      expected,
    );
  });
}

test('hidden: at most ten are told, the largest first, and all are counted', () => {
  const files = Array.from({ length: 20 }, (_, index) => `f${index} = ${'x'.repeat(index)}`);
  const [below] = findHidden(layersOf(files, files));
  assert.deepEqual([below?.bytes, below?.largest.length, below?.largest[0]?.path], [190, 10, 'f19']);
});

test('hidden: a layer that was not read hides nothing and is passed over', () => {
  const [below, above] = layersOf(['a = xx'], ['a = y']);
  assert.deepEqual(
    findHidden([below, undefined, above]).map((each) => each?.bytes),
    [2, undefined, 0],
  );
});

test('property: hidden bytes are those of files that do not stand', () => {
  const path = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const files = fc
    .uniqueArray(path, { maxLength: 5 })
    .map((paths) => paths.filter((each) => !paths.some((other) => other.startsWith(`${each}/`))));
  const gone = fc.array(path, { maxLength: 2 }).map((paths) => paths.map((each) => each.replace(/([^/]+)$/, '.wh.$1')));
  const layer = fc.tuple(files, gone).map(([kept, removed]) => [...kept.map((each) => `${each} = ${each}`), ...removed]);
  fc.assert(
    fc.property(fc.array(layer, { minLength: 1, maxLength: 4 }), (layers) => {
      const stack = placeLayers(layersOf(...layers));
      const hidden = findHidden(stack).map((each) => each?.bytes);
      const expected = stack.map((each, index) =>
        (each?.paths ?? []).reduce((sum, at) => {
          const found = resolveEntry(stack, at);
          const stands = found.kind === 'found' && found.layer === index && found.entry.kind === 'file';
          return sum + (stands ? 0 : at.length);
        }, 0),
      );
      assert.deepEqual(hidden, expected, JSON.stringify(layers));
    }),
    { numRuns: 500 },
  );
});
