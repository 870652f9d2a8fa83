import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { contentOf } from '../../formats/content.ts';
import { binaries } from '../../gather/packages/binaries/binaries.ts';

/** Programs that this machine may have, and how each tells its version. */
const programs: readonly (readonly [name: string, ...args: string[]])[] = [
  ['bash', '--version'],
  ['busybox', '--help'],
  ['curl', '--version'],
  ['git', '--version'],
  ['node', '--version'],
  ['openssl', 'version'],
  ['perl', '--version'],
  ['php', '--version'],
  ['python3', '--version'],
  ['ruby', '--version'],
  ['nginx', '-v'],
  ['apache2', '-v'],
  ['haproxy', '-v'],
  ['memcached', '--version'],
  ['postgres', '--version'],
  ['redis-server', '--version'],
];

for (const [name, ...args] of programs)
  test(`${name} says the version that is read out of it`, (t) => {
    const file = findProgram(name);
    if (!file) return t.skip(`${name} is not installed`);
    const bytes = readFileSync(file);
    const path = file.slice(1);
    if (!binaries.wants({ path, sizeBytes: bytes.length, mode: 0o755, head: bytes.subarray(0, 16) }))
      return t.skip(`${file} is a script, or has another name`);
    const [found] = binaries.read({ path, content: contentOf(bytes) }).items;
    if (!found) return t.skip(`${file} leaves its texts to a library`);
    const { stdout, stderr } = spawnSync(file, args, { encoding: 'utf8' });
    assert.ok(
      `${stdout}${stderr}`.split(/[^\w.+-]/).some((word) => word.replace(/^[^\d]+/, '').startsWith(found.version)),
      `${found.version} is not in ${stdout}${stderr}`,
    );
  });

function findProgram(name: string): string | undefined {
  const folders = ['/usr/sbin', '/sbin', ...(process.env.PATH ?? '').split(delimiter)];
  const file = folders.map((folder) => join(folder, name)).find(existsSync);
  return file && realpathSync(file);
}
