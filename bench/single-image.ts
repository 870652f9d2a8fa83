import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { largestCorpus, openCorpus } from '../engine/test/corpus.ts';
import { imagesOf } from './copy-image.ts';
import type { Benchmark, Figure } from './figure.ts';
import { findOnPath, findSyft } from './find-program.ts';
import { installPacked } from './install-packed.ts';
import { middle, type Program, type Run, runInTurns } from './run-program.ts';

/** One image out of a docker-archive, as a whole process of the installed program with nothing known before, beside the same in other scanners. */
export const singleImage: Benchmark = {
  name: 'single-image',
  async measure({ root, scratch }) {
    const corpus = await openCorpus(largestCorpus());
    if (typeof corpus === 'string') return corpus;
    const archive = join(corpus.folder, 'docker-archive/debian-python.tar');
    const reference = corpus.references.find((one) => one.includes('/debian-python:'));
    if (!existsSync(archive) || reference === undefined) return 'the corpus has no docker-archive';
    const args = ['scan', archive, '--offline', '--quiet', '--output', join(scratch, 'record')];
    // Node's own cache of compiled code stays, as it does for whoever uses a program twice.
    const cold: Program = {
      command: [process.execPath, installPacked(root, join(scratch, 'installed')), ...args],
      folder: scratch,
      environment: { XDG_CACHE_HOME: join(scratch, 'cache'), XDG_DATA_HOME: join(scratch, 'data') },
      prepare: () => rmSync(join(scratch, 'cache/plimsoll'), { recursive: true, force: true }),
    };
    const layers = imagesOf(corpus.folder, [reference]).flatMap(({ manifest }) => manifest.layers);
    const [packed, plain] = [layers.reduce((sum, { size }) => sum + size, 0), statSync(archive).size].map(megabytes);
    const what = `one image of ${packed} MB compressed, ${plain} MB as a docker-archive, empty cache`;
    return [await besideSyft(cold, archive, { scratch, what }), await besideScalibr(cold, archive, { scratch, what })];
  },
};

interface Beside {
  readonly scratch: string;
  readonly what: string;
}

async function besideSyft(cold: Program, archive: string, { scratch, what }: Beside): Promise<Figure> {
  const command = 'syft scan docker-archive:FILE --output json';
  const name = `Syft beside \`scan FILE\` of ${what}`;
  const syft = await findSyft(scratch);
  if (typeof syft === 'string') return { name, measured: `not here: ${syft}`, commands: [command] };
  const output = `json=${join(scratch, 'syft.json')}`;
  const theirs: Program = {
    command: [...syft.command, 'scan', `docker-archive:${archive}`, '--quiet', '--output', output],
    folder: scratch,
    environment: { SYFT_CHECK_FOR_APP_UPDATE: 'false' },
  };
  const [other, own] = await runInTurns([theirs, cold], 5);
  const ratio = middle(other, 'wallSeconds') / middle(own, 'wallSeconds');
  const measured = `${ratio.toFixed(1)} × our time (${both(other, own)}; ${syft.version})`;
  return { name, measured, target: { text: '≥ 4 ×', isMet: ratio >= 4 }, commands: [command] };
}

async function besideScalibr(cold: Program, archive: string, { scratch, what }: Beside): Promise<Figure> {
  const command = 'scalibr --image-tarball=FILE --result=result.textproto';
  const name = `\`scan FILE\` of ${what}, beside OSV-SCALIBR`;
  const scalibr = findOnPath('scalibr');
  const install = 'go install github.com/google/osv-scalibr/binary/scalibr@v0.4.5';
  if (!scalibr) return { name, measured: `not here: there is no scalibr on the PATH; ${install}`, commands: [command] };
  const result = `--result=${join(scratch, 'scalibr.textproto')}`;
  const [other, own] = await runInTurns([{ command: [scalibr, `--image-tarball=${archive}`, result], folder: scratch }, cold], 5);
  const ratio = middle(own, 'wallSeconds') / middle(other, 'wallSeconds');
  const measured = `${ratio.toFixed(2)} × (${both(own, other)})`;
  return { name, measured, target: { text: '≤ 1.3 ×', isMet: ratio <= 1.3 }, commands: [install, command] };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function both(one: readonly Run[] | undefined, other: readonly Run[] | undefined): string {
  return `${middle(one, 'wallSeconds').toFixed(2)} s and ${middle(other, 'wallSeconds').toFixed(2)} s`;
}
