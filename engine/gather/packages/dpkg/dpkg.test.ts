import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { assertGolden } from '../../../test/golden.ts';
import { dpkg } from './dpkg.ts';

const status = 'var/lib/dpkg/status';
const fixtures = join(import.meta.dirname, 'fixtures');
const readBytes = (bytes: Uint8Array, path = status) => dpkg.read({ path, content: contentOf(bytes) });
const read = (text: string, path = status) => readBytes(new TextEncoder().encode(text), path);

const goldens = [
  { name: 'every-state', file: 'every-state.status', path: status },
  { name: 'distroless-entry', file: 'distroless-entry.status.d', path: 'var/lib/dpkg/status.d/libssl3' },
];

for (const { name, file, path } of goldens) {
  test(`golden: ${name}`, () => {
    assertGolden(join(fixtures, `${name}.expected.json`), readBytes(readFileSync(join(fixtures, file)), path));
  });
}

const ok = 'Status: install ok installed\n';
const a = `Package: a\n${ok}Version: 1\n`;
const cases: readonly { name: string; text: string; found: string[]; gaps: string[] }[] = [
  { name: 'an empty file', text: '', found: [], gaps: [] },
  { name: 'nothing but blank lines', text: '\n\n \n', found: [], gaps: [] },
  { name: 'no blank line at the end, as dpkg does', text: a, found: ['a 1'], gaps: [] },
  { name: 'several blank lines', text: `${a}\n\n\n${a}`, found: ['a 1', 'a 1'], gaps: [] },
  { name: 'Windows line ends', text: `${a}\n${a}`.replaceAll('\n', '\r\n'), found: ['a 1', 'a 1'], gaps: [] },
  { name: 'field names in any case', text: `PACKAGE: a\nstatus: install ok installed\nvErsion:1\n`, found: ['a 1'], gaps: [] },
  { name: 'a source', text: `${a}Source: b\n`, found: ['a 1 < b 1'], gaps: [] },
  { name: 'a source of another version', text: `${a}Source: a (0.9)\n`, found: ['a 1 < a 0.9'], gaps: [] },
  { name: 'a source that is the package itself', text: `${a}Source: a (1)\n`, found: ['a 1'], gaps: [] },
  { name: 'a source that cannot be read', text: `${a}Source: b (1\n`, found: ['a 1'], gaps: ['source-unreadable:1'] },
  { name: 'no version', text: `Package: b\n${ok}\n${a}`, found: ['a 1'], gaps: ['incomplete-record:1'] },
  { name: 'no name', text: `${ok}Version: 1\n\n${a}`, found: ['a 1'], gaps: ['incomplete-record:1'] },
  { name: 'a name that is none', text: `Package: ../b c\n${ok}Version: 1\n`, found: [], gaps: ['incomplete-record:1'] },
  { name: 'no status', text: 'Package: a\nVersion: 1\n', found: ['a 1 likely'], gaps: [] },
  { name: 'an unknown status', text: `Package: b\nStatus: install ok sunk\n\n${a}`, found: ['a 1'], gaps: ['status-unknown:1'] },
  { name: 'a line that is none', text: `Package: a\nrubbish\n${ok}Version: 1\n`, found: ['a 1'], gaps: ['unreadable-line:2'] },
  { name: 'a version stated twice', text: `${a}Version: 2\n`, found: ['a 1'], gaps: ['duplicate-field:4'] },
  {
    name: 'a file cut inside a version',
    text: `${a}\nPackage: b\n${ok}Version: 1.2`,
    found: ['a 1'],
    gaps: ['database-truncated:7', 'incomplete-record:5'],
  },
  { name: 'a file cut after a version', text: `${a}Descr`, found: ['a 1'], gaps: ['database-truncated:4'] },
  {
    name: 'a name from the prototype',
    text: `Package: constructor\n${ok}Version: 1\n__proto__: x\n`,
    found: ['constructor 1'],
    gaps: [],
  },
];

for (const { name, text, found, gaps } of cases) {
  test(`reads ${name}`, () => {
    const reading = read(text);
    assert.deepEqual(reading.items.map(briefly), found);
    assert.deepEqual(
      reading.gaps.map((gap) => `${gap.code}:${gap.line}`),
      gaps,
    );
  });
}

test('an entry of status.d may end without a line end', () => {
  assert.deepEqual(read('Package: a\nVersion: 1', 'var/lib/dpkg/status.d/a').items.map(briefly), ['a 1']);
});

test('bytes that are not UTF-8 cost a value, not the record or the rest', () => {
  const [before = '', after = ''] = `Maintainer: J?rg\n${a}\nPackage: b?\n${ok}Version: 1\n\n${a}`.split('?', 2);
  const latin1 = Buffer.from(`${before}\xf6${after}`, 'latin1');
  assert.deepEqual(readBytes(latin1).items.map(briefly), ['a 1']);
  const reading = readBytes(Buffer.from(`${a}\nPackage: b\xf6\n${ok}Version: 1\n\n${a}`, 'latin1'));
  assert.deepEqual(reading.items.map(briefly), ['a 1', 'a 1']);
  assert.deepEqual(
    reading.gaps.map((gap) => `${gap.code}:${gap.line}`),
    ['unreadable-line:5', 'incomplete-record:5'],
  );
});

