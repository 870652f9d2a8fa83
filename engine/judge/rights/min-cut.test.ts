import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createGraph, findShortestPath } from './identity-graph.ts';
import { findMinCut } from './min-cut.ts';

type Link = readonly [from: number, to: number, sort: 'given' | 'inherent'];

function graphOf(links: readonly Link[]) {
  const graph = createGraph();
  for (let index = 0; index < 8; index += 1) graph.node(`${index}`);
  for (const [from, to, sort] of links) graph.link(from, to, { sentence: `${from}>${to}`, sort });
  return graph;
}

const rows: readonly { name: string; links: readonly Link[]; cut: readonly string[] | undefined }[] = [
  { name: 'nothing, where there is no way', links: [[0, 1, 'given']], cut: [] },
  {
    name: 'the last of a chain',
    links: [
      [0, 1, 'given'],
      [1, 7, 'given'],
    ],
    cut: ['1>7'],
  },
  {
    name: 'what two ways share',
    links: [
      [0, 1, 'given'],
      [0, 2, 'given'],
      [1, 3, 'inherent'],
      [2, 3, 'inherent'],
      [3, 7, 'given'],
    ],
    cut: ['3>7'],
  },
  {
    name: 'both of two ways',
    links: [
      [0, 1, 'given'],
      [0, 2, 'given'],
      [1, 7, 'inherent'],
      [2, 7, 'inherent'],
    ],
    cut: ['0>1', '0>2'],
  },
  {
    name: 'nothing that helps, where a way is inherent',
    links: [
      [0, 1, 'inherent'],
      [1, 7, 'inherent'],
      [0, 7, 'given'],
    ],
    cut: undefined,
  },
];

for (const { name, links, cut } of rows) {
  test(`the smallest cut is ${name}`, () => {
    const found = findMinCut(graphOf(links), [0], new Set([7]));
    assert.deepEqual(
      found?.map(({ words }) => words.sentence),
      cut,
    );
  });
}

test('without the cut there is no way, and no smaller cut is one', () => {
  const node = fc.integer({ min: 0, max: 7 });
  const link = fc.tuple(node, node, fc.constantFrom('given' as const, 'given' as const, 'inherent' as const));
  const isOpen = (links: readonly Link[]) => findShortestPath(graphOf(links), 0, new Set([7])) !== undefined;
  fc.assert(
    fc.property(fc.uniqueArray(link, { maxLength: 14, selector: ([from, to]) => `${from}>${to}` }), (links) => {
      const cut = findMinCut(graphOf(links), [0], new Set([7]))?.map(({ words }) => words.sentence);
      if (!cut) return assert.ok(isOpen(links.filter(([, , sort]) => sort === 'inherent')));
      const left = links.filter(([from, to]) => !cut.includes(`${from}>${to}`));
      assert.ok(!isOpen(left));
      assert.equal(isOpen(links), cut.length > 0);
      const given = links.filter(([, , sort]) => sort === 'given');
      if (cut.length === 2) for (const one of given) assert.ok(isOpen(links.filter((each) => each !== one)));
    }),
  );
});
