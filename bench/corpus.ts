import { cpSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Corpus, largestCorpus, openCorpus } from '../engine/test/corpus.ts';
import { copyImages, imagesOf } from './copy-image.ts';
import type { Benchmark, Figure } from './figure.ts';
import { findOnPath } from './find-program.ts';
import { middle, type Program, plimsoll, type Run, runInTurns } from './run-program.ts';
import { besideSyft } from './syft.ts';
import { writeRelease } from './write-release.ts';

const scanning = 'node engine/bin/plimsoll.js scan --offline';
/** What a new layer of a release should have; as stored. */
const newLayerBytes = 50e6;
const threads = Math.min(4, availableParallelism());
const unpacking = `node bench/inflate-layers.js LAYOUT ${threads}`;

/** Real images with nothing known before, beside the mere unpacking of their layers, and beside a scanner that reads image by image. */
export const corpus: Benchmark = {
  name: 'corpus',
  async measure({ root, scratch }) {
    const opened = await openCorpus(largestCorpus());
    if (typeof opened === 'string') return opened;
    const { folder, references } = opened;
    const coldScan = (release: string): Program => ({
      ...scanOf(root, scratch, release),
      prepare: () => rmSync(join(scratch, 'cache'), { recursive: true, force: true }),
    });
    const release = writeRelease(join(scratch, 'release'), [folder], references);
    const [scan, cold] = [scanOf(root, scratch, release), coldScan(release)];
    const usage = join(scratch, 'inflate.json');
    const inflate = (count: number): Program => ({
      command: [process.execPath, join(root, 'bench/inflate-layers.js'), folder, String(count)],
      folder: scratch,
      usage,
    });
    const [unpacked, first] = await runInTurns([inflate(threads), cold], 3);
    const [again] = await runInTurns([scan], 5);
    const what = `${references.length} images`;
    return [
      ...coldFigures(what, first, unpacked),
      ...(await onOneProcessor(cold, inflate(1), what)),
      warmFigure(what, again),
      ...(await oneNewLayer(opened, root, scratch)),
      ...(await besideSyft({ corpus: opened, scratch, scan: coldScan, whole: middle(first, 'wallSeconds') })),
    ];
  },
};

function scanOf(root: string, scratch: string, release: string): Program {
  const args = ['scan', '--config', join(release, 'plimsoll.yaml'), '--offline', '--quiet', '--output', join(scratch, 'record')];
  return plimsoll(root, args, scratch);
}

function coldFigures(what: string, ours: readonly Run[] | undefined, theirs: readonly Run[] | undefined): readonly Figure[] {
  const commands = [unpacking, scanning];
  const ratio = (measure: keyof Run) => middle(ours, measure) / middle(theirs, measure);
  const both = (measure: keyof Run) => `${middle(ours, measure).toFixed(2)} s and ${middle(theirs, measure).toFixed(2)} s`;
  const peak = middle(ours, 'peakMegabytes');
  return [
    {
      name: `\`scan\` of ${what}, empty cache, beside unpacking each layer once on as many threads (${threads})`,
      measured: `${ratio('wallSeconds').toFixed(2)} × (${both('wallSeconds')})`,
      target: { text: '≤ 2 ×', isMet: ratio('wallSeconds') <= 2 },
      commands,
    },
    {
      name: '… processor time beside that of unpacking',
      measured: `${ratio('cpuSeconds').toFixed(2)} × (${both('cpuSeconds')})`,
      target: { text: '≤ 2.5 ×', isMet: ratio('cpuSeconds') <= 2.5 },
      commands,
    },
    {
      name: '… peak memory',
      measured: `${peak.toFixed(0)} MB (VmHWM)`,
      target: { text: '< 700 MB', isMet: peak < 700 },
      commands: [scanning],
    },
  ];
}

async function onOneProcessor(cold: Program, inflate: Program, what: string): Promise<readonly Figure[]> {
  const taskset = findOnPath('taskset');
  const name = `\`scan\` of ${what}, empty cache, one processor, beside unpacking`;
  if (!taskset) return [{ name, measured: 'not here: there is no taskset', commands: [] }];
  const alone = (program: Program): Program => ({ ...program, command: [taskset, '-c', '0', ...program.command] });
  const [unpacked, first] = await runInTurns([alone(inflate), alone(cold)], 3, false);
  const [own, other] = [middle(first, 'wallSeconds'), middle(unpacked, 'wallSeconds')];
  const measured = `${(own / other).toFixed(2)} × (${own.toFixed(2)} s and ${other.toFixed(2)} s)`;
  return [{ name, measured, commands: ['taskset -c 0 node bench/inflate-layers.js LAYOUT', `taskset -c 0 ${scanning}`] }];
}

function warmFigure(what: string, again: readonly Run[] | undefined): Figure {
  const wall = middle(again, 'wallSeconds');
  return {
    name: `\`scan\` of ${what}, nothing changed`,
    measured: `${wall.toFixed(2)} s (${middle(again, 'cpuSeconds').toFixed(2)} s of processor time)`,
    target: { text: '< 1 s', isMet: wall < 1 },
    commands: [scanning],
  };
}

/** A release that was scanned before, with one more image that brings one large layer of its own. */
async function oneNewLayer({ folder, references }: Corpus, root: string, scratch: string): Promise<readonly Figure[]> {
  const [added] = imagesOf(folder, references)
    .flatMap((image) => image.manifest.layers.map((layer) => ({ image, layer })))
    .toSorted((one, other) => Math.abs(one.layer.size - newLayerBytes) - Math.abs(other.layer.size - newLayerBytes));
  if (!added) return [];
  const { image, layer } = added;
  const others = references.filter((reference) => reference !== image.reference);
  const layout = join(scratch, 'new-layer');
  copyImages(folder, [image], layout, ({ digest }) => digest === layer.digest);
  const before = scanOf(root, scratch, writeRelease(join(scratch, 'before'), [folder], others));
  const after = scanOf(root, scratch, writeRelease(join(scratch, 'after'), [layout, folder], references));
  const [cache, kept] = [join(scratch, 'cache'), join(scratch, 'kept-cache')];
  rmSync(cache, { recursive: true, force: true });
  await runInTurns([before], 1, false);
  cpSync(cache, kept, { recursive: true });
  const restore = () => {
    rmSync(cache, { recursive: true, force: true });
    cpSync(kept, cache, { recursive: true });
  };
  const [same, more] = await runInTurns(
    [
      { ...before, prepare: restore },
      { ...after, prepare: restore },
    ],
    5,
  );
  const extra = middle(more, 'wallSeconds') - middle(same, 'wallSeconds');
  return [
    {
      name: `… and one new layer of ${(layer.size / 1e6).toFixed(0)} MB compressed (in the corpus the nearest to ${newLayerBytes / 1e6} MB)`,
      measured: `${extra.toFixed(2)} s more`,
      target: { text: '< 1 s', isMet: extra < 1 },
      commands: [scanning],
    },
  ];
}
