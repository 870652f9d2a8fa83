import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../formats/content.ts';
import { distributionPaths, readDistribution } from './read-distribution.ts';

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

const older: readonly (readonly [path: string, text: string, says: string])[] = [
  ['etc/debian_version', '12.4\n', 'debian 12.4'],
  ['etc/debian_version', 'bookworm/sid\n', ''],
  ['etc/alpine-release', '3.18.4\n', 'alpine 3.18.4'],
  ['etc/alpine-release', '3.20.0_alpha20240329\n', 'alpine 3.20.0_alpha20240329'],
  ['etc/alpine-release', 'edge\n', ''],
  ['etc/redhat-release', 'CentOS Linux release 7.9.2009 (Core)\n', 'centos 7.9 rhel fedora'],
  ['etc/redhat-release', 'CentOS release 6.10 (Final)\n', 'centos 6.10 rhel fedora'],
  ['etc/redhat-release', 'Red Hat Enterprise Linux release 9.2 (Plow)\n', 'rhel 9.2 fedora'],
  ['etc/redhat-release', 'AlmaLinux release 9.3 (Shamrock Pampas Cat)\n', 'almalinux 9.3 rhel centos fedora'],
  ['etc/redhat-release', 'Fedora release 39 (Thirty Nine)\n', 'fedora 39'],
  ['etc/redhat-release', 'Harbour Linux release 1\n', ''],
  ['etc/redhat-release', '\xff', ''],
];
for (const [path, text, says] of older) {
  test(`${path}: ${JSON.stringify(text)}`, () => {
    const { items, gaps } = readDistribution(path, contentOf(Buffer.from(text, 'latin1')));
    assert.deepEqual([items.map(({ id, versionId = '', like }) => [id, versionId, ...like].join(' ')).join(), gaps], [says, []]);
  });
}

test('property: any bytes are a reading', () => {
  const path = fc.constantFrom(...distributionPaths);
  fc.assert(fc.property(path, fc.uint8Array(), (at, bytes) => void readDistribution(at, contentOf(bytes))));
});
