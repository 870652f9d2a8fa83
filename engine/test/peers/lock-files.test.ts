import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { contentOf } from '../../formats/content.ts';
import { npm } from '../../gather/packages/npm/npm.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => npm.read({ path, content: contentOf(readFileSync(join(root, path))) });
const lockOf = (path: string) => new Set((read(path).locked ?? []).map(({ name, version }) => `${name}@${version}`));
const skip = whyNot() ?? false;

function whyNot(): string | undefined {
  if (spawnSync('npm', ['--version']).status !== 0) return 'not installed: npm';
  return lstatSync(join(root, 'node_modules')).isSymbolicLink() ? 'npm installed into another folder' : undefined;
}

test('both lock files of this checkout name whatever npm installed of it', { skip }, () => {
  // Every line is `place:name@version`, and more for parts of this project and what is not as planned.
  const listing = spawnSync('npm', ['ls', '--all', '--parseable', '--long'], { cwd: root, encoding: 'utf8' }).stdout;
  const theirs = [...listing.matchAll(/^.*\/node_modules\/[^:]*:((?:@[^/]+\/)?[^@:\n]+@[^:\n]+)$/gm)].map(
    ([, name = '']) => name,
  );
  assert.ok(theirs.length > 50, listing);
  for (const path of ['package-lock.json', 'node_modules/.package-lock.json']) {
    const locked = lockOf(path);
    assert.deepEqual(
      theirs.filter((name) => !locked.has(name)),
      [],
      path,
    );
  }
});
