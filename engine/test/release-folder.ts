import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type RunResult, runPlimsoll, type StartedRun, startPlimsoll } from './run-plimsoll.ts';

/** Folders of a test that runs the real program: releases beside each other, with caches and temporary files of their own. */
export interface ReleaseFolders {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** A new folder with these files; its absolute path. */
  place(files: Readonly<Record<string, string | Uint8Array>>): string;
  run(cwd: string, ...args: readonly string[]): Promise<RunResult>;
  start(cwd: string, ...args: readonly string[]): StartedRun;
  remove(): void;
}

/** Makes them, below the system's folder for temporary files. */
export function makeReleaseFolders(name: string): ReleaseFolders {
  const folder = mkdtempSync(join(tmpdir(), `plimsoll-${name}-`));
  const at = (part: string) => join(folder, part);
  mkdirSync(at('temporary'));
  const env = {
    XDG_CACHE_HOME: at('cache'),
    XDG_DATA_HOME: at('data'),
    TMPDIR: at('temporary'),
    // Otherwise compiled code would go to the temporary files, and every test would begin without it.
    NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
    DOCKER_CONFIG: at('docker'),
    NO_COLOR: '1',
  };
  return {
    folder,
    env,
    place(files) {
      const made = mkdtempSync(at('release-'));
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(made, path)), { recursive: true });
        writeFileSync(join(made, path), content);
      }
      return made;
    },
    run: (cwd, ...args) => runPlimsoll(args, { cwd, env }),
    start: (cwd, ...args) => startPlimsoll(args, { cwd, env }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
