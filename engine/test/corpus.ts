import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Real images, built from the package registries, with what was put into them. */
export interface Corpus {
  /** An OCI layout of all of them, with `truth/`. */
  readonly folder: string;
  /** Canonical references. */
  readonly references: readonly string[];
  /** What one image holds; purls as its builder spells them. */
  truthOf(image: string): CorpusTruth;
}

/** What `truth/NAME.json` says. */
export interface CorpusTruth {
  readonly packages: readonly { readonly purl: string }[];
  readonly removed: readonly string[];
}

const tools = resolve(import.meta.dirname, '../..', process.env.PLIMSOLL_TOOLS ?? '../shared/tools');
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plimsoll-corpus');

/** Both sizes that the script builds. */
export type CorpusSize = 'small' | 'full';

/** The size that tests read: PLIMSOLL_CORPUS=full reads all 178 images. */
export const testedCorpus: CorpusSize = process.env.PLIMSOLL_CORPUS === 'full' ? 'full' : 'small';

/** The larger corpus where somebody built it: building takes 9 minutes. */
export function largestCorpus(): CorpusSize {
  return existsSync(join(cache, 'corpus-full/stats.json')) ? 'full' : 'small';
}

/**
 * A corpus, built where it is not there.
 *
 * in      the folder with make-corpus.sh in PLIMSOLL_TOOLS
 * out     a sentence where this machine cannot build it: it is no root, lacks tools or the scripts
 * faults  rejects when building goes wrong on a machine that can
 * cost    2 to 4 minutes the first time, 9 for the full one, a second after that
 */
export async function openCorpus(size: CorpusSize = testedCorpus): Promise<Corpus | string> {
  const script = join(tools, 'make-corpus.sh');
  if (!existsSync(script)) return `there is no ${script}; PLIMSOLL_TOOLS names its folder`;
  const { code, stderr } = await runAlone(script, size);
  const [, cannot] = /^make-corpus: error: (missing tools: .*|must be root: .*)$/m.exec(stderr) ?? [];
  if (cannot !== undefined) return cannot;
  if (code !== 0) throw new Error(`make-corpus.sh ended with ${code}: ${stderr.slice(-2000)}`);
  const folder = join(cache, `corpus-${size}`);
  const rows = readFileSync(join(folder, 'images.txt'), 'utf8').trim().split('\n');
  return {
    folder,
    references: rows.map((row) => row.split('\t')[1] ?? ''),
    truthOf: (image) => JSON.parse(readFileSync(join(folder, 'truth', `${image}.json`), 'utf8')) as CorpusTruth,
  };
}

/** A real registry on loopback that holds the corpus. */
export interface CorpusRegistry {
  readonly host: string;
  stop(): Promise<void>;
}

/**
 * Starts Debian's docker-registry and fills it.
 *
 * in      a folder for its content
 * out     a sentence where a tool is missing
 */
export async function serveCorpus({ folder: corpus }: Corpus, folder: string): Promise<CorpusRegistry | string> {
  const port = await freePort();
  const script = join(tools, 'serve-registry.sh');
  const env = { PORT: String(port), DATA: folder };
  const { code, stderr } = await runScript(script, [corpus, 'start'], env);
  const [, cannot] = /^serve-registry: error: (missing .*)$/m.exec(stderr) ?? [];
  if (cannot !== undefined) return cannot;
  if (code !== 0) throw new Error(`serve-registry.sh ended with ${code}: ${stderr.slice(-2000)}`);
  return { host: `127.0.0.1:${port}`, stop: async () => void (await runScript(script, [corpus, 'stop'], env)) };
}

/** The script refuses to run twice at once; whoever comes second waits for what the first one builds. */
async function runAlone(script: string, size: CorpusSize): Promise<{ code: number | null; stderr: string }> {
  for (let tries = 0; ; tries++) {
    const ran = await runScript(script, [], { SIZE: size });
    if (!ran.stderr.includes('another make-corpus.sh is running') || tries === 150) return ran;
    await sleep(2000);
  }
}

/** Its output goes nowhere: a server that it leaves running would hold a pipe open. */
function runScript(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; stderr: string }> {
  return new Promise((done, failed) => {
    const child = spawn(script, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', failed).on('exit', (code) => setImmediate(done, { code, stderr }));
  });
}

/** A port that nothing listens on. */
function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.on('error', failed).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
