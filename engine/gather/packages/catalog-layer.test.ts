import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { bytesOf } from '../../formats/content.ts';
import { createTarParser } from '../../formats/tar/parse-tar.ts';
import { type TarInput, writeTar } from '../../formats/tar/write-tar.ts';
import { catalogLayer } from './catalog-layer.ts';
import type { Cataloger } from './cataloger.ts';
import { memorySpool } from './memory-spool.ts';

const about = { title: '', source: 'https://example.test', reads: [], limits: [] };
/** Reads files named `db`: each word is a package. `!` crashes it. */
const names: Cataloger = {
  id: 'names',
  about,
  maxBytes: 100_000,
  wants: ({ path }) => /(^|\/)db$/.test(path),
  read({ path, content }) {
    const text = Buffer.from(bytesOf(content)).toString();
    if (text.startsWith('!')) throw new Error('no');
    const words = text.split(/\s+/).filter((word) => word !== '');
    return {
      items: words.map((name) => ({
        type: 'npm',
        name: name.slice(0, 20),
        version: '1',
        scheme: 'semver',
        certainty: 'certain',
        path,
      })),
      gaps: text.includes('?') ? [{ code: 'odd', unit: 'names', path: `${path}!/inner`, detail: '' }] : [],
    };
  },
};
/** Reads files that begin with `ELF`. */
const heads: Cataloger = { ...names, id: 'heads', wants: ({ head }) => Buffer.from(head).toString('latin1').startsWith('ELF') };
const crashing: Cataloger = {
  ...names,
  id: 'crashing',
  wants: ({ path }) => {
    if (path === 'crash') throw new Error('no');
    return false;
  },
};

function run(entries: readonly TarInput[], options: { linkTargets?: readonly string[]; mostPackages?: number } = {}) {
  const spool = memorySpool();
  const catalog = catalogLayer({ catalogers: [names, heads, crashing], spool, memoryBytes: 1000, ...options });
  const parser = createTarParser({ entry: (entry) => catalog.entry(entry), gap: (gap) => assert.fail(gap.detail) });
  parser.push(writeTar(entries));
  parser.end();
  const { found, gaps, again, complete } = catalog.end();
  assert.equal(spool.open(), 0, 'every spooled file was given back');
  return {
    found: found.map(
      (file) => `${file.cataloger} ${file.path}: ${file.packages.map((item) => `${item.name} in ${item.path}`).join(', ')}`,
    ),
    gaps: gaps.map((gap) => `${gap.code} ${gap.path}`),
    again,
    complete,
  };
}

const db = { path: 'a/db', content: 'x' };
const rows: readonly (readonly [
  name: string,
  entries: readonly TarInput[],
  found: readonly string[],
  gaps?: readonly string[],
  again?: readonly string[],
])[] = [
  ['a file that is wanted by name', [db, { path: 'other', content: 'y' }], ['names a/db: x in a/db']],
  ['a file that is wanted by its first bytes', [{ path: 'bin', content: 'ELF y' }], ['heads bin: ELF in bin, y in bin']],
  ['an empty database is told', [{ path: 'db' }], ['names db: ']],
  [
    'a file above the memory threshold is spooled',
    [{ path: 'db', content: 'x'.repeat(5000) }],
    [`names db: ${'x'.repeat(20)} in db`],
  ],
  ['a file above the limit is not read', [{ path: 'db', content: Buffer.alloc(100_001) }], [], ['too-large db']],
  ['a cataloger that throws', [{ path: 'db', content: '!' }, db], ['names a/db: x in a/db'], ['unit-crashed db']],
  ['a cataloger that throws when asked', [{ path: 'crash', content: 'x' }], [], ['unit-crashed crash']],
  ['ordered by path', [{ path: 'b/db' }, { path: 'a/db' }], ['names a/db: ', 'names b/db: ']],
  ['the later of two entries', [db, { path: 'a/db', content: 'y' }], ['names a/db: y in a/db']],
  ['a file that a link replaces', [db, { path: 'a/db', type: '2', target: '/nowhere' }], [], ['link-unresolved a/db']],
  [
    'a hard link to a wanted file',
    [
      { path: 'a/db', content: 'x?' },
      { path: 'b/db', type: '1', target: 'a/db' },
    ],
    ['names a/db: x? in a/db', 'names b/db: x? in b/db'],
    ['odd a/db!/inner', 'odd b/db!/inner'],
  ],
  ['a hard link nobody wants', [{ path: 'x' }, { path: 'y', type: '1', target: 'x' }], []],
  [
    'a hard link to a file that had gone by',
    [
      { path: 'x', content: 'p' },
      { path: 'db', type: '1', target: 'x' },
    ],
    [],
    [],
    ['x'],
  ],
  [
    'a hard link to a hard link',
    [
      { path: 'x', content: 'p' },
      { path: 'y', type: '1', target: 'x' },
      { path: 'db', type: '1', target: 'y' },
    ],
    [],
    [],
    ['x'],
  ],
  ['a hard link into another layer', [{ path: 'db', type: '1', target: 'x' }], [], ['link-unresolved db']],
  [
    'a symlink to a file of the layer',
    [
      { path: 'a/db', type: '2', target: '../x' },
      { path: 'x', content: 'p' },
    ],
    [],
    [],
    ['x'],
  ],
  ['a symlink to a wanted file is an alias', [db, { path: 'b/db', type: '2', target: '/a/db' }], ['names a/db: x in a/db']],
  ['a symlink to a wanted path of another layer is an alias', [{ path: 'b/db', type: '2', target: '/a/db' }], []],
  ['a symlink of a folder', [{ path: 'b', type: '2', target: 'a' }], []],
  [
    'symlinks in a circle',
    [
      { path: 'a/db', type: '2', target: '../b/db' },
      { path: 'b/db', type: '2', target: '../a/db' },
    ],
    [],
    ['link-unresolved a/db', 'link-unresolved b/db'],
  ],
];
for (const [name, entries, found, gaps = [], again = []] of rows) {
  test(`catalog: ${name}`, () => assert.deepEqual(run(entries), { found, gaps, again, complete: true }));
}

