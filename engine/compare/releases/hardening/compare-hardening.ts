import type { Hardening, PodSecurityRow, ProvenanceRow } from '../../../model/hardening.ts';
import type {
  HardeningDifference,
  HardeningDirection,
  LevelChange,
  MovedTag,
  NonRootChange,
} from '../../../model/hardening-difference.ts';
import type { NonRootRow, NonRootVerdict } from '../../../model/non-root.ts';
import { compareFailures, type HardenedRelease } from './compare-failures.ts';
import { countHardening } from './count-hardening.ts';
import { resourceKey } from './resource-key.ts';

/** From the weakest. */
const levels: readonly PodSecurityRow['level'][] = ['privileged', 'baseline', 'restricted'];
const verdicts: readonly NonRootVerdict[] = ['blocked', 'ready-with', 'ready', 'enforced'];
const directions: readonly HardeningDirection[] = ['worse', 'new', 'other', 'better', 'gone'];

/**
 * What got better and worse from one release to another. What is not known on one side is neither.
 *
 * in      both judged by the same rules
 * out     what changed alone; worse first, then by resource. Two objects of one key count as one each, in their order
 * cost    O(rows)
 */
export function compareHardening(before: HardenedRelease, after: HardenedRelease): HardeningDifference {
  const [old, now] = [before.hardening, after.hardening];
  const known = new Set(now.gaps.map((gap) => JSON.stringify(gap)));
  const provenance = compareProvenance(old, now);
  return {
    old: { product: old.product, version: old.version },
    new: { product: now.product, version: now.version },
    before: countHardening(old),
    after: countHardening(now),
    podSecurity: compareLevels(old, now),
    nonRoot: compareVerdicts(old, now),
    checks: compareFailures(before, after),
    ...(provenance && { provenance, movedTags: findMovedTags(old, now) }),
    gaps: [...now.gaps, ...old.gaps.filter((gap) => !known.has(JSON.stringify(gap)))],
  };
}

function compareLevels(old: Hardening, now: Hardening): readonly LevelChange[] {
  const changes = pairUp(old.podSecurity, now.podSecurity, ({ resource }) => resourceKey(resource)).flatMap(
    ([before, after]): LevelChange[] => {
      const row = after ?? before;
      if (!row || before?.level === after?.level) return [];
      const direction = directionOf(levels, before?.level, after?.level);
      return [{ resource: row.resource, direction, before: before?.level ?? null, after: after?.level ?? null }];
    },
  );
  return changes.toSorted(worstFirst);
}

function compareVerdicts(old: Hardening, now: Hardening): readonly NonRootChange[] {
  const keyOf = ({ resource, container }: NonRootRow) => `${resourceKey(resource)} ${container}`;
  const changes = pairUp(old.nonRoot, now.nonRoot, keyOf).flatMap(([before, after]): NonRootChange[] => {
    const row = after ?? before;
    if (!row || before?.verdict === after?.verdict) return [];
    const { resource, container, image } = row;
    const direction = directionOf(verdicts, before?.verdict, after?.verdict);
    return [{ resource, container, image, direction, before: before?.verdict ?? null, after: after?.verdict ?? null }];
  });
  return changes.toSorted(worstFirst);
}

function compareProvenance({ provenance: old }: Hardening, { provenance: now }: Hardening): HardeningDifference['provenance'] {
  if (!old || !now) return undefined;
  const before = new Map(old.coverage.map((row) => [row.fact, row]));
  return now.coverage.flatMap(({ fact, ...after }) => {
    const row = before.get(fact);
    if (!row) return [];
    const { fact: _, ...counts } = row;
    return JSON.stringify(counts) === JSON.stringify(after) ? [] : [{ fact, before: counts, after }];
  });
}

/** What is named by digest cannot move. */
function findMovedTags({ provenance: old }: Hardening, { provenance: now }: Hardening): readonly MovedTag[] {
  const keyOf = ({ image, platform }: Pick<ProvenanceRow, 'image' | 'platform'>) => `${image} ${platform}`;
  const before = new Map(old?.images.map((row) => [keyOf(row), row.digest]));
  const moved = (now?.images ?? []).flatMap((row): MovedTag[] => {
    const was = before.get(keyOf(row));
    const { image, platform, digest, pin } = row;
    return was === undefined || digest === undefined || was === digest || pin === 'digest'
      ? []
      : [{ image, platform, before: was, after: digest }];
  });
  return moved.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** What is of one key on both sides, in the order in which it stands there; what is left over stands alone. */
function pairUp<Row>(
  old: readonly Row[],
  now: readonly Row[],
  keyOf: (row: Row) => string,
): readonly (readonly [Row | undefined, Row | undefined])[] {
  const [had, has] = [Map.groupBy(old, keyOf), Map.groupBy(now, keyOf)];
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((key) => {
    const [before, after] = [had.get(key) ?? [], has.get(key) ?? []];
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => [before[index], after[index]] as const);
  });
}

function directionOf<Word>(order: readonly Word[], before: Word | undefined, after: Word | undefined): HardeningDirection {
  if (before === undefined) return 'new';
  if (after === undefined) return 'gone';
  const [from, to] = [order.indexOf(before), order.indexOf(after)];
  if (from < 0 || to < 0) return 'other';
  return to > from ? 'better' : 'worse';
}

type Change = LevelChange | NonRootChange;

function worstFirst(a: Change, b: Change): number {
  const order = directions.indexOf(a.direction) - directions.indexOf(b.direction);
  return order || (resourceKey(a.resource) < resourceKey(b.resource) ? -1 : 1);
}
