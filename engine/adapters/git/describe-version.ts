import { execFile } from 'node:child_process';

/**
 * The version that Git knows a folder's commit by: its tag, or the nearest one with the distance from it.
 *
 * out     undefined where there is no Git, no repository, or no tag
 */
export function describeVersion(folder: string): Promise<string | undefined> {
  return new Promise((done) => {
    execFile('git', ['-C', folder, 'describe', '--tags', '--dirty'], { timeout: 10_000 }, (error, stdout) => {
      done(error ? undefined : stdout.trim() || undefined);
    });
  });
}
