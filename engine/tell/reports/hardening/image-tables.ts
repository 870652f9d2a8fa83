import type { Hardening, KubernetesLife, LifeRow, ProvenanceRow } from '../../../model/hardening.ts';
import { plural } from '../describe.ts';

/** Rows of the table that are shown. */
const shown = 15;

type Write = (headings: readonly string[], rows: readonly (readonly (string | number)[])[]) => string;

/** What gets no security updates anymore, and how much nobody knows of; empty where all is well and known. */
export function lifeTable({ kubernetes, life = [] }: Hardening, write: Write): string {
  const groups = [...Map.groupBy(life.filter(hasEnded), nameOf)]
    .map(([name, rows]) => ({ name, since: rows[0]?.endsOn ?? '', images: countImages(rows) }))
    .toSorted((a, b) => b.images - a.images);
  const ended = [
    ...(kubernetes?.status === 'ended' ? [kubernetesRow(kubernetes)] : []),
    ...groups.map(({ name, since, images }) => [name, since, images]),
  ];
  const unknown = countImages(life.filter(({ status }) => status === 'unknown'));
  const more = ended.length > shown ? [`… and ${ended.length - shown} more; --format json has each image`] : [];
  const left =
    unknown > 0 ? [`Of ${unknown} ${plural(unknown, 'image')} nobody knows until when: not read, or without a date.`] : [];
  return [
    ...(ended.length > 0 ? [write(['no updates for', 'since', 'images'], ended.slice(0, shown))] : []),
    ...more,
    ...left,
  ].join('\n\n');
}

/** Of how many images it is known where they come from; empty where there is no record of images. */
export function provenanceTable({ provenance }: Hardening, write: Write): string {
  if (!provenance || provenance.images.length === 0) return '';
  const ages = provenance.images.flatMap(({ ageDays }) => ageDays ?? []).toSorted((a, b) => a - b);
  const median = ages[Math.floor(ages.length / 2)];
  const age = median === undefined ? 'No image says when it was made.' : agesText(median, ages.at(-1) ?? median, ages.length);
  const rows = provenance.coverage.map(({ fact, present, absent, unknown }) => [fact, present, absent, unknown]);
  const rebuild = rebuildText(provenance.images);
  return [write(['provenance', 'present', 'absent', 'unknown'], rows), age, ...(rebuild ? [rebuild] : [])].join('\n\n');
}

function rebuildText(images: readonly ProvenanceRow[]): string | undefined {
  const worthwhile = images.filter(({ rebuildFixes = 0 }) => rebuildFixes > 0);
  const findings = worthwhile.reduce((sum, { rebuildFixes = 0 }) => sum + rebuildFixes, 0);
  if (findings === 0) return undefined;
  return `Building ${worthwhile.length} ${plural(worthwhile.length, 'image')} again, with nothing changed, takes ${findings} ${plural(findings, 'finding')} away: their own layers install packages that the distribution has fixed.`;
}

function agesText(median: number, oldest: number, count: number): string {
  return `Of ${count} ${plural(count, 'image')} the age is known: half are ${median} days old or less, the oldest ${oldest}.`;
}

function kubernetesRow({ version, endsOn }: KubernetesLife): readonly (string | number)[] {
  return [`kubernetes ${version}`, endsOn ?? '', '–'];
}

function hasEnded({ status }: LifeRow): boolean {
  return status === 'ended';
}

function nameOf({ name, cycle }: LifeRow): string {
  return `${name ?? ''} ${cycle ?? ''}`;
}

function countImages(rows: readonly LifeRow[]): number {
  return new Set(rows.map(({ image, platform }) => `${image} ${platform}`)).size;
}
