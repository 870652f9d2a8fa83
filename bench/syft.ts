import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Corpus } from '../engine/test/corpus.ts';
import { copyImages, imagesOf } from './copy-image.ts';
import type { Figure } from './figure.ts';
import { findSyft } from './find-program.ts';
import { middle, type Program, runInTurns } from './run-program.ts';
import { writeRelease } from './write-release.ts';

/** Images that Syft reads; it takes about five seconds for each. */
const sampled = 20;
const command = 'syft scan oci-dir:IMAGE --output json, for each image';

/** What the comparison needs. */
export interface SyftRequest {
  readonly corpus: Corpus;
  readonly scratch: string;
  /** A scan of a release with an empty cache. */
  scan(release: string): Program;
  /** How long that takes for all images; seconds. */
  readonly whole: number;
}

/** Syft reads one image after the other, as it is used for the images of a release; it has no cache. */
export async function besideSyft({ corpus, scratch, scan, whole }: SyftRequest): Promise<readonly Figure[]> {
  const name = 'Syft, the same images one by one, beside one `scan` of all with an empty cache';
  const images = join(corpus.folder, 'images');
  const syft = existsSync(images) ? await findSyft(scratch) : 'the corpus has no image by itself';
  if (typeof syft === 'string') return [{ name, measured: `not here: ${syft}`, commands: [command] }];
  const all = imagesOf(corpus.folder, corpus.references).filter((image) => existsSync(join(images, nameOf(image.reference))));
  const step = Math.max(1, Math.floor(all.length / sampled));
  const sample = all.filter((_, index) => index % step === 0);
  const unshared = join(scratch, 'unshared');
  copyImages(corpus.folder, sample, unshared, () => true);
  const references = sample.map(({ reference }) => reference);
  const [own] = await runInTurns([scan(writeRelease(join(scratch, 'apart'), [unshared], references))], 3);
  let theirs = 0;
  for (const reference of references) {
    const [runs] = await runInTurns([syftProgram(syft.command, join(images, nameOf(reference)), scratch)], 1, false);
    theirs += middle(runs, 'wallSeconds');
  }
  const ours = middle(own, 'wallSeconds');
  const total = (theirs / sample.length) * corpus.references.length;
  const from = sample.length < corpus.references.length ? `, extrapolated from ${sample.length}` : '';
  return [
    {
      name,
      measured: `${(total / whole).toFixed(0)} × our time (${total.toFixed(0)} s${from}, and ${whole.toFixed(1)} s; ${syft.version})`,
      target: { text: '≥ 60 ×', isMet: total / whole >= 60 },
      commands: [command],
    },
    {
      name: `Syft, ${sample.length} images, beside one \`scan\` of them where each has layers of its own, empty cache`,
      measured: `${(theirs / ours).toFixed(1)} × our time (${theirs.toFixed(1)} s and ${ours.toFixed(1)} s)`,
      target: { text: '≥ 8 ×', isMet: theirs / ours >= 8 },
      commands: [command],
    },
  ];
}

/** `debian-python` of `registry.example.test/harbourline/debian-python:v1`, as the corpus calls its folder. */
function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1).replace(/:.*$/, '');
}

function syftProgram(syft: readonly string[], image: string, scratch: string): Program {
  return {
    command: [...syft, 'scan', `oci-dir:${image}`, '--quiet', '--output', `json=${join(scratch, 'syft.json')}`],
    folder: scratch,
    environment: { SYFT_CHECK_FOR_APP_UPDATE: 'false' },
  };
}
