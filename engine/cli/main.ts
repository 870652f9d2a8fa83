import { engineVersion } from './engine-version.ts';
import { fail } from './fail.ts';

/**
 * The program: parses the command line, calls one command, and sets the exit code.
 *
 * in      arguments behind the program's name
 * faults  none: every fault ends as a sentence on stderr and an exit code
 */
export async function main(args: readonly string[]): Promise<void> {
  process.stdout.on('error', endQuietly);
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${engineVersion()}\n`);
    return;
  }
  try {
    const { runCommandLine } = await import('./command-line.ts');
    await runCommandLine(args, engineVersion());
  } catch (error) {
    process.exitCode = fail(error);
  }
}

/** A reader that closes the pipe (`| head`) has seen enough. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
}
