import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGraph, findShortestPath } from './identity-graph.ts';

type Link = readonly [from: string, to: string, doubt?: 'doubt'];

const rows: readonly (readonly [name: string, links: readonly Link[], way: string | undefined])[] = [
  ['no way', [['start', 'a']], undefined],
  [
    'the shorter of two',
    [
      ['start', 'a'],
      ['a', 'goal'],
      ['start', 'goal'],
    ],
    'start goal',
  ],
  [
    'a longer way without a doubt',
    [
      ['start', 'goal', 'doubt'],
      ['start', 'a'],
      ['a', 'goal'],
    ],
    'start a goal',
  ],
  [
    'one with a doubt where there is no other',
    [
      ['start', 'a'],
      ['a', 'goal', 'doubt'],
    ],
    'start a goal',
  ],
  ['a circle', [['start', 'start']], undefined],
];

for (const [name, links, expected] of rows)
  test(`way: ${name}`, () => {
    const graph = createGraph();
    for (const [from, to, doubt] of links)
      graph.link(graph.node(from), graph.node(to), { sentence: '', sort: 'given', ...(doubt && { doubt }) });
    const way = findShortestPath(graph, graph.node('start'), new Set([graph.node('goal')]));
    assert.equal(way && ['start', ...way.map(({ to }) => graph.labels[to])].join(' '), expected);
  });
