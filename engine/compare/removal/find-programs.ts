import type { ImageFacts } from '../../model/image.ts';
import type { InstalledPackage } from '../../model/package.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';
import type { Rebuild, SpareKind, SpareProgram } from '../../model/removal.ts';
import { packagesOfPrograms } from './packages-of-program.ts';

/** Programs of one kind in an image, with the packages that they came with. */
export interface FoundPrograms {
  readonly image: ReleaseImage;
  readonly items: readonly InstalledPackage[];
  readonly row: Omit<SpareProgram, 'findings'>;
}

const kinds: readonly SpareKind[] = ['shells', 'packageManagers', 'compilers'];

/** Shells, package managers and compilers of every image, in the order of the release. */
export function findPrograms({ images }: Release): readonly FoundPrograms[] {
  return images.flatMap((image) =>
    kinds.flatMap((kind): FoundPrograms[] => {
      const { facts, reference, platform, packages } = image;
      const paths = facts?.[kind] ?? [];
      if (!facts || paths.length === 0) return [];
      const items = packagesOfPrograms(paths, packages);
      const row = {
        ...{ image: reference, platform, kind, paths, omitted: facts.omitted?.[kind] ?? 0, neededBy: findNeed(paths, facts) },
        packages: items.map(({ purl }) => purl).toSorted(),
        sizeBytes: weigh(items),
      };
      return [{ image, items, row }];
    }),
  );
}

/** Of packages that others own nothing is stated twice; null where none says. */
function weigh(items: readonly InstalledPackage[]): number | null {
  const sizes = items.flatMap(({ ownedBy, sizeBytes }) => (ownedBy === null && sizeBytes !== undefined ? [sizeBytes] : []));
  return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0);
}

/** The program that the image starts, where it is one of these or a script for one. */
function findNeed(paths: readonly string[], { program, interpreter }: ImageFacts): string | null {
  const isOne = (fact: ImageFacts['program'] | undefined) => {
    if (!fact) return false;
    const ends = [fact.path, 'resolved' in fact ? fact.resolved : undefined].map((path) => path?.replace(/^\/+/, ''));
    return paths.some((path) => ends.includes(path));
  };
  return program && (isOne(program) || isOne(interpreter)) ? program.path : null;
}

/**
 * The layers that bring these packages. Each has to be made again for its programs to go, and making it once serves every image on it.
 *
 * out     those that most images have first
 */
export function findRebuilds(found: readonly FoundPrograms[]): readonly Omit<Rebuild, 'findings'>[] {
  const brought = found.flatMap(({ image, items }) => items.map((item) => ({ image, item, layer: item.places[0]?.layer ?? '' })));
  return [...Map.groupBy(brought, ({ layer }) => layer)]
    .map(([layer, members]) => {
      const { image, fromBase } = describeLayer(members, layer);
      const items = new Map(members.map(({ item }) => [item.purl, item]));
      return {
        layer,
        base: fromBase ? (image?.base?.name ?? null) : null,
        fromBase,
        images: [...new Set(members.map((member) => member.image.reference))].toSorted(),
        packages: [...items.keys()].toSorted(),
        sizeBytes: weigh([...items.values()]) ?? 0,
      };
    })
    .toSorted((one, other) => other.images.length - one.images.length || (one.layer < other.layer ? -1 : 1));
}

/** A layer is of a base where one of its images says so. */
function describeLayer(
  members: readonly { readonly image: ReleaseImage }[],
  layer: string,
): { readonly image: ReleaseImage | undefined; readonly fromBase: boolean } {
  const based = members.find(({ image }) => image.layers.some(({ digest, fromBase }) => digest === layer && fromBase));
  return { image: (based ?? members[0])?.image, fromBase: based !== undefined };
}
