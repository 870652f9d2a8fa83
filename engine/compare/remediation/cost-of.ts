import type { PlannedAction } from '../../model/plan.ts';
import type { Release } from '../../model/release.ts';

/** What changing some images costs, whose work it is, and where it begins. */
export function costOf(
  images: readonly string[],
  { inventory, decisions = [] }: Release,
): Pick<PlannedAction, 'cost' | 'edit' | 'owner'> {
  const declared = inventory.images.filter(({ reference }) => images.includes(reference));
  const owners = new Set(declared.flatMap((image) => image.owners));
  const [first] = declared.flatMap(({ occurrences }) => occurrences);
  const deciding = first?.decidedBy?.find(({ part }) => part === 'tag' || part === 'digest') ?? first;
  const locks = decisions.filter((one) => one.type === 'version-lock' && one.images.some((image) => images.includes(image)));
  return {
    cost: {
      imagesRebuilt: images.length,
      components: sorted(declared.flatMap(({ components }) => components)),
      planes: sorted(declared.flatMap(({ plane }) => plane ?? [])),
      locksBroken: sorted(locks.map(({ id }) => id)),
    },
    edit: deciding ? { file: deciding.file, line: deciding.line } : null,
    owner: owners.size === 1 ? ([...owners][0] ?? null) : null,
  };
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}
