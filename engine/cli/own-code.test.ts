import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { posix } from 'node:path/posix';
import { test } from 'node:test';
import { decidingParts, foldingParts } from './own-code.ts';

const engine = join(import.meta.dirname, '..');

function importsOf(path: string): readonly string[] {
  const text = readFileSync(join(engine, path), 'utf8').replace(/^import type [^;]*;/gm, '');
  const named = [...text.matchAll(/\b(?:from|import\()\s*'(\.[^']+)'/g)].map(([, address = '']) => address);
  return named.map((address) => posix.join(posix.dirname(path), address));
}

/** What is reached from some files and lies outside of the parts that count. */
function leaks(begin: readonly string[], parts: readonly string[]): readonly string[] {
  const followed = new Set(begin.map((path) => path.replaceAll('\\', '/')).filter((path) => !path.endsWith('.test.ts')));
  for (const path of followed) for (const next of importsOf(path)) followed.add(next);
  return [...followed].filter((path) => !parts.some((part) => path === part || path.startsWith(`${part}/`)));
}

test('everything that decides how sources and configurations are read is part of the mark', () => {
  const begin = globSync(['gather/sources/**/*.ts', 'pipeline/{make,read}-statements.ts', 'pipeline/configuration/*.ts'], {
    cwd: engine,
  });
  assert.ok(begin.length > 80);
  assert.deepEqual(leaks(begin, decidingParts), []);
});

test('everything that decides what images hold is part of the mark', () =>
  assert.deepEqual(leaks(['pipeline/read-images.ts'], foldingParts), []));
