import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

test('of the languages of zod only English is loaded, and its messages are as before', () => {
  const program = `
    import { resolveFast } from './bin/resolve-fast.js';
    resolveFast(new URL('file:///nowhere/').href, '.ts');
    const { z, locales } = await import('zod');
    console.log(Object.keys(locales).join(), z.string().safeParse(1).error.issues[0].message);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: `${import.meta.dirname}/..`,
    encoding: 'utf8',
  });
  assert.equal(stdout, 'default Invalid input: expected string, received number\n', stderr);
});
