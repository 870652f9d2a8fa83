import type { Release } from '../../../model/release.ts';
import type { HistogramBin, ImageAges } from '../../../model/statistics.ts';

/** Last days of the bins; the last bin is open. */
const ends = [30, 90, 180, 365, 730];

const day = 86_400_000;

/** Builders that want the same bytes every time write 1970 or 1980; no image is older than containers are. */
const firstDay = Date.UTC(2013, 0, 1);

/** What the figure counts; `docs/concepts/metrics.md` has it too. */
export const ageMetric = {
  id: 'age',
  version: 1,
  unit: 'image',
  definition:
    'Distinct image references by the days from their creation to the day that the release is judged at, each as old as its youngest platform; those that say no day, or one before 2013, are counted apart.',
} as const;

/** How old the images of a release are. An image that is read for several platforms is as old as its youngest. */
export function toAges(release: Pick<Release, 'images' | 'now'>): ImageAges {
  const days = [...findAges(release).values()];
  const bin = (from: number, to: number | null): HistogramBin => ({
    from,
    to,
    images: days.filter((age) => age !== undefined && age >= from && (to === null || age <= to)).length,
  });
  const bins = ends.map((end, index) => bin(index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end));
  return {
    version: ageMetric.version,
    bins: [...bins, bin((ends.at(-1) ?? 0) + 1, null)],
    unknown: days.filter((age) => age === undefined).length,
  };
}

/** The age in days of each image, by its reference; undefined where it says none. */
export function findAges({ images, now }: Pick<Release, 'images' | 'now'>): ReadonlyMap<string, number | undefined> {
  const ages = new Map<string, number | undefined>();
  for (const { reference, configuration } of images) {
    const known = ages.get(reference);
    const age = ageOf(configuration?.createdAt, now);
    ages.set(reference, known === undefined || (age !== undefined && age < known) ? age : known);
  }
  return ages;
}

function ageOf(createdAt: string | undefined, now: string): number | undefined {
  const created = Date.parse(createdAt ?? '');
  if (Number.isNaN(created) || created < firstDay) return undefined;
  return Math.max(0, Math.floor((Date.parse(now) - created) / day));
}
