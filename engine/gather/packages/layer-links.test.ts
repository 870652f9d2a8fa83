import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cataloger } from './cataloger.ts';
import { findMissedLink, followLinks, type Link } from './layer-links.ts';

const wanting: Cataloger = {
  id: 'db',
  about: { title: 'db', source: '', reads: [], limits: [] },
  maxBytes: 1,
  wants: ({ path }) => path === 'db',
  read: () => ({ items: [], gaps: [] }),
};
const chain = (length: number): [string, Link][] =>
  Array.from({ length }, (_, index) => [`link-${index}`, { kind: 'symlink', target: `link-${index + 1}` }]);

const rows: readonly (readonly [name: string, others: readonly [string, Link][], target: string, says: RegExp])[] = [
  ['a link into another layer', [], 'x', /a symlink to x, which this layer does not hold/],
  ['a link in a circle', [['x', { kind: 'symlink', target: 'db' }]], 'x', /leads in a circle/],
  ['a link over too many links', chain(41), 'link-0', /over more than 40 links/],
];
for (const [name, others, target, says] of rows) {
  test(`links: ${name} is told as what it is`, () => {
    const link: Link = { kind: 'symlink', target };
    const end = followLinks(link, new Map([['db', link], ...others]));
    assert.match(findMissedLink('db', link, end, [wanting])?.detail ?? '', says);
  });
}
