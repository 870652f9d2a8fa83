import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineVersion } from '../engine/cli/engine-version.ts';
import { readRecordFile } from '../engine/cli/read-record-file.ts';
import { writeRecord } from '../engine/compare/releases/write-record.ts';
import type { Benchmark, Figure, Place } from './figure.ts';
import { median, middle, type Program, plimsoll, runInTurns } from './run-program.ts';
import { makeSyntheticRelease } from './synthetic-release.ts';

const sizes = [178, 2000] as const;
const packagesEach = 337;

/** What of the ratio of times may be more than the ratio of sizes. */
const most = 1.3;

/** Of the smaller release. */
const mostMegabytes = 700;

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
      ['affected', ({ now, found }) => ['affected', found, now]],
      ['report -f html', ({ now }) => ['report', now, '-f', 'html']],
    ];
    const figures = [compareLoads(small, large)];
    for (const [name, args] of works) {
      const programs = [small, large].map((placed) => toProgram(args(placed), { placed, place }));
      figures.push(await compareRuns(name, programs));
    }
    return figures;
  },
};

interface Placed {
  readonly old: string;
  readonly now: string;
  /** A vulnerability of the later one. */
  readonly found: string;
}

function placeRecords({ scratch }: Place, images: number): Placed {
  const place = (step: number) => {
    const file = join(scratch, `${images}-${step}.plimsoll`);
    const release = makeSyntheticRelease({ images, packagesEach, step, engine: engineVersion() });
    writeFileSync(file, writeRecord(release));
    return { file, found: release.findings[0]?.vulnerability ?? '' };
  };
  const [old, now] = [place(0), place(1)];
  return { old: old.file, now: now.file, found: now.found };
}

function toProgram(args: readonly string[], { placed, place }: { readonly placed: Placed; readonly place: Place }): Program {
  const { root, scratch } = place;
  return {
    ...plimsoll(root, [...args, '--output', join(scratch, 'out')], scratch),
    // What grows is making the index; looking something up in one that was kept costs hardly more than the start.
    prepare: () => rmSync(`${placed.now}.index`, { force: true }),
  };
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

async function compareRuns(name: string, [first, second]: readonly Program[]): Promise<Figure> {
  const [small] = first ? await runInTurns([first], 3) : [];
  // Once: half a minute of work hides no start and no luck.
  const [large] = second ? await runInTurns([second], 1, false) : [];
  const figure = toFigure(
    `\`${name}\`, whole process`,
    middle(small, 'cpuSeconds'),
    middle(large, 'cpuSeconds'),
    `node engine/bin/plimsoll.js ${name} …`,
  );
  const peaks = [small, large].map((runs) => middle(runs, 'peakMegabytes'));
  const isSmall = (peaks[0] ?? 0) < mostMegabytes;
  return {
    ...figure,
    measured: `${figure.measured}; ${peaks.map((peak) => peak.toFixed(0)).join(' and ')} MB`,
    ...(figure.target && {
      target: { text: `${figure.target.text}, < ${mostMegabytes} MB for ${sizes[0]}`, isMet: figure.target.isMet && isSmall },
    }),
  };
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
