import { join } from 'node:path';
import { makeExample } from '../examples/tidewater/make.ts';
import { exampleReleases } from '../examples/tidewater/releases.ts';
import type { Benchmark } from './figure.ts';
import { middle, plimsoll, runInTurns } from './run-program.ts';

/** A scan of the example that nothing has to be rendered or read for. */
export const example: Benchmark = {
  name: 'example',
  async measure({ root, scratch }) {
    makeExample();
    const release = exampleReleases.at(-1);
    if (!release) return 'the example has no release';
    const database = join(scratch, 'advisories.db');
    await runInTurns(
      [plimsoll(root, ['advisories', 'import', ...release.advisories, '--database', database], scratch)],
      1,
      false,
    );
    const { configuration, now } = release;
    const output = join(scratch, 'record.plimsoll');
    const args = [
      'scan',
      '--config',
      configuration,
      '--database',
      database,
      '--now',
      now,
      '--offline',
      '--quiet',
      '--output',
      output,
    ];
    const [runs] = await runInTurns([plimsoll(root, args, scratch)], 9);
    const wall = middle(runs, 'wallSeconds');
    return [
      {
        name: `\`scan\` of Tidewater ${release.version}, nothing changed`,
        measured: `${wall.toFixed(2)} s (${middle(runs, 'cpuSeconds').toFixed(2)} s of processor time, ${middle(runs, 'peakMegabytes').toFixed(0)} MB)`,
        target: { text: '< 1.5 s', isMet: wall < 1.5 },
        commands: [
          `node engine/bin/plimsoll.js scan --config examples/tidewater/releases/${release.version}/plimsoll.yaml --offline`,
        ],
      },
    ];
  },
};
