import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm pack` in `engine` runs first: emits JavaScript into `dist`, since Node strips no types under node_modules. */
const root = join(import.meta.dirname, '..');
rmSync(join(root, 'engine/dist'), { recursive: true, force: true });
const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.pack.json'];
process.exit(spawnSync(process.execPath, tsc, { cwd: root, stdio: ['ignore', 2, 2] }).status ?? 1);
