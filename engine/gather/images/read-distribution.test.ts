import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../formats/content.ts';
import { readDistribution } from './read-distribution.ts';

const read = (text: string | Uint8Array) => readDistribution('etc/os-release', contentOf(Buffer.from(text)));

const rows: readonly (readonly [name: string, text: string, expected: object])[] = [
  ['bare words', 'ID=debian\nVERSION_ID=12\n', { id: 'debian', like: [], versionId: '12' }],
  [
    'quotes',
    'ID="rhel"\nID_LIKE="fedora  centos"\nVERSION_ID=\'9.2\'\n',
    { id: 'rhel', like: ['fedora', 'centos'], versionId: '9.2' },
  ],
  ['escapes', 'ID=x\nPRETTY_NAME="A \\"B\\" \\$C"\n', { id: 'x', like: [], title: 'A "B" $C' }],
  ['comments and carriage returns', '# ID=no\r\nID=alpine\r\n\r\n#x\r\n', { id: 'alpine', like: [] }],
  [
    'codename and variant',
    'ID=fedora\nVARIANT_ID=container\nVERSION_CODENAME=x\n',
    { id: 'fedora', like: [], variant: 'container', codename: 'x' },
  ],
  ['an empty version is none', 'ID=arch\nVERSION_ID=\n', { id: 'arch', like: [] }],
  ['the last one counts', 'ID=a\nID=b\n', { id: 'b', like: [] }],
  ['upper case', 'ID=Debian\n', { id: 'debian', like: [] }],
];
for (const [name, text, expected] of rows) {
  test(`os-release: ${name}`, () => assert.deepEqual(read(text), { items: [{ ...expected, path: 'etc/os-release' }], gaps: [] }));
}

for (const [name, bytes] of [
  ['empty', ''],
  ['without ID', 'NAME=x\n'],
  ['with an ID that is none', 'ID="a b"\n'],
  ['not UTF-8', Buffer.from([0x49, 0x44, 0x3d, 0xff])],
] as const) {
  test(`os-release ${name} is a gap`, () => {
    const { items, gaps } = read(bytes);
    assert.deepEqual([items.length, gaps.map((gap) => gap.code)], [0, ['distribution-unreadable']]);
  });
}

test('property: any bytes are a reading', () => fc.assert(fc.property(fc.uint8Array(), (bytes) => void read(bytes))));
