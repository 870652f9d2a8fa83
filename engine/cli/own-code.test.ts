import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { posix } from 'node:path/posix';
import { test } from 'node:test';
import { decidingParts } from './own-code.ts';

const engine = join(import.meta.dirname, '..');

function importsOf(path: string): readonly string[] {
  const text = readFileSync(join(engine, path), 'utf8').replace(/^import type [^;]*;/gm, '');
  const named = [...text.matchAll(/\b(?:from|import\()\s*'(\.[^']+)'/g)].map(([, address = '']) => address);
  return named.map((address) => posix.join(posix.dirname(path), address));
}

test('everything that decides how sources and configurations are read is part of the mark', () => {
  const begin = globSync(['gather/sources/**/*.ts', 'pipeline/{make,read}-statements.ts', 'pipeline/configuration/*.ts'], {
    cwd: engine,
  }).filter((path) => !path.endsWith('.test.ts'));
  assert.ok(begin.length > 80);
  const followed = new Set(begin.map((path) => path.replaceAll('\\', '/')));
  for (const path of followed) for (const next of importsOf(path)) followed.add(next);
  const isIn = (path: string): boolean => decidingParts.some((part) => path === part || path.startsWith(`${part}/`));
  assert.deepEqual(
    [...followed].filter((path) => !isIn(path)),
    [],
  );
});
