import { spawn } from 'node:child_process';

/** How a Git command ended. */
export interface GitRun {
  /** Null where Git could not be started. */
  readonly code: number | null;
  readonly output: Buffer;
  /** What it says on stderr. */
  readonly words: string;
}

/** How Git is run. */
export interface GitOptions {
  readonly input?: string;
  readonly maxOutputBytes?: number;
  /** Gets the output in pieces as it comes, instead of it being collected. */
  readonly onChunk?: (chunk: Buffer) => void;
}

const timeoutMs = 10 * 60_000;

/**
 * Runs Git on the objects of a repository. Nothing that the repository configures is run: no hooks, no filters, no monitors, no pager;
 * nothing is fetched, and nobody is asked for a password.
 *
 * in      a folder in the work tree; a subcommand that only reads
 */
export function runGit(folder: string, args: readonly string[], options: GitOptions = {}): Promise<GitRun> {
  const { input, maxOutputBytes = 64 * 1024 * 1024, onChunk } = options;
  const safe = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'protocol.allow=never', '--no-pager'];
  return new Promise((done) => {
    const child = spawn('git', [...safe, '-C', folder, ...args], {
      timeout: timeoutMs,
      env: { ...process.env, GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    });
    const pieces: Buffer[] = [];
    let [size, words] = [0, ''];
    child.stdout.on('data', (chunk: Buffer) => {
      if (onChunk) return onChunk(chunk);
      size += chunk.length;
      if (size > maxOutputBytes) child.kill();
      else pieces.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(0, 4000);
    });
    child.on('error', (error) => done({ code: null, output: Buffer.alloc(0), words: error.message }));
    child.on('close', (code) => done({ code, output: Buffer.concat(pieces), words: words.trim() }));
    child.stdin.on('error', () => {}).end(input ?? '');
  });
}
