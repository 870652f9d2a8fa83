import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openCorpus } from '../engine/test/corpus.ts';
import type { Benchmark, Figure } from './figure.ts';
import { findOnPath, findSyft } from './find-program.ts';
import { middle, type Program, plimsoll, type Run, runInTurns } from './run-program.ts';
import { writeRelease } from './write-release.ts';

const scanning = 'node engine/bin/plimsoll.js scan --offline';
const unpacking = 'node bench/inflate-layers.js LAYOUT';

/** Real images with nothing known before, beside the mere unpacking of their layers, and beside a scanner that reads image by image. */
export const corpus: Benchmark = {
  name: 'corpus',
  async measure({ root, scratch }) {
    const opened = await openCorpus();
    if (typeof opened === 'string') return opened;
    const { folder, references } = opened;
    const release = writeRelease(join(scratch, 'release'), folder, references);
    const args = [
      'scan',
      '--config',
      join(release, 'plimsoll.yaml'),
      '--offline',
      '--quiet',
      '--output',
      join(scratch, 'record'),
    ];
    const scan = plimsoll(root, args, scratch);
    const cold = { ...scan, prepare: () => rmSync(join(scratch, 'cache'), { recursive: true, force: true }) };
    const inflate: Program = { command: [process.execPath, join(root, 'bench/inflate-layers.js'), folder], folder: scratch };
    const [unpacked, first] = await runInTurns([inflate, cold], 5);
    const [again] = await runInTurns([scan], 5);
    const what = `${references.length} images`;
    return [
      beside(`\`scan\` of ${what}, empty cache, all processors, beside unpacking each layer once`, first, unpacked, [
        unpacking,
        scanning,
      ]),
      ...(await onOneProcessor(cold, inflate, what)),
      {
        name: `\`scan\` of ${what}, nothing changed`,
        measured: `${middle(again, 'wallSeconds').toFixed(2)} s`,
        commands: [scanning],
      },
      await besideSyft(folder, scratch, cold),
    ];
  },
};

async function onOneProcessor(cold: Program, inflate: Program, what: string): Promise<readonly Figure[]> {
  const taskset = findOnPath('taskset');
  const name = `\`scan\` of ${what}, empty cache, one processor, beside unpacking`;
  if (!taskset) return [{ name, measured: 'not here: there is no taskset', commands: [] }];
  const alone = (program: Program): Program => ({ ...program, command: [taskset, '-c', '0', ...program.command] });
  const [unpacked, first] = await runInTurns([alone(inflate), alone(cold)], 3);
  return [beside(name, first, unpacked, [`taskset -c 0 ${unpacking}`, `taskset -c 0 ${scanning}`])];
}

function beside(
  name: string,
  ours: readonly Run[] | undefined,
  theirs: readonly Run[] | undefined,
  commands: readonly string[],
): Figure {
  const [own, other] = [middle(ours, 'wallSeconds'), middle(theirs, 'wallSeconds')];
  return { name, measured: `${(own / other).toFixed(2)} × (${own.toFixed(2)} s and ${other.toFixed(2)} s)`, commands };
}

/** One after the other, as it is used for the images of a release; it has no cache. Ours in between, so that noise falls on both. */
async function besideSyft(layout: string, scratch: string, cold: Program): Promise<Figure> {
  const name = 'Syft, the same images, beside `scan` with an empty cache';
  const command = 'syft scan oci-dir:IMAGE --output json, for each image';
  const images = join(layout, 'images');
  const syft = existsSync(images) ? await findSyft(scratch) : 'the corpus has no image by itself';
  if (typeof syft === 'string') return { name, measured: `not here: ${syft}`, commands: [command] };
  const programs = readdirSync(images).map((image) => ({
    command: [
      ...syft.command,
      'scan',
      `oci-dir:${join(images, image)}`,
      '--quiet',
      '--output',
      `json=${join(scratch, 'syft.json')}`,
    ],
    folder: scratch,
    environment: { SYFT_CHECK_FOR_APP_UPDATE: 'false' },
  }));
  const runs: Run[] = [];
  const ours: Run[] = [];
  for (const [index, program] of programs.entries()) {
    if (index % 5 === 0) ours.push(...(await runInTurns([cold], 1, false)).flat());
    runs.push(...(await runInTurns([program], 1, false).catch(() => [])).flat());
  }
  const seconds = runs.reduce((sum, run) => sum + run.wallSeconds, 0);
  const own = middle(ours, 'wallSeconds');
  const refused = programs.length - runs.length;
  const left = refused > 0 ? `; it refused ${refused} of them` : '';
  return {
    name,
    measured: `${(seconds / own).toFixed(1)} × our time (${seconds.toFixed(1)} s and ${own.toFixed(1)} s; ${syft.version}${left})`,
    commands: [command],
  };
}
