import { join } from 'node:path';
import type { Benchmark } from './figure.ts';
import { middle, runInTurns } from './run-program.ts';

/** How long the program takes to say its version, when it was started before. */
export const start: Benchmark = {
  name: 'start',
  async measure({ root, scratch }) {
    const command = (args: readonly string[]) => ({
      command: [process.execPath, join(root, 'engine/bin/plimsoll.js'), ...args],
      folder: scratch,
    });
    const [version, help] = await runInTurns([command(['--version']), command(['images', '--help'])], 9);
    const seconds = middle(version, 'wallSeconds');
    return [
      {
        name: 'Start, warm',
        measured: `${seconds.toFixed(2)} s`,
        target: { text: '< 0.2 s', isMet: seconds < 0.2 },
        commands: ['node engine/bin/plimsoll.js --version'],
      },
      {
        name: 'Help of a command, warm',
        measured: `${middle(help, 'wallSeconds').toFixed(2)} s`,
        commands: ['node engine/bin/plimsoll.js images --help'],
      },
    ];
  },
};
