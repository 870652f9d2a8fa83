import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { Fault } from '../model/fault.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import type { CycloneDxVersion } from '../tell/reports/cyclonedx/cyclonedx.ts';
import type { SbomScope } from '../tell/reports/sbom-scope.ts';
import { addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { readRecordFile } from './read-record-file.ts';
import { writePieces } from './write-pieces.ts';

interface SbomOptions extends CommonOptions {
  readonly image?: string;
  readonly perImage?: string;
  readonly specVersion?: string;
}

/** One form that an SBOM is written in. */
interface SbomForm {
  /** The first is written where none is named. */
  readonly versions: readonly string[];
  /** How files of it end. */
  readonly ending: string;
  readonly load: () => Promise<(release: Release, scope: SbomScope, version: string) => Iterable<string>>;
}

const forms: Readonly<Record<string, SbomForm>> = {
  'cyclonedx-json': {
    versions: ['1.6', '1.7'],
    ending: 'cdx.json',
    async load() {
      const { toCycloneDxJson } = await import('../tell/reports/cyclonedx/cyclonedx.ts');
      return (release, scope, version) => toCycloneDxJson(release, { scope, version: version as CycloneDxVersion });
    },
  },
  'cyclonedx-xml': {
    versions: ['1.6', '1.7'],
    ending: 'cdx.xml',
    async load() {
      const { toCycloneDxXml } = await import('../tell/reports/cyclonedx/cyclonedx.ts');
      return (release, scope, version) => toCycloneDxXml(release, { scope, version: version as CycloneDxVersion });
    },
  },
  'spdx-json': {
    versions: ['2.3'],
    ending: 'spdx.json',
    load: async () => (await import('../tell/reports/spdx/spdx.ts')).toSpdxJson,
  },
  'syft-json': {
    versions: ['16.0.18'],
    ending: 'syft.json',
    async load() {
      const { toSyftJson } = await import('../tell/reports/syft/syft.ts');
      return (release, scope) => toSyftJson(release, getOne(scope));
    },
  },
};

/** `plimsoll sbom RECORD`: writes the SBOM of a release, or of its images. */
export function sbom(command: Command): void {
  addCommonOptions(command.argument('<record>', 'release record, as `plimsoll scan` writes it'), Object.keys(forms))
    .addOption(environment(new Option('--spec-version <version>', 'version of the format: 1.6 or 1.7 of CycloneDX, 2.3 of SPDX')))
    .addOption(environment(new Option('--image <reference>', 'only this image')))
    .addOption(environment(new Option('--per-image <folder>', 'one file for each image, into this folder').conflicts('image')))
    .action(async (record: string, options: SbomOptions) => {
      const form = forms[options.format];
      if (!form) throw new Error(`no form ${options.format}`);
      const version = chooseVersion(form, options);
      const release = readRecordFile(record);
      const write = await form.load();
      if (options.perImage === undefined) await writePieces(options.output, write(release, scopeOf(release, options), version));
      else
        for (const image of release.images)
          await writePieces(join(options.perImage, fileNameOf(image, form)), write(release, { kind: 'image', image }, version));
    });
}

function chooseVersion({ versions }: SbomForm, { specVersion, format }: SbomOptions): string {
  const [standard = ''] = versions;
  if (specVersion === undefined || versions.includes(specVersion)) return specVersion ?? standard;
  throw new Fault('usage-wrong', `${format} is not written in version ${specVersion}`, {
    help: `Write one of ${versions.join(', ')}.`,
  });
}

function scopeOf(release: Release, { image }: SbomOptions): SbomScope {
  return image === undefined ? { kind: 'release' } : { kind: 'image', image: getImage(release, image) };
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

/** Syft's own form knows one image only. */
function getOne(scope: SbomScope): ReleaseImage {
  if (scope.kind === 'image') return scope.image;
  throw new Fault('usage-wrong', 'syft-json describes one image, and no release', {
    help: 'Name it with --image REFERENCE, or write a file for each with --per-image FOLDER.',
  });
}

function fileNameOf(image: ReleaseImage, { ending }: SbomForm): string {
  return `${`${image.reference}-${image.platform}`.replace(/[^A-Za-z0-9._-]+/g, '_')}.${ending}`;
}
