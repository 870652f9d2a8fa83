import type { Gap } from '../../model/reading.ts';
import type { Release } from '../../model/release.ts';
import type { LostRights, Removal } from '../../model/removal.ts';
import type { Resource } from '../../model/resource.ts';
import type { Rights, RightsSubject } from '../../model/rights.ts';
import { rightsOfResources } from '../rights-of-resources.ts';

/** Who could do less when only some of a release's objects stay. */
export function compareRights(
  { product, version, resources = [] }: Release,
  staying: readonly Resource[],
): { readonly rights: Removal['rights']; readonly gaps: readonly Gap[] } {
  const [before, after] = [resources, staying].map((each) => rightsOfResources(each, { product, version }));
  if (!before || !after) return { rights: { lost: [], ways: { before: 0, after: 0 } }, gaps: [] };
  return {
    rights: { lost: findLost(before, after), ways: { before: before.paths.length, after: after.paths.length } },
    gaps: after.gaps,
  };
}

function findLost(before: Rights, after: Rights): readonly LostRights[] {
  const left = new Map(after.subjects.map((each) => [keyOf(each.subject), each]));
  return before.subjects.flatMap((had): LostRights[] => {
    const has = left.get(keyOf(had.subject));
    const grants = missing(had.grants, has?.grants ?? []).filter(({ file }) => file !== null).length;
    const powers = missing(had.powers, has?.powers ?? []);
    const isGone = has === undefined && had.subject.kind === 'ServiceAccount';
    return isGone || grants > 0 || powers.length > 0 ? [{ subject: had.subject, isGone, grants, powers }] : [];
  });
}

function missing<Item>(had: readonly Item[], has: readonly Item[]): readonly Item[] {
  const kept = new Set(has.map((item) => JSON.stringify(item)));
  return had.filter((item) => !kept.has(JSON.stringify(item)));
}

function keyOf({ kind, namespace, name }: RightsSubject): string {
  return JSON.stringify([kind, namespace, name]);
}