test('an update that dpkg has not merged is a gap', () => {
  assert.deepEqual(
    read(a, 'var/lib/dpkg/updates/0001').gaps.map((gap) => gap.code),
    ['database-incomplete'],
  );
});

test('wants the databases and nothing near them', () => {
  const wants = (path: string) => dpkg.wants({ path, sizeBytes: 1, mode: 0o644, head: new Uint8Array() });
  const lists = ['var/lib/dpkg/info/libc6:amd64.list', `${status}.d/libc6.md5sums`];
  for (const good of [status, `${status}.d/libssl3`, 'var/lib/dpkg/updates/0000', ...lists]) assert.ok(wants(good), good);
  for (const bad of [
    `${status}-old`,
    `${status}.d/`,
    'var/lib/dpkg/info/format',
    'var/lib/dpkg/info/libc6.md5sums',
    'var/lib/dpkg/info/a/b.list',
    `${status}.d/a/b`,
    `srv/${status}`,
    'var/lib/dpkg/updates/tmp.i',
  ])
    assert.ok(!wants(bad), bad);
});

const info = 'var/lib/dpkg/info';
const sum = '0123456789abcdef0123456789abcdef';
const lists: readonly (readonly [name: string, path: string, text: string, owner: object, files: readonly string[]])[] = [
  ['a list', `${info}/a.list`, '/.\n/usr\n/usr/a\n', { name: 'a' }, ['.', 'usr', 'usr/a']],
  ['of one architecture', `${info}/a:i386.list`, '/a', { name: 'a', architecture: 'i386' }, ['a']],
  ['a name with dots', `${info}/python3.11-venv.list`, '', { name: 'python3.11-venv' }, []],
  ['sums', `${status}.d/a.md5sums`, `${sum}  usr/a b\n${sum}  ./b\n`, { name: 'a' }, ['usr/a b', 'b']],
  ['bytes that are not UTF-8', `${info}/a.list`, '/\xff\n/b', { name: 'a' }, ['\ufffd', 'b']],
];

for (const [name, path, text, owner, files] of lists) {
  test(`files of a package: ${name}`, () => {
    const { items, gaps, owned } = dpkg.read({ path, content: contentOf(Buffer.from(text, 'latin1')) });
    assert.deepEqual([items, gaps, owned?.length], [[], [], 1]);
    assert.deepEqual([owned?.[0]?.package, [...(owned?.[0]?.files ?? [])]], [owner, files]);
  });
}

const tool = spawnSync('dpkg-query', ['--version']).status === 0;

test('lists what dpkg-query lists', { skip: tool ? false : 'not installed: dpkg-query' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-dpkg-'));
  try {
    for (const each of ['info', 'updates', 'triggers']) mkdirSync(join(folder, each));
    copyFileSync(join(fixtures, 'every-state.status'), join(folder, 'status'));
    const fields = ['db:Status-Status', 'Package', 'Version', 'source:Package', 'source:Version', 'Architecture'];
    const format = `${fields.map((field) => `\${${field}}`).join('|')}\n`;
    const lines = execFileSync('dpkg-query', [`--admindir=${folder}`, '-W', '-f', format], { encoding: 'utf8' }).split('\n');
    const listed = lines
      .filter((line) => line && !line.startsWith('config-files|'))
      .map((line) => line.slice(line.indexOf('|') + 1));
    const ours = readBytes(readFileSync(join(folder, 'status'))).items.map((each) => {
      const source = each.source ?? each;
      return [each.name, each.version, source.name, source.version, each.architecture].join('|');
    });
    assert.deepEqual(ours.toSorted(), listed.toSorted());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('property: any bytes at all give a reading', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(status, `${status}.d/a`), (bytes, path) => {
      const { items, gaps } = readBytes(bytes, path);
      assert.ok(items.every((each) => each.name !== '' && each.version !== ''));
      assert.ok(gaps.every((gap) => gap.unit === 'gather/packages/dpkg' && gap.path === path));
    }),
  );
});

test('property: a status file cut anywhere tells the truth as far as it goes', () => {
  const bytes = readFileSync(join(fixtures, 'every-state.status'));
  const whole = readBytes(bytes).items.map(briefly);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), (length) => {
      const { items, gaps } = readBytes(bytes.subarray(0, length));
      assert.deepEqual(items.map(briefly), whole.slice(0, items.length));
      const atLineEnd = length === 0 || bytes[length - 1] === 0x0a;
      assert.ok(atLineEnd || gaps.some((gap) => gap.code === 'database-truncated'));
    }),
  );
});

function briefly({ name, version, source, certainty }: ReturnType<typeof dpkg.read>['items'][number]): string {
  return `${name} ${version}${source ? ` < ${source.name} ${source.version}` : ''}${certainty === 'likely' ? ' likely' : ''}`;
}
