import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalizePath } from './normalize-path.ts';
import { createTarParser } from './parse-tar.ts';
import { defaultTarLimits, type TarLimits } from './tar-entry.ts';
import { paxHeader, type TarInput, writeTar } from './write-tar.ts';

interface Told {
  /** `kind path [-> target] [= content]`, in order. */
  readonly entries: string[];
  readonly gaps: string[];
  readonly whole: boolean;
}

function tell(bytes: Uint8Array, { limits = defaultTarLimits, cuts = [] as readonly number[] } = {}): Told {
  const entries: string[] = [];
  const gaps: string[] = [];
  const parser = createTarParser(
    {
      entry(entry) {
        const at = entries.push(`${entry.kind} ${entry.path}${entry.target ? ` -> ${entry.target}` : ''}`) - 1;
        if (entry.kind !== 'file') return undefined;
        const chunks: Buffer[] = [];
        return {
          write: (chunk) => void chunks.push(Buffer.from(chunk)),
          end() {
            const content = Buffer.concat(chunks);
            assert.equal(content.length, entry.sizeBytes);
            entries[at] += ` = ${content.length > 60 ? content.length : content.toString().replaceAll('\0', '.')}`;
          },
        };
      },
      gap: (gap) => void gaps.push(gap.code),
    },
    limits,
  );
  let at = 0;
  for (const cut of [...cuts, bytes.length]) {
    parser.push(bytes.subarray(at, cut));
    at = Math.max(at, cut);
  }
  const whole = parser.end();
  return { entries, gaps, whole };
}

const base256 = (value: number, length: number) => {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, length - 6, 6);
  bytes[0] = 0x80;
  return bytes;
};
const long = `${'d'.repeat(120)}/${'f'.repeat(120)}`;
const gnuName = (type: string, name: string): TarInput => ({ path: '././@LongLink', type, content: `${name}\0` });
const gnu = { 257: 'ustar  \0' };
const oldSparse = (more: Readonly<Record<number, string>> = {}) => ({
  ...gnu,
  386: '00000000002\0' + '00000000003\0' + '00000000010\0' + '00000000001\0',
  483: '00000000012\0',
  ...more,
});
const sparse = (version: 'major' | 'none', records: readonly (readonly [string, string])[]) =>
  paxHeader([
    ...(version === 'major'
      ? ([
          ['GNU.sparse.major', '1'],
          ['GNU.sparse.minor', '0'],
        ] as const)
      : []),
    ...records,
  ]);

