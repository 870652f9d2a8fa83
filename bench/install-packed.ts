import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The program as npm installs it, JavaScript without sources, in a folder of its own beside the checkout's dependencies.
 *
 * out     path of its entry
 * faults  throws where it cannot be packed
 */
export function installPacked(root: string, folder: string): string {
  const packed = spawnSync(process.execPath, ['tools/pack.ts'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (packed.status !== 0) throw new Error('the program could not be packed');
  mkdirSync(join(folder, 'engine'), { recursive: true });
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(root, 'engine', part), join(folder, 'engine', part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'engine/bin/plimsoll.js');
}
