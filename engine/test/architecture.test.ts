import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { architectureFaults } from './architecture.ts';

const engine = join(import.meta.dirname, '..');
const files = globSync('**/*.ts', { cwd: engine })
  .map((file) => file.replaceAll('\\', '/'))
  .filter(
    (file) => !/^(test|node_modules|build|dist)\//.test(file) && !file.includes('/fixtures/') && !file.endsWith('.test.ts'),
  );

for (const file of files) {
  test(`architecture of ${file}`, () => {
    assert.deepEqual(architectureFaults(file, readFileSync(join(engine, file), 'utf8')), []);
  });
}

/** Each breaks one rule: proof that the test above can fail. */
const mutants: readonly { name: string; path: string; text: string; says: RegExp }[] = [
  {
    name: 'a stage imports a stage',
    path: 'judge/matches/a.ts',
    text: "import { b } from '../findings/b.ts';",
    says: /may not import judge\/findings/,
  },
  { name: 'in double quotes', path: 'model/a.ts', text: 'import { b } from "../cli/b.ts";', says: /may not import cli/ },
  { name: 'dynamically', path: 'formats/a.ts', text: "await import('../store/b.ts');", says: /may not import store/ },
  { name: 'for its effect', path: 'pipeline/a.ts', text: "import '../adapters/b.ts';", says: /may not import adapters/ },
  { name: 'as a re-export', path: 'model/a.ts', text: "export * from '../formats/b.ts';", says: /may not import formats/ },
  {
    name: 'a unit imports a unit',
    path: 'versions/rpm/rpm.ts',
    text: "import { dpkg } from '../dpkg/dpkg.ts';",
    says: /unit versions\/rpm/,
  },
  {
    name: 'a pure room reads files',
    path: 'gather/images/a.ts',
    text: "import { readFileSync } from 'node:fs';",
    says: /may not import node:fs/,
  },
  {
    name: 'sqlite outside formats',
    path: 'judge/matches/a.ts',
    text: "import { DatabaseSync } from 'node:sqlite';",
    says: /node:sqlite/,
  },
  { name: 'an unknown dependency', path: 'cli/a.ts', text: "import _ from 'lodash';", says: /lodash is not in the table/ },
  {
    name: 'a dependency in the wrong room',
    path: 'judge/matches/a.ts',
    text: "import { z } from 'zod';",
    says: /may not import zod/,
  },
  { name: 'the clock', path: 'judge/matches/a.ts', text: 'const now = Date.now();', says: /clock/ },
  { name: 'the clock, as a class', path: 'model/a.ts', text: 'const now = new Date();', says: /clock/ },
  { name: 'chance', path: 'versions/a.ts', text: 'const x = Math.random();', says: /clock, chance/ },
  { name: 'the network', path: 'pipeline/a.ts', text: "await fetch('https://a.example');", says: /network/ },
  { name: 'the process', path: 'tell/reports/a.ts', text: 'const home = process.env.HOME;', says: /process/ },
  { name: 'a room that nobody planned', path: 'utils/a.ts', text: '', says: /not in the table/ },
];

for (const { name, path, text, says } of mutants) {
  test(`the architecture test sees ${name}`, () => {
    assert.match(architectureFaults(path, text).join('\n'), says);
  });
}

test('comments and prose are not code', () => {
  assert.deepEqual(
    architectureFaults('model/a.ts', "/** Date.now() is not for us */\nconst help = 'use fetch(…)'; // process.exit"),
    [],
  );
});