const rows: readonly (readonly [
  name: string,
  entries: readonly TarInput[],
  expected: readonly string[],
  gaps?: readonly string[],
])[] = [
  ['a file', [{ path: 'a/b', content: 'x' }], ['file a/b = x']],
  ['an empty file', [{ path: 'a' }], ['file a = ']],
  ['an old archive with NUL as type', [{ path: 'a', type: '\0', content: 'x' }], ['file a = x']],
  ['a directory by its slash', [{ path: 'a/' }], ['directory a']],
  [
    'a directory, a symlink, a hard link',
    [
      { path: 'a', type: '5' },
      { path: 'b', type: '2', target: '../x' },
      { path: 'c', type: '1', target: './a/b' },
    ],
    ['directory a', 'symlink b -> ../x', 'hardlink c -> a/b'],
  ],
  [
    'device nodes and pipes',
    [
      { path: 'a', type: '3' },
      { path: 'b', type: '4' },
      { path: 'c', type: '6' },
    ],
    ['other a', 'other b', 'other c'],
  ],
  [
    'absolute and dotted paths',
    [{ path: '/a' }, { path: './b' }, { path: 'c//d/./e' }, { path: 'f/../g' }],
    ['file a = ', 'file b = ', 'file c/d/e = ', 'file g = '],
  ],
  ['the root itself', [{ path: './', type: '5' }], ['directory ']],
  ['a path outside', [{ path: '../a', content: 'x' }, { path: 'b' }], ['file b = '], ['path-outside']],
  ['a hard link to a place outside', [{ path: 'a', type: '1', target: '../../etc/passwd' }], [], ['path-outside']],
  ['an empty name', [{ path: '', content: 'x' }, { path: 'b' }], ['file b = '], ['path-unusable']],
  ['a NUL in a PAX name', [paxHeader([['path', 'a\0b']]), { path: 'c' }], [], ['path-unusable']],
  ['a prefix', [{ path: 'b', patch: { 345: 'a/long/prefix' } }], ['file a/long/prefix/b = ']],
  ['no prefix in a GNU header', [{ path: 'b', patch: { ...gnu, 345: '12345670123' } }], ['file b = ']],
  ['a PAX path', [{ path: long, content: 'x' }], [`file ${long} = x`]],
  ['a PAX link path', [paxHeader([['linkpath', long]]), { path: 'a', type: '2', target: 'cut' }], [`symlink a -> ${long}`]],
  ['a PAX size', [paxHeader([['size', '3']]), { path: 'a', content: 'abc', patch: { 124: '00000000000' } }], ['file a = abc']],
  ['an empty PAX value', [paxHeader([['path', '']]), { path: 'a' }], ['file a = ']],
  ['a PAX header for one entry only', [paxHeader([['path', 'x']]), { path: 'a' }, { path: 'b' }], ['file x = ', 'file b = ']],
  ['a harmless global header', [paxHeader([['comment', 'c0ffee']], 'g'), { path: 'a' }], ['file a = ']],
  ['a global header that would rename', [paxHeader([['path', 'x']], 'g'), { path: 'a' }], ['file a = '], ['header-ignored']],
  [
    'GNU long name and link',
    [gnuName('L', long), gnuName('K', `${long}2`), { path: 'a', type: '2', target: 'b' }],
    [`symlink ${long} -> ${long}2`],
  ],
  ['a base-256 size', [{ path: 'a', content: 'abc', patch: { 124: base256(3, 12) } }], ['file a = abc']],
  ['a name that is not UTF-8', [{ path: 'a', patch: { 0: Buffer.from([0x61, 0xff]) } }], ['file a\\xff = ']],
  ['a type nobody knows', [{ path: 'a', type: 'Z', content: 'x' }, { path: 'b' }], ['file b = '], ['entry-unreadable']],
  [
    'a hard link whose size counts no data',
    [{ path: 'b', type: '1', target: 'a', patch: { 124: '00000000777' } }, { path: 'c' }],
    ['hardlink b -> a', 'file c = '],
  ],
  ['old GNU sparse', [{ path: 'a', type: 'S', content: 'abcd', patch: oldSparse() }], ['file a = ..abc...d.']],
  [
    'PAX sparse 0.0',
    [
      sparse('none', [
        ['GNU.sparse.size', '6'],
        ['GNU.sparse.numblocks', '2'],
        ['GNU.sparse.offset', '1'],
        ['GNU.sparse.numbytes', '1'],
        ['GNU.sparse.offset', '4'],
        ['GNU.sparse.numbytes', '1'],
      ]),
      { path: 'a', content: 'xy' },
    ],
    ['file a = .x..y.'],
  ],
  [
    'PAX sparse 0.1',
    [
      sparse('none', [
        ['GNU.sparse.size', '6'],
        ['GNU.sparse.map', '1,1,4,1'],
        ['GNU.sparse.name', 'real'],
      ]),
      { path: 'a', content: 'xy' },
    ],
    ['file real = .x..y.'],
  ],
  [
    'PAX sparse 1.0',
    [
      sparse('major', [
        ['GNU.sparse.realsize', '6'],
        ['GNU.sparse.name', 'real'],
      ]),
      { path: 'a', content: `${'2\n1\n1\n4\n1\n'.padEnd(512, '\0')}xy` },
    ],
    ['file real = .x..y.'],
  ],
  [
    'a sparse file that is one hole',
    [
      sparse('none', [
        ['GNU.sparse.size', '4'],
        ['GNU.sparse.map', ''],
      ]),
      { path: 'a' },
    ],
    ['file a = ....'],
  ],
  [
    'a sparse map out of order',
    [
      sparse('none', [
        ['GNU.sparse.size', '6'],
        ['GNU.sparse.map', '4,1,1,1'],
      ]),
      { path: 'a', content: 'xy' },
      { path: 'b' },
    ],
    ['file b = '],
    ['entry-unreadable'],
  ],
  [
    'sparse records without a size',
    [sparse('none', [['GNU.sparse.map', '4,1']]), { path: 'a', content: 'x' }, { path: 'b' }],
    ['file b = '],
    ['entry-unreadable'],
  ],
  [
    'a sparse 1.0 map that is no number',
    [sparse('major', [['GNU.sparse.realsize', '6']]), { path: 'a', content: `${'x\n'.padEnd(512, '\0')}xy` }, { path: 'b' }],
    ['file b = '],
    ['entry-unreadable'],
  ],
];

