import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { codeMark } from './code-mark.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, seconds: number): void => {
  writeFileSync(join(folder, name), '');
  utimesSync(join(folder, name), seconds, seconds);
};
const mark = (version = '1'): string => codeMark(version, folder, ['part']);

beforeEach(() => {
  rmSync(join(folder, 'part'), { recursive: true, force: true });
  mkdirSync(join(folder, 'part', 'deep'), { recursive: true });
  write('part/a.ts', 1000);
});

const rows: readonly { name: string; change: () => void; isSame: boolean }[] = [
  { name: 'nothing', change: () => {}, isSame: true },
  { name: 'a file that is changed', change: () => write('part/a.ts', 2000), isSame: false },
  { name: 'a new file, though it is older', change: () => write('part/deep/b.ts', 500), isSame: false },
  { name: 'a test', change: () => write('part/a.test.ts', 2000), isSame: true },
  { name: 'a part that does not count', change: () => write('other.ts', 2000), isSame: true },
];

for (const { name, change, isSame } of rows) {
  test(`the mark of the code ${isSame ? 'stays' : 'changes'}: ${name}`, () => {
    const before = mark();
    change();
    assert.equal(mark() === before, isSame);
  });
}

test('another version is another code', () => assert.notEqual(mark('1'), mark('2')));
