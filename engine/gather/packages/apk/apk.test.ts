import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { assertGolden } from '../../../test/golden.ts';
import { apk } from './apk.ts';

const path = 'lib/apk/db/installed';
const fixtures = join(import.meta.dirname, 'fixtures');
const readBytes = (bytes: Uint8Array) => apk.read({ path, content: contentOf(bytes) });
const read = (text: string) => readBytes(new TextEncoder().encode(text));

test('golden: two packages from one origin, and a virtual one', () => {
  assertGolden(
    join(fixtures, 'two-from-one-origin.expected.json'),
    readBytes(readFileSync(join(fixtures, 'two-from-one-origin.installed'))),
  );
});

const cases: readonly { name: string; text: string; found: string[]; gaps: string[] }[] = [
  { name: 'an empty file', text: '', found: [], gaps: [] },
  { name: 'nothing but blank lines', text: '\n\n\n', found: [], gaps: [] },
  { name: 'two blank lines between records', text: 'P:a\nV:1\n\n\nP:b\nV:2\n\n', found: ['a@1', 'b@2'], gaps: [] },
  { name: 'Windows line ends', text: 'P:a\r\nV:1\r\n\r\nP:b\r\nV:2\r\n\r\n', found: ['a@1', 'b@2'], gaps: [] },
  { name: 'a line of one letter as an end, as in apk', text: 'P:a\nV:1\nx\nP:b\nV:2\n\n', found: ['a@1', 'b@2'], gaps: [] },
  { name: 'a version before its name', text: 'V:1\nP:a\n\n', found: ['a@1'], gaps: [] },
  { name: 'a key that differs in case only', text: 'P:a\nV:1\nv:9\np:so:x=1\n\n', found: ['a@1'], gaps: [] },
  { name: 'a name without a version', text: 'P:a\n\nP:b\nV:2\n\n', found: ['b@2'], gaps: ['incomplete-record:1'] },
  { name: 'a name with a space in it', text: 'P:a b\nV:1\n\n', found: [], gaps: ['incomplete-record:1'] },
  { name: 'a bad line', text: 'P:a\nrubbish\nV:1\n\n', found: ['a@1'], gaps: ['unreadable-line:2'] },
  { name: 'a name stated twice', text: 'P:a\nP:b\nV:1\n\n', found: ['a@1'], gaps: ['duplicate-field:2'] },
  { name: 'a record that nothing ends', text: 'P:a\nV:1\nF:usr\n', found: ['a@1'], gaps: ['database-truncated:1'] },
  { name: 'a file cut inside a version', text: 'P:a\nV:1', found: [], gaps: ['database-truncated:2', 'incomplete-record:1'] },
  { name: 'a file cut after the version', text: 'P:a\nV:1\nF:us', found: ['a@1'], gaps: ['database-truncated:3'] },
];

for (const { name, text, found, gaps } of cases) {
  test(`reads ${name}`, () => {
    const reading = read(text);
    assert.deepEqual(
      reading.items.map((each) => `${each.name}@${each.version}`),
      found,
    );
    assert.deepEqual(
      reading.gaps.map((gap) => `${gap.code}:${gap.line}`),
      gaps,
    );
  });
}

test('a line of a mebibyte is one line', () => {
  assert.equal(read(`P:a\nV:1\np:${'so:x '.repeat(220_000)}\n\nP:b\nV:2\n\n`).items.length, 2);
});

test('a binary database is a gap, not an empty image', () => {
  assert.deepEqual(
    read('ADB.inst').gaps.map((gap) => gap.code),
    ['database-unsupported'],
  );
});

test('bytes that are not UTF-8 are a gap, not an empty image', () => {
  const codes = readBytes(Uint8Array.of(0x50, 0x3a, 0xff, 0x0a, 0x0a)).gaps.map((gap) => gap.code);
  assert.deepEqual(codes, ['unreadable-line', 'incomplete-record']);
});

test('property: any bytes at all give a reading', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const { items, gaps } = readBytes(bytes);
      assert.ok(items.every((each) => each.name !== '' && each.version !== ''));
      assert.ok(gaps.every((gap) => gap.unit === 'gather/packages/apk' && gap.path === path));
    }),
  );
});

test('property: every record is either a package or a gap', () => {
  const usual = fc.constantFrom('P:a', 'V:1-r0', 'o:b', 'A:x86_64', 'F:usr/bin', 'R:a', 'a:0:0:755');
  const strange = fc.stringMatching(/^([A-Za-z]:)?[ -~]{2,12}$/);
  const line = fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: strange });
  const record = fc.array(line, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 8 }), (records) => {
      const { items, gaps } = read(records.map((lines) => `${lines.join('\n')}\n\n`).join(''));
      assert.equal(items.length + gaps.filter((gap) => gap.code === 'incomplete-record').length, records.length);
    }),
  );
});

test('property: a database cut anywhere is never taken for a whole one', () => {
  const bytes = readFileSync(join(fixtures, 'two-from-one-origin.installed'));
  const whole = readBytes(bytes).items.map((each) => each.name);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: bytes.length - 2 }), (length) => {
      const { items, gaps } = readBytes(bytes.subarray(0, length));
      assert.deepEqual(
        items.map((each) => each.name),
        whole.slice(0, items.length),
      );
      const betweenRecords = bytes[length - 1] === 0x0a && bytes[length - 2] === 0x0a;
      assert.equal(gaps.length > 0, !betweenRecords);
    }),
  );
});

test('wants the three database paths and nothing near them', () => {
  const wants = (path: string) => apk.wants({ path, sizeBytes: 1, mode: 0o644, head: new Uint8Array() });
  for (const good of ['lib/apk/db/installed', 'usr/lib/apk/db/installed', 'var/lib/apk/db/installed'])
    assert.ok(wants(good), good);
  for (const bad of ['/lib/apk/db/installed', 'lib/apk/db/installed.new', 'srv/lib/apk/db/installed'])
    assert.ok(!wants(bad), bad);
});