for (const [name, entries, expected, gaps = []] of rows) {
  test(`tar: ${name}`, () => assert.deepEqual(tell(writeTar(entries)), { entries: expected, gaps, whole: true }));
}

test('tar: a NUL name leaves the rest of the archive readable', () => {
  assert.deepEqual(tell(writeTar([paxHeader([['path', 'a\0b']]), { path: 'c' }, { path: 'd' }])).entries, ['file d = ']);
});

const archive = writeTar([
  { path: 'a', content: 'x' },
  { path: 'b', content: 'y'.repeat(600) },
]);
const small = (limits: Partial<TarLimits>) => ({ limits: { ...defaultTarLimits, ...limits } });
const broken: readonly (readonly [
  name: string,
  bytes: Uint8Array,
  options: object,
  entries: number,
  gaps: readonly string[],
  whole: boolean,
])[] = [
  ['nothing at all', new Uint8Array(0), {}, 0, [], true],
  ['no end blocks', archive.subarray(0, archive.length - 1024), {}, 2, [], true],
  ['one end block', archive.subarray(0, archive.length - 512), {}, 2, [], true],
  ['bytes after the end', Buffer.concat([archive, Buffer.from('junk')]), {}, 2, [], true],
  ['broken off in content', archive.subarray(0, 1700), {}, 2, ['layer-unread'], false],
  ['broken off in a header', archive.subarray(0, 1100), {}, 1, ['layer-unread'], false],
  [
    'broken off after an extended header',
    writeTar([paxHeader([['path', 'x']])]).subarray(0, 1024),
    {},
    0,
    ['layer-unread'],
    false,
  ],
  ['a wrong checksum', Buffer.from(archive).fill('z', 1024, 1030), {}, 1, ['layer-unread'], false],
  ['a size that is no number', writeTar([{ path: 'a', patch: { 124: 'xxxxxxxxxxx' } }]), {}, 0, ['layer-unread'], false],
  [
    'a broken PAX record',
    writeTar([{ path: 'p', type: 'x', content: '99 path=a\n' }, { path: 'b' }]),
    {},
    0,
    ['layer-unread'],
    false,
  ],
  ['too many entries', archive, small({ entries: 1 }), 1, ['tar-limit'], false],
  ['a path that is too long', archive, small({ pathBytes: 0 }), 0, ['tar-limit', 'tar-limit'], true],
  [
    'an extended header that is too large',
    writeTar([paxHeader([['comment', 'x'.repeat(99)]])]),
    small({ headerBytes: 64 }),
    0,
    ['tar-limit'],
    false,
  ],
  ['too many bytes', archive, small({ totalBytes: 1000 }), 0, ['tar-limit'], false],
  [
    'a hole beyond the limit',
    writeTar([
      sparse('none', [
        ['GNU.sparse.size', '999999999999'],
        ['GNU.sparse.map', ''],
      ]),
      { path: 'a' },
    ]),
    small({ totalBytes: 100_000 }),
    1,
    ['tar-limit'],
    false,
  ],
];
for (const [name, bytes, options, entries, gaps, whole] of broken) {
  test(`tar: ${name}`, () => {
    const told = tell(bytes, options);
    assert.deepEqual({ entries: told.entries.length, gaps: told.gaps, whole: told.whole }, { entries, gaps, whole });
  });
}

test('tar: a hole of terabytes that nobody wants costs nothing', () => {
  const bytes = writeTar([
    sparse('none', [
      ['GNU.sparse.size', '9999999999999'],
      ['GNU.sparse.map', ''],
    ]),
    { path: 'var/log/lastlog' },
  ]);
  const sizes: number[] = [];
  const parser = createTarParser({ entry: (entry) => void sizes.push(entry.sizeBytes), gap: (gap) => assert.fail(gap.detail) });
  parser.push(bytes);
  assert.ok(parser.end());
  assert.deepEqual(sizes, [9999999999999]);
});

