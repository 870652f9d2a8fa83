import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { resolveLink } from './resolve-link.ts';

const rows: readonly (readonly [name: string, path: string, target: string, end: string])[] = [
  ['beside the link', 'usr/lib/a.so', 'a.so.1', 'usr/lib/a.so.1'],
  ['up and down', 'usr/lib/a.so', '../share/b', 'usr/share/b'],
  ['up beyond the root', 'usr/a', '../../../b', 'b'],
  ['from the root', 'usr/lib/a', '/etc/b', 'etc/b'],
  ['the root', 'usr/lib/a', '/', ''],
  ['its own folder', 'usr/lib/a', '.', 'usr/lib'],
  ['the folder above', 'usr/lib/a', '..', 'usr'],
  ['down and up again', 'usr/lib/a', 'b/../../c//d/.', 'usr/c/d'],
  ['a name that begins with dots', 'usr/a', '../..b/.c', '..b/.c'],
  ['at the root', 'a', 'b', 'b'],
];
for (const [name, path, target, end] of rows) {
  test(`a symlink leads to ${name}`, () => assert.equal(resolveLink(path, target), end));
}

const part = fc.constantFrom('a', 'b.c', '.', '..', '', '.d', '..e');

test('property: it leads where Node says', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', '.c'), { minLength: 1 }), fc.array(part, { minLength: 1 }), (place, steps) => {
      const [path, target] = [place.join('/'), steps.join('/')];
      if (target !== '') assert.equal(`/${resolveLink(path, target)}`, posix.resolve('/', posix.dirname(path), target));
    }),
  );
});