test('catalog: a second pass reads what links lead to', () => {
  const entries = [
    { path: 'x', content: 'p' },
    { path: 'db', type: '1', target: 'x' },
    { path: 'a/db', type: '2', target: '../x' },
  ];
  const first = run(entries);
  assert.deepEqual(run(entries, { linkTargets: first.again }), {
    found: ['names a/db: p in a/db', 'names db: p in db'],
    gaps: [],
    again: [],
    complete: true,
  });
});

test('catalog: a file that is cut off is not read, and nothing stays spooled', () => {
  const spool = memorySpool();
  const catalog = catalogLayer({ catalogers: [names], spool, memoryBytes: 10 });
  const parser = createTarParser({ entry: (entry) => catalog.entry(entry), gap: () => {} });
  parser.push(writeTar([{ path: 'db', content: 'x'.repeat(900) }]).subarray(0, 700));
  assert.equal(parser.end(), false);
  assert.deepEqual([catalog.end().found, spool.open()], [[], 0]);
});

test('catalog: a large file is not read for links without end', () => {
  const content = 'p'.repeat(90_000);
  const entries = [
    { path: 'x', content },
    ...Array.from({ length: 200 }, (_, index) => ({ path: `${index}/db`, type: '2', target: '../x' })),
  ];
  const { found, gaps } = run(entries, { linkTargets: ['x'] });
  assert.deepEqual([found.length, gaps.length, gaps[0]?.split(' ')[0]], [187, 13, 'link-unresolved']);
});

const link = (path: string, type: '1' | '2', target = 'a/db') => ({ path, type, target });
const limited: readonly (readonly [name: string, entries: readonly TarInput[], found: readonly string[], isOver: boolean])[] = [
  [
    'as many as the limit',
    [{ path: 'db', content: 'a b' }, { path: 'e/db' }],
    ['names db: a in db, b in db', 'names e/db: '],
    false,
  ],
  [
    'one database with more',
    [{ path: 'db', content: 'a b c d' }, { path: 'e/db' }],
    ['names db: a in db, b in db, c in db'],
    true,
  ],
  [
    'more in several',
    ['1', '2', '3', '4', '5'].map((path) => ({ path: `${path}/db`, content: path })),
    ['1', '2', '3'].map((path) => `names ${path}/db: ${path} in ${path}/db`),
    true,
  ],
  [
    'hard links to one',
    [db, ...['b', 'c', 'd', 'e'].map((path) => link(`${path}/db`, '1'))],
    ['a', 'b', 'c'].map((path) => `names ${path}/db: x in ${path}/db`),
    true,
  ],
  [
    'symlinks, which are aliases',
    [db, ...['b', 'c', 'd', 'e'].map((path) => link(`${path}/db`, '2', '/a/db'))],
    ['names a/db: x in a/db'],
    false,
  ],
  [
    'a path that is replaced beyond the limit',
    [
      { path: 'db', content: 'a b c d' },
      { path: 'db', content: 'e' },
    ],
    [],
    true,
  ],
];
for (const [name, entries, found, isOver] of limited) {
  test(`catalog: no more packages than the limit: ${name}`, () => {
    const gaps = isOver ? ['too-many-packages undefined'] : [];
    assert.deepEqual(run(entries, { mostPackages: 3 }), { found, gaps, again: [], complete: !isOver });
  });
}
