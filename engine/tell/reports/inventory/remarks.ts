import type { DeclaredImage, Inventory } from '../../../model/inventory.ts';
import { plural } from '../describe.ts';
import { printable } from '../printable.ts';

/** Lines of each remark that a terminal shows; JSON has them all. */
const shown = 20;

/**
 * What somebody should look at in an inventory that is complete: images that nobody owns, tags that move, one image under two names.
 *
 * out     one text each; none where there is nothing to say
 */
export function describeRemarks({ images, sameImages = [] }: Inventory): readonly string[] {
  const unowned = images.filter(({ owners }) => owners.length === 0);
  const mutable = images.filter(({ identity }) => identity?.pin === 'mutable-tag');
  return [
    ...describeUnowned(unowned, images.length),
    ...remark('Tags that move, so that the same manifests install something else tomorrow', mutable.map(describeMutable)),
    ...remark(
      'One image under several names',
      sameImages.map(({ identity, references }) => `${identity}: ${references.join(', ')}`),
    ),
  ];
}

function describeUnowned(unowned: readonly DeclaredImage[], all: number): readonly string[] {
  if (all > 0 && unowned.length === all)
    return ['Nobody is named as owner of any image: `components` in plimsoll.yaml, OWNERS or CODEOWNERS can.'];
  return remark(
    'Images that nobody owns',
    unowned.map(({ reference }) => reference),
  );
}

function describeMutable({ reference, identity }: DeclaredImage): string {
  return `${reference}  ${identity?.reason ?? ''}`;
}

function remark(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - shown;
  const more = rest > 0 ? [`  … and ${rest} more ${plural(rest, 'line')}; --format json has them all`] : [];
  return [[`${title} (${lines.length})`, ...lines.slice(0, shown).map((line) => printable(`  ${line}`)), ...more].join('\n')];
}
