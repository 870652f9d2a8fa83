import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { budgetFaults } from './budgets.ts';

const root = join(import.meta.dirname, '../..');
const files = globSync(['engine/**/*.{ts,js}', 'tools/**/*.{ts,js}', 'bench/**/*.ts', 'examples/**/*.ts'], { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !/(^|\/)(node_modules|fixtures|build|dist)\//.test(file) && !file.endsWith('.test.ts'));

/** Files that may break a budget, each with its reason. Data files need none. */
const exceptions: Readonly<Record<string, string>> = {};

for (const file of files) {
  test(`budget of ${file}`, { skip: exceptions[file] }, () => {
    assert.deepEqual(budgetFaults(file, readFileSync(join(root, file), 'utf8')), []);
  });
}

test('a file over the wall is seen', () => {
  assert.match(budgetFaults('a.ts', 'x;\n'.repeat(301)).join(), /301 lines/);
});

test('a function over the wall is seen', () => {
  const text = `function long() {\n${'  step();\n'.repeat(60)}}\n`;
  assert.match(budgetFaults('a.ts', text).join(), /long is 62 lines/);
});

test('an export without a docstring is seen', () => {
  assert.match(budgetFaults('a.ts', 'export const a = 1;\n').join(), /export a has no docstring/);
});

test('a forbidden name is seen', () => {
  assert.match(budgetFaults('engine/model/utils.ts', '').join(), /says nothing/);
});

test('a name that is not kebab-case is seen', () => {
  assert.match(budgetFaults('engine/model/layerReading.ts', '').join(), /kebab-case/);
});
