import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineVersion } from '../engine/cli/engine-version.ts';
import { readRecordFile } from '../engine/cli/read-record-file.ts';
import { writeRecord } from '../engine/compare/releases/write-record.ts';
import type { Benchmark, Figure, Place } from './figure.ts';
import { median, middle, plimsoll, runInTurns } from './run-program.ts';
import { makeSyntheticRelease } from './synthetic-release.ts';

const sizes = [178, 2000] as const;
const packagesEach = 337;

/** What of the ratio of times may be more than the ratio of sizes. */
const most = 1.3;

/**
 * Whether cost grows as a release does: the same work on an invented release and on one eleven times as large, as processor time, whose
 * ratio a noisy minute changes least. The larger one takes minutes.
 */
export const growth: Benchmark = {
  name: 'growth',
  async measure(place) {
    const [small, large] = sizes.map((images) => placeRecords(place, images));
    if (!small || !large) return 'there are no sizes';
    const works: readonly (readonly [name: string, args: (placed: Placed) => readonly string[]])[] = [
      ['diff', ({ old, now }) => ['diff', old, now]],
      ['plan', ({ now }) => ['plan', now]],
      ['report -f html', ({ now }) => ['report', now, '-f', 'html']],
    ];
    const figures = [compareLoads(small, large)];
    for (const [name, args] of works) figures.push(await compareRuns(name, [args(small), args(large)], place));
    return figures;
  },
};

interface Placed {
  readonly old: string;
  readonly now: string;
}

function placeRecords({ scratch }: Place, images: number): Placed {
  const [old = '', now = ''] = [0, 1].map((step) => {
    const file = join(scratch, `${images}-${step}.plimsoll`);
    writeFileSync(file, writeRecord(makeSyntheticRelease({ images, packagesEach, step, engine: engineVersion() })));
    return file;
  });
  return { old, now };
}

function compareLoads(small: Placed, large: Placed): Figure {
  const turns = Array.from({ length: 3 }, () => [processorSeconds(small.now), processorSeconds(large.now)] as const);
  const [one, other] = [median(turns.map(([first]) => first)), median(turns.map(([, second]) => second))];
  return toFigure('loading a record', one, other, 'npm run bench growth');
}

function processorSeconds(file: string): number {
  const begun = process.cpuUsage();
  readRecordFile(file);
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

async function compareRuns(name: string, args: readonly (readonly string[])[], { root, scratch }: Place): Promise<Figure> {
  const [first, second] = args.map((words) => plimsoll(root, [...words, '--output', join(scratch, 'out')], scratch));
  const [small] = first ? await runInTurns([first], 3) : [];
  // Once: half a minute of work hides no start and no luck.
  const [large] = second ? await runInTurns([second], 1, false) : [];
  const figure = toFigure(
    `\`${name}\`, whole process`,
    middle(small, 'cpuSeconds'),
    middle(large, 'cpuSeconds'),
    `node engine/bin/plimsoll.js ${name} …`,
  );
  const peaks = [small, large].map((runs) => middle(runs, 'peakMegabytes').toFixed(0));
  return { ...figure, measured: `${figure.measured}; ${peaks.join(' and ')} MB` };
}

function toFigure(name: string, small: number, large: number, command: string): Figure {
  const [from, to] = sizes;
  const [ratio, grown] = [large / small, to / from];
  return {
    name: `From ${from} to ${to} images (${grown.toFixed(1)} ×), processor time: ${name}`,
    measured: `${small.toFixed(2)} s and ${large.toFixed(1)} s: ${ratio.toFixed(1)} ×`,
    target: { text: `< ${most} × linear`, isMet: ratio < grown * most },
    commands: [command],
  };
}
