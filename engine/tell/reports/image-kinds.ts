import type { HistogramBin, Statistics } from '../../model/statistics.ts';
import { sumOf } from './describe.ts';
import { lifeWords } from './describe-lives.ts';
import type { CountedImage, ImageDetails, ReleaseHistogram } from './related.ts';
import type { ImageFigures, Report } from './report.ts';

/** The table of the release's images. */
export const imageRows = 'image-rows';
/** The table that has those of older releases too. */
export const imagesByRelease = 'images-by-release';

/** What counts of images lead to; `lifeWords` names the others. */
export const imageKinds = {
  worst: 'with critical or high findings',
  unread: 'not read to the end',
  lookedInto: 'looked into',
  endedRuntime: 'with a runtime or server that gets no updates',
  ageUnknown: 'of unknown age',
} as const;

/** The range of a bin as axes and tables write it. */
export function nameOfBin({ from, to }: HistogramBin): string {
  if (to === null) return `> ${from - 1}`;
  return from === to ? String(from) : `${from}–${to}`;
}

/** Images of a bin of the histogram; of an older release under the name that it has among the others. */
export function kindOfBin(bin: HistogramBin, release?: string): string {
  return `with ${nameOfBin(bin)} findings${release === undefined ? '' : ` in ${release}`}`;
}

/** Images of a bin of ages. */
export function kindOfAge({ from, to }: HistogramBin): string {
  return to === null ? `${from} days old or more` : `${from} to ${to} days old`;
}

/** Images that were not read in a release. */
export function kindOfUnread(release: string): string {
  return `not read in ${release}`;
}

/** What releases are called where they stand beside each other: by their versions, and by their time where two have the same. */
export function nameReleases(
  releases: readonly Pick<ReleaseHistogram, 'version' | 'now'>[],
): (release: Pick<ReleaseHistogram, 'version' | 'now'>) => string {
  const times = Map.groupBy(releases, ({ version }) => version);
  return ({ version, now }) => ((times.get(version)?.length ?? 0) > 1 ? `${version} of ${now}` : version);
}

/** The bin that each image is in, by its reference: images are counted once, whatever their platforms. */
export function findBins(images: readonly CountedImage[], bins: readonly HistogramBin[]): ReadonlyMap<string, HistogramBin> {
  const counts = new Map<string, number>();
  for (const { reference, findings } of images) counts.set(reference, (counts.get(reference) ?? 0) + findings);
  return new Map([...counts].flatMap(([reference, count]) => binOf(count, bins).map((bin) => [reference, bin] as const)));
}

/** The kinds of each image of the report, in its order. */
export function kindsOfImages(report: Report): readonly (readonly string[])[] {
  const { images, details = [], statistics } = report;
  const bins = findBins(histogramOf(report).images, statistics.histogram);
  return images.map((image, index) => {
    const bin = bins.get(image.reference);
    return [...(bin ? [kindOfBin(bin)] : []), ...kindsOfReading(image), ...kindsOfDetails(details[index], statistics)];
  });
}

function kindsOfReading({ status, findings }: ImageFigures): readonly string[] {
  return [
    status,
    ...(status === 'read' ? [] : [imageKinds.unread]),
    ...(findings.CRITICAL + findings.HIGH > 0 ? [imageKinds.worst] : []),
  ];
}

function kindsOfDetails(details: ImageDetails | undefined, { ages }: Statistics): readonly string[] {
  if (!details) return [];
  const { ageDays, base } = details;
  const age = ageDays === null ? [imageKinds.ageUnknown] : binOf(ageDays, ages.bins).map(kindOfAge);
  if (!base) return age;
  const { life, distribution, endsOn, endedRuntimes } = base;
  return [
    ...age,
    lifeWords[life],
    ...(life === 'unread' ? [] : [imageKinds.lookedInto]),
    ...(life === 'ended' ? [`${distribution}, ended ${endsOn}`] : []),
    ...(endedRuntimes.length > 0 ? [imageKinds.endedRuntime] : []),
  ];
}

function binOf(count: number, bins: readonly HistogramBin[]): readonly HistogramBin[] {
  return bins.filter(({ from, to }) => count >= from && (to === null || count <= to));
}

/** The histogram of the report's release, with the images that it counts. */
export function histogramOf({
  release,
  statistics,
  images,
}: Pick<Report, 'release' | 'statistics' | 'images'>): ReleaseHistogram {
  const { version, now } = release;
  const counted = images.map(({ reference, platform, status, findings }) => ({
    ...{ reference, platform, status },
    findings: sumOf(findings),
  }));
  return { version, now, bins: statistics.histogram, images: counted };
}
