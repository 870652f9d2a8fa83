import type { Difference, MovedContents } from '../../model/difference.ts';
import { plural } from './describe.ts';
import { printable } from './printable.ts';

/** What is said where no finding came, went or changed its severity. */
export function describeUnchanged({ moved = [] }: Pick<Difference, 'moved'>): string {
  if (moved.length === 0) return 'Nothing changed.';
  return `No finding changed; ${moved.length} ${plural(moved.length, 'image')} ${moved.length === 1 ? 'holds' : 'hold'} something else under the same tag.`;
}

/** One line for an image that moved, with both digests. */
export function describeMoved({ reference, platform, from, to }: MovedContents): string {
  return printable(`${reference} (${platform}): ${from} → ${to}`);
}
