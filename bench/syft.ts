import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Corpus } from '../engine/test/corpus.ts';
import type { Figure } from './figure.ts';
import { findSyft } from './find-program.ts';
import { type Program, plimsoll, type Run, runInTurns } from './run-program.ts';
import { writeRelease } from './write-release.ts';

/** Images that Syft reads; it takes about five seconds for each. */
const sampled = 20;
const command = 'syft scan oci-dir:IMAGE --output json, for each image';

/** What the comparison needs. */
export interface SyftRequest {
  readonly corpus: Corpus;
  readonly root: string;
  readonly scratch: string;
  /** The scan of all images with an empty cache, and how long it took; seconds. */
  readonly cold: Program;
  readonly whole: number;
}

/**
 * Syft reads one image after the other, as it is used for the images of a release; it has no cache. Ours are read in turns with it, each in
 * a process of its own with an empty cache, so that nothing is shared.
 */
export async function besideSyft({ corpus, root, scratch, whole }: SyftRequest): Promise<readonly Figure[]> {
  const name = 'Syft, the same images one by one, beside one `scan` of all with an empty cache';
  const images = join(corpus.folder, 'images');
  const syft = existsSync(images) ? await findSyft(scratch) : 'the corpus has no image by itself';
  if (typeof syft === 'string') return [{ name, measured: `not here: ${syft}`, commands: [command] }];
  const names = readdirSync(images).toSorted();
  const step = Math.max(1, Math.floor(names.length / sampled));
  const sample = names.filter((_, index) => index % step === 0);
  const runs: { readonly theirs: Run; readonly ours: Run }[] = [];
  for (const image of sample) {
    const reference = corpus.references.find((one) => one.includes(`/${image}:`));
    if (reference === undefined) continue;
    const theirs = syftProgram(syft.command, join(images, image), scratch);
    const ours = single(root, scratch, writeRelease(join(scratch, 'single'), corpus.folder, [reference]));
    const [[one] = [], [other] = []] = await runInTurns([theirs, ours], 1, false).catch(() => []);
    if (one && other) runs.push({ theirs: one, ours: other });
  }
  const sum = (pick: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + pick(run), 0);
  const [theirs, ours] = [sum((run) => run.theirs.wallSeconds), sum((run) => run.ours.wallSeconds)];
  const all = (theirs / runs.length) * names.length;
  const from = runs.length < names.length ? `, extrapolated from ${runs.length}` : '';
  return [
    {
      name,
      measured: `${(all / whole).toFixed(0)} × our time (${all.toFixed(0)} s${from}, and ${whole.toFixed(1)} s; ${syft.version})`,
      target: { text: '≥ 60 ×', isMet: all / whole >= 60 },
      commands: [command],
    },
    {
      name: `Syft, ${runs.length} images, beside a \`scan\` of each by itself with an empty cache: nothing is shared`,
      measured: `${(theirs / ours).toFixed(1)} × our time (${theirs.toFixed(1)} s and ${ours.toFixed(1)} s)`,
      target: { text: '≥ 8 ×', isMet: theirs / ours >= 8 },
      commands: [command],
    },
  ];
}

function syftProgram(syft: readonly string[], image: string, scratch: string): Program {
  return {
    command: [...syft, 'scan', `oci-dir:${image}`, '--quiet', '--output', `json=${join(scratch, 'syft.json')}`],
    folder: scratch,
    environment: { SYFT_CHECK_FOR_APP_UPDATE: 'false' },
  };
}

function single(root: string, scratch: string, release: string): Program {
  const args = [
    'scan',
    '--config',
    join(release, 'plimsoll.yaml'),
    '--offline',
    '--quiet',
    '--output',
    join(scratch, 'record-single'),
  ];
  return {
    ...plimsoll(root, args, scratch),
    prepare: () => rmSync(join(scratch, 'cache/plimsoll'), { recursive: true, force: true }),
  };
}
