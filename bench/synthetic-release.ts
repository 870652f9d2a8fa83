import { createHash } from 'node:crypto';
import { createAdvisoryMemory } from '../engine/judge/matches/advisory-memory.ts';
import type { Advisory } from '../engine/model/advisory.ts';
import type { DeclaredImage } from '../engine/model/inventory.ts';
import type { InstalledPackage } from '../engine/model/package.ts';
import type { Release, ReleaseImage } from '../engine/model/release.ts';
import { judgeImages } from '../engine/pipeline/judge-images.ts';
import { sampleRelease } from '../engine/test/sample-release.ts';

/** How large a release is to be made. */
export interface ReleaseSize {
  readonly images: number;
  readonly packagesEach: number;
  /** Which of a series: each raises some packages, adds an image, takes one away, and knows more advisories. */
  readonly step: number;
  readonly engine: string;
}

const bases = 6;
const vectors = ['C:H/I:H/A:H', 'C:H/I:N/A:N', 'C:L/I:N/A:N', 'C:N/I:N/A:L'];

/**
 * An invented release in the proportions of a real one: images share one of six bases, two thirds of their packages are the base's, and
 * two packages of three have a finding.
 */
export function makeSyntheticRelease({ images, packagesEach, step, engine }: ReleaseSize): Release {
  const read = Array.from({ length: images }, (_, index) => makeImage(index + step, packagesEach, step));
  const asOf = new Date(Date.UTC(2024, step, 1)).toISOString();
  const advisories = makeAdvisories(packagesEach, step);
  const source = createAdvisoryMemory({
    snapshot: { id: `sha256:${hash(`snapshot ${step}`)}`, asOf },
    ecosystems: ['npm'],
    releases: ['npm'],
    advisories,
  });
  const judged = judgeImages(read, source);
  const [declared] = sampleRelease.inventory.images;
  return {
    ...sampleRelease,
    ...judged,
    version: `1.${step}.0`,
    now: asOf,
    engine,
    inventory: {
      ...sampleRelease.inventory,
      images: read.map(({ reference }, index) => declare(declared as DeclaredImage, reference, index)),
    },
    images: read,
    coverage: { expected: images, read: images, failed: 0, unsupported: 0, empty: 0 },
    gaps: [],
  };
}

function declare(sample: DeclaredImage, reference: string, index: number): DeclaredImage {
  return {
    ...sample,
    reference,
    components: [`component-${index % 20}`],
    owners: [`owner-${index % 8}`],
    tier: index % 10 === 0 ? 'example' : 'core',
  };
}

function makeImage(index: number, packagesEach: number, step: number): ReleaseImage {
  const base = index % bases;
  const [sample] = sampleRelease.images;
  const ofBase = Math.floor((packagesEach * 2) / 3);
  const layers = [`base ${base} ${step}`, `image ${index} ${step}`].map((name) => ({
    digest: `sha256:${hash(name)}`,
    fromBase: name.startsWith('base'),
  }));
  const packages = Array.from({ length: packagesEach }, (_, at) =>
    makePackage(
      at < ofBase ? `base-${base}-${at}` : `own-${(index * 7 + at) % 4000}`,
      at,
      step,
      layers[at < ofBase ? 0 : 1]?.digest ?? '',
      at < ofBase,
    ),
  );
  return {
    ...(sample as ReleaseImage),
    reference: `registry.example/synthetic/image-${index}:1.${step}`,
    digest: `sha256:${hash(`manifest ${index} ${step}`)}`,
    distribution: null,
    layers: layers.map((layer) => ({ ...layer, diffId: layer.digest, mediaType: '', sizeBytes: 1 })),
    packages: packages.toSorted((a, b) => (a.purl < b.purl ? -1 : 1)),
  };
}

function makePackage(name: string, at: number, step: number, layer: string, fromBase: boolean): InstalledPackage {
  const version = `1.${at % 3 === 0 ? step : 0}.${at % 10}`;
  return {
    ...{ type: 'npm', name, version, scheme: 'semver', purl: `pkg:npm/${name}@${version}`, certainty: 'certain', license: 'MIT' },
    ...{ fromBase, ownedBy: null, places: [{ layer, path: `app/node_modules/${name}/package.json` }] },
  } as InstalledPackage;
}

function makeAdvisories(packagesEach: number, step: number): readonly Advisory[] {
  const names = [
    ...Array.from({ length: bases }, (_, base) =>
      Array.from({ length: Math.floor((packagesEach * 2) / 3) }, (_, at) => `base-${base}-${at}`),
    ).flat(),
    ...Array.from({ length: 4000 }, (_, at) => `own-${at}`),
  ];
  return names.flatMap((name, index) => {
    const number = Number.parseInt(hash(name).slice(0, 6), 16);
    if (number % 3 === 0 || number % 10 > 8 + step) return [];
    return [makeAdvisory(name, index, number)];
  });
}

function makeAdvisory(name: string, index: number, number: number): Advisory {
  const fixed = number % 4 === 0 ? undefined : `${1 + (number % 2)}.${1 + (number % 5)}.0`;
  return {
    id: `GHSA-0000-0000-${index}`,
    aliases: [`CVE-2023-${10_000 + index}`],
    upstream: [],
    publishedAt: '2023-06-01T00:00:00Z',
    modifiedAt: '2023-06-01T00:00:00Z',
    severities: [{ source: 'ghsa', vector: `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/${vectors[number % vectors.length]}` }],
    affected: [
      {
        ...{ ecosystem: 'npm', name, scheme: 'semver', versions: [], severities: [], architectures: [] },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, ...(fixed ? [{ fixed }] : [])] }],
      },
    ],
    database: 'ghsa',
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
