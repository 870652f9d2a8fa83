import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { applyEdits } from './apply-edits.ts';
import { unifiedDiff } from './unified-diff.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('pieces are replaced, whatever their order; the same edit twice counts once', () => {
  const edits = [
    { start: 6, end: 9, text: 'z' },
    { start: 0, end: 1, text: 'AA' },
    { start: 6, end: 9, text: 'z' },
  ];
  assert.equal(applyEdits('a bcd efg h', edits), 'AA bcd z h');
});

test('edits that contradict each other are none', () => {
  assert.equal(
    applyEdits('abcdef', [
      { start: 0, end: 3, text: 'x' },
      { start: 2, end: 4, text: 'y' },
    ]),
    undefined,
  );
  assert.equal(applyEdits('abc', [{ start: 2, end: 9, text: 'x' }]), undefined);
});

const shown: readonly { readonly name: string; readonly before: string; readonly after: string; readonly diff: string }[] = [
  { name: 'nothing', before: 'a\n', after: 'a\n', diff: '' },
  { name: 'one line', before: 'a\nb\nc\n', after: 'a\nB\nc\n', diff: '--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n' },
  {
    name: 'a last line without an end',
    before: 'a',
    after: 'b',
    diff: '--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n',
  },
  {
    name: 'Windows line ends',
    before: 'a\r\nb\r\n',
    after: 'a\r\nc\r\n',
    diff: '--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n',
  },
  { name: 'an added line', before: 'a\n', after: 'a\nb\n', diff: '--- a/f\n+++ b/f\n@@ -1 +1,2 @@\n a\n+b\n' },
];

for (const { name, before, after: changed, diff } of shown) {
  test(`the diff of ${name}`, () => assert.equal(unifiedDiff({ file: 'f', before, after: changed }), diff));
}

test('changes that lie apart are hunks of their own', () => {
  const before = Array.from({ length: 30 }, (_, line) => `${line}\n`).join('');
  const diff = unifiedDiff({ file: 'f', before, after: before.replace('4\n', 'x\n').replace('25\n', 'y\n') });
  assert.deepEqual(diff.match(/^@@.*$/gm), ['@@ -2,7 +2,7 @@', '@@ -23,7 +23,7 @@']);
});

test('property: git applies every diff to what it was made from', (context) => {
  const git = (args: readonly string[]) => execFileSync('git', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    git(['--version']);
  } catch {
    return context.skip('git is not installed');
  }
  const text = fc
    .tuple(fc.array(fc.constantFrom('a', 'b', ' c', '- d', ''), { maxLength: 30 }), fc.boolean())
    .map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''));
  fc.assert(
    fc.property(text, text, (before, changed) => {
      fc.pre(before !== changed && before !== '' && changed !== '');
      writeFileSync(join(folder, 'f'), before);
      writeFileSync(join(folder, 'd.patch'), unifiedDiff({ file: 'f', before, after: changed }));
      git(['apply', '--unidiff-zero', '--whitespace=nowarn', 'd.patch']);
      assert.equal(readFileSync(join(folder, 'f'), 'utf8'), changed);
    }),
    { numRuns: 25 },
  );
});
