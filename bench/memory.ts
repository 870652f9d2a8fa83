import { join } from 'node:path';
import type { Benchmark } from './figure.ts';
import { middle, plimsoll, runInTurns } from './run-program.ts';
import { writeLargeImage } from './write-large-image.ts';
import { writeRelease } from './write-release.ts';

const megabytes = 1536;

/** The most memory that a scan holds when a layer is larger than all of it. */
export const memory: Benchmark = {
  name: 'memory',
  async measure({ root, scratch }) {
    const layout = join(scratch, 'layout');
    const reference = await writeLargeImage(layout, megabytes);
    const release = writeRelease(join(scratch, 'release'), [layout], [reference]);
    const args = [
      'scan',
      '--config',
      join(release, 'plimsoll.yaml'),
      '--offline',
      '--quiet',
      '--output',
      join(scratch, 'record'),
    ];
    const [runs] = await runInTurns([plimsoll(root, args, scratch)], 1, false);
    const peak = middle(runs, 'peakMegabytes');
    return [
      {
        name: `Peak memory of a \`scan\` with a layer of ${megabytes} MB, half of it one program`,
        measured: `${peak.toFixed(0)} MB (VmHWM; ${middle(runs, 'wallSeconds').toFixed(1)} s)`,
        target: { text: '< 700 MB', isMet: peak < 700 },
        commands: ['node engine/bin/plimsoll.js scan --offline'],
      },
    ];
  },
};
