import { copyFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineVersion } from '../engine/cli/engine-version.ts';
import { readRecordFile } from '../engine/cli/read-record-file.ts';
import { writeRecord } from '../engine/compare/releases/write-record.ts';
import { diffRecords } from '../engine/pipeline/diff-records.ts';
import type { Benchmark, Figure } from './figure.ts';
import { median, middle, plimsoll, runInTurns } from './run-program.ts';
import { makeSyntheticRelease } from './synthetic-release.ts';

const images = 178;
const packagesEach = 337;
const manyRecords = 50;
const largestPage = 5_000_000;

/** What is done with records of an invented release as large as a real one. */
export const records: Benchmark = {
  name: 'records',
  async measure({ root, scratch }) {
    const { old, now, many } = placeRecords(scratch);
    const size = `${images} images, ${images * packagesEach} packages, ${now.release.findings.length} findings`;
    const figure = (name: string, args: readonly string[], limit: number | undefined, command: string): Promise<Figure> =>
      measureRun(name, { root, scratch, args, limit, command });
    const output = ['--output', join(scratch, 'out')];
    const found = now.release.findings[0]?.vulnerability ?? '';
    const inside = measureInside(old.file, now.file);
    const figures = [
      inside.load,
      withNote(
        await figure(
          `\`diff\` of two releases of ${size}, as a whole process`,
          ['diff', old.file, now.file, ...output],
          1,
          'node engine/bin/plimsoll.js diff OLD NEW',
        ),
        `without start and loading ${inside.diffSeconds.toFixed(2)} s`,
      ),
      await figure('`plan` of one of them', ['plan', now.file, ...output], 3, 'node engine/bin/plimsoll.js plan RECORD'),
      withNote(
        await figure(
          `\`affected\` over ${manyRecords} of them, indexes kept`,
          ['affected', found, ...many, ...output],
          0.3,
          'node engine/bin/plimsoll.js affected CVE RECORD…',
        ),
        `of it the program's start ${(await measureStart({ root, scratch })).toFixed(2)} s`,
      ),
    ];
    const page = await figure(
      '`report -f html` of one of them',
      ['report', now.file, '-f', 'html', ...output],
      2,
      'node engine/bin/plimsoll.js report RECORD -f html',
    );
    figures.push(withSize(page, statSync(join(scratch, 'out')).size));
    const beside = ['--against', old.file, '--history', old.file, '--plan'];
    const whole = await figure(
      '… set against the other, with a history and a plan: the work of `diff`, `history` and `plan` is in it',
      ['report', now.file, '-f', 'html', ...beside, ...output],
      undefined,
      'node engine/bin/plimsoll.js report RECORD -f html --against OLD --history OLD --plan',
    );
    figures.push(withSize(whole, statSync(join(scratch, 'out')).size));
    for (const file of many) rmSync(`${file}.index`, { force: true });
    return figures;
  },
};

/** Two releases one after the other, and the later one many times. */
function placeRecords(scratch: string) {
  const engine = engineVersion();
  const place = (step: number) => {
    const file = join(scratch, `${step}.plimsoll`);
    const release = makeSyntheticRelease({ images, packagesEach, step, engine });
    writeFileSync(file, writeRecord(release));
    return { file, release };
  };
  const [old, now] = [place(0), place(1)];
  const many = Array.from({ length: manyRecords }, (_, index) => join(scratch, `copy-${index}.plimsoll`));
  for (const file of many) copyFileSync(now.file, file);
  return { old, now, many };
}

/** Loading and comparing by themselves, in this process: the middle of five. */
function measureInside(old: string, now: string): { readonly load: Figure; readonly diffSeconds: number } {
  const loads = Array.from({ length: 5 }, () => seconds(() => readRecordFile(now)));
  const load = median(loads);
  const [before, after] = [readRecordFile(old), readRecordFile(now)];
  const diffs = Array.from({ length: 5 }, () => seconds(() => diffRecords(before, after, engineVersion())));
  return {
    load: {
      name: `Loading the record of ${images} images (in one process, without its start; the first of five ${(loads[0] ?? 0).toFixed(2)} s)`,
      measured: `${load.toFixed(2)} s`,
      target: { text: '< 0.4 s', isMet: load < 0.4 },
      commands: ['npm run bench records'],
    },
    diffSeconds: median(diffs),
  };
}

function seconds(work: () => unknown): number {
  const begun = performance.now();
  work();
  return (performance.now() - begun) / 1000;
}

/** A run that does nothing: Node, and the program's first modules. */
async function measureStart({ root, scratch }: Pick<MeasuredRun, 'root' | 'scratch'>): Promise<number> {
  const [runs] = await runInTurns([plimsoll(root, ['--version'], scratch)], 3);
  return middle(runs, 'wallSeconds');
}

function withNote(figure: Figure, note: string): Figure {
  return { ...figure, measured: `${figure.measured}; ${note}` };
}

/** A page has to be small, too. */
function withSize(figure: Figure, sizeBytes: number): Figure {
  const target = figure.target && {
    text: `${figure.target.text}, page < ${largestPage / 1e6} MB`,
    isMet: figure.target.isMet && sizeBytes < largestPage,
  };
  return { ...figure, measured: `${figure.measured}, page of ${(sizeBytes / 1e6).toFixed(1)} MB`, ...(target && { target }) };
}

/** A run of the program, and the bounds that it has to keep. */
interface MeasuredRun {
  readonly root: string;
  readonly scratch: string;
  readonly args: readonly string[];
  /** Seconds; undefined where nobody set one. */
  readonly limit: number | undefined;
  readonly command: string;
}

async function measureRun(name: string, { root, scratch, args, limit, command }: MeasuredRun): Promise<Figure> {
  const [runs] = await runInTurns([plimsoll(root, args, scratch)], 3);
  const wall = middle(runs, 'wallSeconds');
  const peak = middle(runs, 'peakMegabytes');
  const measured = `${wall.toFixed(2)} s (${middle(runs, 'cpuSeconds').toFixed(2)} s of processor time), ${peak.toFixed(0)} MB`;
  const isSoon = limit === undefined || wall < limit;
  const target = { text: `${limit === undefined ? '' : `< ${limit} s, `}< 700 MB`, isMet: isSoon && peak < 700 };
  return { name, measured, target, commands: [command] };
}
