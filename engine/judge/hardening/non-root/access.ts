import type { FileFact, ModeFact } from '../../../model/image.ts';
import type { Identity } from './subject.ts';

/** What is asked for, as in a mode; directories are entered by `execute`. */
export const wanted = { read: 4, write: 2, execute: 1 } as const;

/**
 * What somebody other than root lacks to use a file or directory.
 *
 * in      a fact of the image; bits of `wanted`
 * out     groups that would have to be theirs, none where they may already; undefined where no group helps
 * source  path_resolution(7), inode(7)
 */
export function findLackingGroups(
  fact: Extract<FileFact, { readonly state: 'found' }>,
  identity: Identity,
  bits: number,
): readonly number[] | undefined {
  const steps = [...(fact.closed ?? []).map((place) => lacking(place, identity, wanted.execute)), lacking(fact, identity, bits)];
  const groups = steps.filter((step) => step !== undefined);
  return groups.length < steps.length ? undefined : [...new Set(groups.flat())].sort((a, b) => a - b);
}

function lacking(
  { mode, uid, gid }: Pick<ModeFact, 'mode' | 'uid' | 'gid'>,
  identity: Identity,
  bits: number,
): readonly number[] | undefined {
  const holds = (shift: number) => ((mode >> shift) & bits) === bits;
  if (uid === identity.uid) return holds(6) ? [] : undefined;
  if (identity.groups.has(gid)) return holds(3) ? [] : undefined;
  if (holds(0)) return [];
  return holds(3) ? [gid] : undefined;
}
