import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { Fault } from '../model/fault.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import { addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

interface SbomOptions extends CommonOptions {
  readonly image?: string;
  readonly perImage?: string;
}

/** `plimsoll sbom RECORD`: writes the SBOM of a release, or of its images. */
export function sbom(command: Command): void {
  addCommonOptions(command.argument('<record>', 'release record, as `plimsoll scan` writes it'), ['cyclonedx-json'])
    .addOption(environment(new Option('--image <reference>', 'only this image')))
    .addOption(environment(new Option('--per-image <folder>', 'one file for each image, into this folder').conflicts('image')))
    .action(async (record: string, options: SbomOptions) => {
      const release = readRecordFile(record);
      const { toCycloneDx } = await import('../tell/reports/cyclonedx/cyclonedx.ts');
      if (options.perImage !== undefined) {
        for (const image of release.images)
          writeOutput(join(options.perImage, fileNameOf(image)), toCycloneDx(release, { kind: 'image', image }));
        return;
      }
      const subject =
        options.image === undefined
          ? ({ kind: 'release' } as const)
          : ({ kind: 'image', image: getImage(release, options.image) } as const);
      writeOutput(options.output, toCycloneDx(release, subject));
    });
}

function getImage(release: Release, reference: string): ReleaseImage {
  const image = release.images.find(
    (candidate) => candidate.reference === reference || candidate.reference.endsWith(`/${reference}`),
  );
  if (image) return image;
  throw new Fault('usage-wrong', `${reference} is not an image of ${release.product} ${release.version}`, {
    help: 'Write it as `plimsoll report` lists it.',
  });
}

function fileNameOf(image: ReleaseImage): string {
  return `${`${image.reference}-${image.platform}`.replace(/[^A-Za-z0-9._-]+/g, '_')}.cdx.json`;
}
