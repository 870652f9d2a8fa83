import { type Command, Option } from 'commander';
import { openSbomStore } from '../adapters/images/sbom-store.ts';
import { compareContents } from '../compare/releases/compare-contents.ts';
import { Fault } from '../model/fault.ts';
import type { Gap } from '../model/reading.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import { comparisonsToJson, comparisonsToText, type ImageComparison } from '../tell/reports/sbom-comparison.ts';
import { addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { exitCodes } from './fail.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

interface CompareSbomOptions extends CommonOptions {
  readonly image?: string;
}

/** `plimsoll compare-sbom RECORD [SBOM]`: what SBOMs say otherwise than what was found in the images. */
export function compareSbom(command: Command): void {
  command
    .argument('<record>', 'release record, as `plimsoll scan` writes it')
    .argument('[sbom]', 'an SBOM, or a folder of them; without it, those that `scan --attached` found with the images');
  addCommonOptions(command, ['terminal', 'json'])
    .addOption(environment(new Option('--image <reference>', 'only this image')))
    .action(async (record: string, at: string | undefined, options: CompareSbomOptions) => {
      const images = imagesOf(readRecordFile(record), options.image);
      const { compared, gaps } = at === undefined ? { compared: attachedTo(images), gaps: [] } : await compareWith(images, at);
      const told = compared.filter(({ sboms }) => sboms.length > 0);
      if (told.length === 0) throw nothingToCompare(at, gaps);
      writeOutput(options.output, options.format === 'json' ? comparisonsToJson(told) : comparisonsToText(told));
      for (const { path, detail } of gaps) process.stderr.write(`${path ?? at}: ${detail}\n`);
      if (gaps.length > 0) process.exitCode = exitCodes.incomplete;
    });
}

function imagesOf({ images, product, version }: Release, reference: string | undefined): readonly ReleaseImage[] {
  const isMeant = (image: ReleaseImage) => image.reference === reference || image.reference.endsWith(`/${reference}`);
  const meant = reference === undefined ? images : images.filter(isMeant);
  if (meant.length > 0) return meant;
  throw new Fault('usage-wrong', `${reference ?? 'no image'} is not an image of ${product} ${version}`, {
    help: 'Write it as `plimsoll report` lists it.',
  });
}

function attachedTo(images: readonly ReleaseImage[]): readonly ImageComparison[] {
  return images.map(({ reference, platform, comparedSboms = [] }) => ({ reference, platform, sboms: comparedSboms }));
}

async function compareWith(images: readonly ReleaseImage[], at: string) {
  const store = openSbomStore({ at, folder: process.cwd() });
  const gaps = new Map<string, Gap>();
  const compared: ImageComparison[] = [];
  for (const { reference, platform, packages } of images) {
    const found = await store.find({ reference, platform });
    for (const gap of found.gaps) gaps.set(`${gap.path} ${gap.detail}`, gap);
    if (found.kind !== 'described') continue;
    const [source = at] = found.packages.flatMap(({ places }) => places.map(({ path }) => path));
    compared.push({ reference, platform, sboms: [{ source, ...compareContents(packages, found.packages) }] });
  }
  await store.close();
  return { compared, gaps: [...gaps.values()] };
}

function nothingToCompare(at: string | undefined, gaps: readonly Gap[]): Fault {
  const [gap] = gaps;
  if (gap) return new Fault('usage-wrong', `${gap.path ?? at}: ${gap.detail}`);
  if (at === undefined)
    return new Fault('usage-wrong', 'the record compares no attached SBOM with an image', {
      help: 'Scan again with --attached, or name an SBOM.',
    });
  return new Fault('usage-wrong', `no SBOM in ${at} names an image of the record`, {
    help: 'An SBOM names its image by digest, purl, name or by its own file name.',
  });
}