const paths: readonly (readonly [string, string | undefined])[] = [
  ['a/b', 'a/b'],
  ['/a//b/', 'a/b'],
  ['./.a/..b', '.a/..b'],
  ['a/..', ''],
  ['..', undefined],
  ['/..', undefined],
  ['a/../../b', undefined],
];
for (const [written, expected] of paths) test(`path ${written}`, () => assert.equal(normalizePath(written), expected));

test('property: any bytes make a reading, however they are cut', () => {
  const everything = writeTar(rows.flatMap(([, entries]) => entries));
  const damage = fc.array(fc.tuple(fc.nat(everything.length - 1), fc.nat(255)), { maxLength: 4 });
  const cuts = fc.array(fc.nat(everything.length), { maxLength: 40 }).map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(damage, cuts, fc.nat(everything.length), (changes, where, length) => {
      const bytes = Buffer.from(everything.subarray(0, changes.length % 2 ? length : everything.length));
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      assert.deepEqual(tell(bytes, { cuts: where.filter((cut) => cut <= bytes.length) }), tell(bytes));
    }),
    { numRuns: 60 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => void tell(bytes)));
});

test('property: cut after every byte it is the same', () => {
  const bytes = writeTar([{ path: long, content: 'x' }, ...(rows.find(([name]) => name === 'PAX sparse 1.0')?.[1] ?? [])]);
  assert.deepEqual(tell(bytes, { cuts: Array.from(bytes.keys()) }), tell(bytes));
});

function hasGnuTar(): boolean {
  try {
    return execFileSync('tar', ['--version'], { encoding: 'utf8' }).includes('GNU tar');
  } catch {
    return false;
  }
}

for (const format of ['v7', 'oldgnu', 'gnu', 'ustar', 'posix']) {
  test(`what GNU tar writes as ${format}`, { skip: hasGnuTar() ? false : 'no GNU tar here' }, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tar-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const name = format === 'v7' ? 'short' : `${'n'.repeat(format === 'ustar' ? 90 : 150)}`;
    mkdirSync(join(folder, 'dir'));
    writeFileSync(join(folder, 'dir', name), 'content');
    symlinkSync('../x', join(folder, 'dir/link'));
    linkSync(join(folder, 'dir', name), join(folder, 'hard'));
    writeFileSync(join(folder, 'sparse'), '');
    truncateSync(join(folder, 'sparse'), 3_000_000);
    const list = ['dir', 'hard', 'sparse'];
    const bytes = execFileSync(
      'tar',
      [/gnu|posix/.test(format) ? '-cS' : '-c', '--sort=name', `--format=${format}`, '-C', folder, ...list],
      { maxBuffer: 8e6 },
    );
    assert.deepEqual(tell(bytes), {
      entries: [
        'directory dir',
        'symlink dir/link -> ../x',
        `file dir/${name} = content`,
        `hardlink hard -> dir/${name}`,
        'file sparse = 3000000',
      ],
      gaps: [],
      whole: true,
    });
  });
}

test('owner, mode and capabilities', () => {
  const capability = Uint8Array.of(1, 0, 0, 2, 0, 10, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const told: string[] = [];
  const parser = createTarParser({
    entry({ path, mode, uid, gid, capability: held }) {
      told.push(`${path} ${mode.toString(8)} ${uid}:${gid} ${Buffer.from(held ?? []).toString('hex')}`);
      return undefined;
    },
    gap: (gap) => void told.push(gap.code),
  });
  const attribute = (value: Uint8Array): TarInput => paxHeader([['SCHILY.xattr.security.capability', value]]);
  const owner = paxHeader([
    ['uid', '3000000'],
    ['gid', '7'],
  ]);
  parser.push(
    writeTar([
      attribute(capability),
      { path: 'ping', mode: 0o4755, uid: 1, gid: 2 },
      owner,
      { path: 'd', type: '5' },
      attribute(capability),
      { path: 'l', type: '2', target: 'ping' },
    ]),
  );
  assert.deepEqual(told, [`ping 4755 1:2 ${Buffer.from(capability).toString('hex')}`, 'd 755 3000000:7 ', 'l 644 0:0 ']);
});
