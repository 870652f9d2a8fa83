// Runs one of the project's TypeScript programs with the Node that npm brought, installing what is missing first:
//   node tools/run.js tools/test.ts [arguments]
// This file is JavaScript for any Node from 20 on, because that is all a new machine has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNode } from '../engine/bin/find-node.js';

const root = join(import.meta.dirname, '..');
const [program, ...rest] = process.argv.slice(2);
if (!program) {
  process.stderr.write('usage: node tools/run.js PROGRAM.ts [arguments]\n');
  process.exit(2);
}

installWhatIsMissing();
const node = findNode(root);
if (!node) {
  process.stderr.write(
    `Plimsoll needs Node 24.10 or newer. This is ${process.version}, and npm brings none for ${process.platform} on ${process.arch}: install one from https://nodejs.org\n`,
  );
  process.exit(2);
}
const ran = spawnSync(node, [program, ...rest], { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_NO_WARNINGS: '1' } });
process.exit(ran.status ?? 1);

/** `npm ci`, unless what stands in the lock file is what was installed last. */
function installWhatIsMissing() {
  const mark = join(root, 'node_modules', '.plimsoll-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  process.stderr.write('Installing what is missing (npm ci, about 20 seconds) …\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const installed = spawnSync(npm, ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (installed.status !== 0) {
    process.stderr.write('npm ci failed: see its message above; a network that reaches an npm registry is needed once.\n');
    process.exit(2);
  }
  writeFileSync(mark, lock);
}
