import type { Release } from '../../model/release.ts';
import type { RemainingReference, RemovalSubject } from '../../model/removal.ts';
import type { Resource } from '../../model/resource.ts';
import { findAddresses } from './find-addresses.ts';
import { nameOf } from './name-of.ts';
import { createGoneTest, type TakenAway } from './take-away.ts';

/**
 * What stays and still refers to what goes: it would point at nothing.
 *
 * out     images, objects, selectors, addresses; each in the order of the release
 */
export function findRemaining(
  release: Release,
  taken: TakenAway,
  subjects: readonly RemovalSubject[],
): readonly RemainingReference[] {
  return [...findStated(release, taken, subjects), ...findNamed(taken), ...findCalled(taken)];
}

function findStated(release: Release, taken: TakenAway, subjects: readonly RemovalSubject[]): readonly RemainingReference[] {
  const isGone = createGoneTest(release, taken.resources, subjects);
  return release.inventory.images
    .filter(({ reference }) => taken.images.has(reference))
    .flatMap(({ reference, occurrences }) =>
      occurrences
        .filter((occurrence) => !isGone(occurrence))
        .map(({ resource, path, file, line, certainty, how }): RemainingReference => {
          return { manner: 'image', to: reference, from: resource, path, file, line, certainty, how };
        }),
    );
}

/** Where another object of the name stays, nothing points at nothing. */
function findNamed({ links, resources }: TakenAway): readonly RemainingReference[] {
  return links.flatMap(({ from, to, manner, path }): RemainingReference[] => {
    const [first] = to;
    if (!first || resources.has(from) || !to.every((each) => resources.has(each))) return [];
    return [{ manner, to: describe(to), ...placeOf(from), path, certainty: 'certain' }];
  });
}

function findCalled({ cluster, resources }: TakenAway): readonly RemainingReference[] {
  const [gone, staying] = [true, false].map((isGone) => cluster.resources.filter((each) => resources.has(each) === isGone));
  const kept = new Set(staying?.map(nameOf));
  const services = (gone ?? [])
    .filter(({ identity }) => identity.kind === 'Service' && identity.apiVersion === 'v1')
    .filter((each) => !kept.has(nameOf(each)));
  return findAddresses(staying ?? [], services).map(({ from, to, path, certainty }): RemainingReference => {
    return { manner: 'address', to: nameOf(to), ...placeOf(from), path, certainty };
  });
}

function placeOf({ identity, file, line }: Resource): Pick<RemainingReference, 'from' | 'file' | 'line'> {
  return { from: identity, file, line: line ?? null };
}

function describe(resources: readonly Resource[]): string {
  return [...new Set(resources.map(nameOf))].join(', ');
}
