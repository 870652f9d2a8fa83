import type { Package } from '../../model/package.ts';
import type { Gap, Reading } from '../../model/reading.ts';

const most = { packages: 250_000, gaps: 1_000 };

/**
 * What a cataloger gives out one by one, as a reading of bounded size.
 *
 * in      packages and gaps in the order they were met; read no further once there are too many packages
 * out     both kinds, each in that order
 * units   at most 250,000 packages and 1,000 gaps a file; no real database comes near
 * gaps    too-many-packages (the rest is unread), too-many-gaps (says how many more there are)
 */
export function toReading(
  parts: Iterable<Package | Gap>,
  place: { readonly unit: string; readonly path: string },
): Reading<Package> {
  const items: Package[] = [];
  const gaps: Gap[] = [];
  let withheld = 0;
  for (const part of parts) {
    if ('code' in part) {
      if (gaps.length < most.gaps) gaps.push(part);
      else withheld += 1;
    } else if (items.length < most.packages) {
      items.push(part);
    } else {
      gaps.push({ ...place, code: 'too-many-packages', detail: `more than ${most.packages} packages; the rest was not read` });
      break;
    }
  }
  if (withheld > 0) gaps.push({ ...place, code: 'too-many-gaps', detail: `${withheld} more places in it could not be read` });
  return { items, gaps };
}
