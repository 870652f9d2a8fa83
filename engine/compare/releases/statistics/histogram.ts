import type { HistogramBin } from '../../../model/statistics.ts';
import type { FindingRow } from './finding-rows.ts';

const width = 5;
const last = 100;

/**
 * How many images have how many findings: none, 1 to 5, … 96 to 100, more.
 *
 * in      every image of the release, read or not
 */
export function toHistogram(rows: readonly FindingRow[], images: readonly string[]): readonly HistogramBin[] {
  const findings = new Map(images.map((image) => [image, 0]));
  for (const { finding, suppressed } of rows) {
    if (!suppressed) findings.set(finding.image, (findings.get(finding.image) ?? 0) + 1);
  }
  const counts = [...findings.values()];
  const bin = (from: number, to: number | null): HistogramBin => ({
    from,
    to,
    images: counts.filter((count) => count >= from && (to === null || count <= to)).length,
  });
  const steps = Array.from({ length: last / width }, (_, index) => bin(index * width + 1, (index + 1) * width));
  return [bin(0, 0), ...steps, bin(last + 1, null)];
}
