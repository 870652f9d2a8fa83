import type { Finding } from '../../../model/finding.ts';
import type { HistogramBin } from '../../../model/statistics.ts';

const width = 5;
const last = 100;

/**
 * How many images have how many findings: none, 1 to 5, … 96 to 100, more.
 *
 * in      findings that count; every image of the release, read or not
 */
export function toHistogram(findings: readonly Finding[], images: readonly string[]): readonly HistogramBin[] {
  const byImage = new Map(images.map((image) => [image, 0]));
  for (const { image } of findings) byImage.set(image, (byImage.get(image) ?? 0) + 1);
  const counts = [...byImage.values()];
  const bin = (from: number, to: number | null): HistogramBin => ({
    from,
    to,
    images: counts.filter((count) => count >= from && (to === null || count <= to)).length,
  });
  const steps = Array.from({ length: last / width }, (_, index) => bin(index * width + 1, (index + 1) * width));
  return [bin(0, 0), ...steps, bin(last + 1, null)];
}
