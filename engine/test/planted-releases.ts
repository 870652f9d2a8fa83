import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createAdvisoryMemory } from '../judge/matches/advisory-memory.ts';
import type { Advisory } from '../model/advisory.ts';
import type { InstalledPackage } from '../model/package.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import type { Severity } from '../model/severity.ts';
import { judgeImages } from '../pipeline/judge-images.ts';
import { sampleRelease } from './sample-release.ts';

const [declared] = sampleRelease.inventory.images;
const [sample] = sampleRelease.images;
const [samplePackage] = sample?.packages ?? [];
assert.ok(declared && sample && samplePackage);

/** What an image holds: npm packages and their versions. */
export interface PlantedImage {
  readonly packages: Readonly<Record<string, string>>;
  readonly status?: ReleaseImage['status'];
  readonly base?: boolean;
}

/** A release to plant; `suppress` and `stated` hold vulnerabilities that an exception and a statement take out. */
export interface PlantedRelease {
  readonly images: Readonly<Record<string, PlantedImage>>;
  readonly advisories: readonly Advisory[];
  readonly suppress?: readonly string[];
  readonly stated?: readonly string[];
  readonly policy?: Release['policy'];
  readonly engine?: string;
  /** A vulnerability that this engine or policy did not see. */
  readonly unseen?: string;
  readonly asOf: string;
}

/** The version of Plimsoll that writes and reads planted releases. */
export const plantedEngine = '2.0.0';
const ratings: Readonly<Record<string, { readonly vector: string; readonly score: number }>> = {
  CRITICAL: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 },
  HIGH: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', score: 7.5 },
  LOW: { vector: 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', score: 1.8 },
};

/** An advisory on every version of an npm package before `fixed`: GHSA-0000-0000-NNNN, CVE-2020-NNNN. */
export const plantAdvisory = (
  number: number,
  name: string,
  fixed: string | undefined,
  more: Partial<Advisory> & { severity?: Severity } = {},
): Advisory => ({
  id: `GHSA-0000-0000-${String(number).padStart(4, '0')}`,
  aliases: [`CVE-2020-${String(number).padStart(4, '0')}`],
  upstream: [],
  publishedAt: '2020-01-01T00:00:00Z',
  modifiedAt: '2020-01-01T00:00:00Z',
  severities: [{ source: 'ghsa', ...ratings[more.severity ?? 'HIGH'] }],
  affected: [
    {
      ecosystem: 'npm',
      name,
      scheme: 'semver',
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, ...(fixed ? [{ fixed }] : [])] }],
      versions: [],
      severities: [],
      architectures: [],
    },
  ],
  database: 'ghsa',
  ...(({ severity: _, ...rest }) => rest)(more),
});

function installed(name: string, version: string, fromBase: boolean): InstalledPackage {
  const { source: _, architecture: __, ...rest } = samplePackage as InstalledPackage;
  return { ...rest, type: 'npm', name, version, scheme: 'semver', purl: `pkg:npm/${name}@${version}`, fromBase };
}

/** The release that a description makes: its packages judged by its advisories. */
export function plantRelease({ images, advisories, suppress = [], stated = [], unseen, asOf, ...rest }: PlantedRelease): Release {
  const read = Object.entries(images).map(([reference, { packages, status = 'read', base = false }]): ReleaseImage => {
    const held = status === 'read' ? Object.entries(packages).map(([name, version]) => installed(name, version, base)) : [];
    const digest = `sha256:${createHash('sha256')
      .update(JSON.stringify([packages, status]))
      .digest('hex')}`;
    return { ...(sample as ReleaseImage), reference, status, digest, distribution: null, packages: held };
  });
  const source = createAdvisoryMemory({
    snapshot: { id: `sha256:${asOf}`, asOf },
    ecosystems: ['npm'],
    releases: ['npm'],
    advisories,
  });
  const { findings, undecided, knowledge } = judgeImages(read, source);
  const takenBy = (id: string) => (suppress.includes(id) ? 'E-1' : stated.includes(id) ? 'vex:v.json#1' : null);
  return {
    ...sampleRelease,
    ...(rest.policy && { policy: rest.policy }),
    engine: rest.engine ?? plantedEngine,
    inventory: {
      ...sampleRelease.inventory,
      images: read.map(({ reference }) => ({ ...(declared as typeof declared & object), reference })),
    },
    images: read,
    knowledge,
    undecided,
    findings: findings
      .filter(({ vulnerability }) => vulnerability !== unseen)
      .map((finding) => ({ ...finding, suppressedBy: takenBy(finding.vulnerability) })),
  };
}
