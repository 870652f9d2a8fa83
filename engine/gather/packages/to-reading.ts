import type { Package } from '../../model/package.ts';
import type { Gap, Reading } from '../../model/reading.ts';

const most = { packages: 250_000, shownGaps: 1_000, gaps: 100_000 };

/**
 * What a cataloger gives out one by one, as a reading of bounded size.
 *
 * in      packages and gaps in the order they were met; read no further once there are too many of either, or one package more than there
 *         is room for: the layer's runner tells of that
 * out     both kinds, each in that order
 * units   at most 250,000 packages and 1,000 gaps a file, and 100,000 more that are only counted; no real database comes near
 * gaps    too-many-packages (the rest is unread), too-many-gaps (says how many more there are)
 */
export function toReading(
  parts: Iterable<Package | Gap>,
  { unit, path, room = most.packages }: { readonly unit: string; readonly path: string; readonly room?: number },
): Reading<Package> {
  const items: Package[] = [];
  const gaps: Gap[] = [];
  let withheld = 0;
  for (const part of parts) {
    if ('code' in part) {
      if (gaps.length < most.shownGaps) gaps.push(part);
      else withheld += 1;
      if (withheld >= most.gaps) break;
    } else if (items.length < most.packages) {
      items.push(part);
      if (items.length > room) break;
    } else {
      gaps.push({ code: 'too-many-packages', unit, path, detail: `more than ${most.packages} packages; the rest was not read` });
      break;
    }
  }
  const rest = withheld >= most.gaps ? '; after them the rest was not read' : '';
  if (withheld > 0)
    gaps.push({ code: 'too-many-gaps', unit, path, detail: `${withheld} more places in it could not be read${rest}` });
  return { items, gaps };
}
