import { toVersionless } from '../../formats/purl/to-versionless.ts';
import { logicalNameOf } from '../../formats/reference/logical-name.ts';
import type { Finding } from '../../model/finding.ts';
import type { Undecided } from '../../model/match.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';
import type { Affected } from './find-effects.ts';

/** An image that could be taken, on one platform: what is found in it, and what of it could not be read or decided. */
export interface Candidate {
  readonly image: ReleaseImage;
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  readonly gaps: readonly Gap[];
  /** References of the images that it was chosen for; absent where it may be taken for every image of its name. */
  readonly chosenFor?: readonly string[];
}

/** Another tag of an image of the release, on every platform of the release. */
export interface Replacement {
  /** References. */
  readonly image: string;
  readonly by: string;
  readonly platforms: readonly { readonly image: ReleaseImage; readonly by: Candidate }[];
}

const unit = 'compare/remediation';

/**
 * Which candidates could stand in the place of affected images: the same logical name under another tag or digest, on every platform.
 *
 * gaps    candidate-unread: not everything of it could be read; candidate-undecided: nobody knows of some package whether it is affected,
 *         and it is not one that leaves the image undecided as it is. Neither can be called better
 */
export function findReplacements(
  release: Judged & Pick<Release, 'images'>,
  affected: readonly Affected[],
  candidates: readonly Candidate[],
): Reading<Replacement> {
  const byName = Map.groupBy(candidates, ({ image }) => logicalNameOf(image.reference));
  const names = new Set(affected.map(({ image }) => image.reference));
  const present = Map.groupBy(
    release.images.filter(({ reference }) => names.has(reference)),
    ({ reference }) => reference,
  );
  const tried = [...present.values()].flatMap((platforms) => {
    const [first] = platforms;
    if (!first) return [];
    const fitting = (byName.get(logicalNameOf(first.reference)) ?? []).filter(
      ({ chosenFor }) => chosenFor?.includes(first.reference) ?? true,
    );
    const others = Map.groupBy(fitting, ({ image }) => image.reference);
    return [...others].flatMap(([by, held]) => {
      const pairs = platforms.map((image) => ({ image, by: held.find((one) => one.image.platform === image.platform) }));
      return pairs.some(isOther) ? [replace(first.reference, by, pairs, release)] : [];
    });
  });
  return {
    items: tried.flatMap((one) => ('code' in one ? [] : [one])),
    gaps: [...new Map(tried.flatMap((one) => ('code' in one ? [[one.detail, one] as const] : []))).values()],
  };
}

/** What of the release as it is could not be read or decided. */
type Judged = Pick<Release, 'undecided' | 'gaps'>;

interface Pair {
  readonly image: ReleaseImage;
  readonly by: Candidate | undefined;
}

function isOther({ image, by }: Pair): boolean {
  return by?.image.digest === null || by?.image.digest !== image.digest;
}

function replace(image: string, by: string, pairs: readonly Pair[], release: Judged): Replacement | Gap {
  const obstacle = pairs.map((pair) => findObstacle(pair, release)).find((one) => one !== undefined);
  if (obstacle) return { ...obstacle, unit, image: by, detail: `${by} is not proposed: ${obstacle.detail}` };
  return { image, by, platforms: pairs.flatMap((pair) => (pair.by ? [{ image: pair.image, by: pair.by }] : [])) };
}

/** Why a candidate cannot be called better on a platform. */
function findObstacle({ image, by }: Pair, { undecided, gaps }: Judged): Pick<Gap, 'code' | 'detail'> | undefined {
  if (by?.image.status !== 'read') {
    const detail = by?.gaps.at(-1)?.detail ?? `what is in it on ${image.platform} is not known`;
    return { code: 'candidate-unread', detail };
  }
  const unread = by.gaps.find((one) => hidesPackages(one) && !gaps.some((own) => isAlike(own, one, image)));
  if (unread) return { code: 'candidate-unread', detail: unread.detail };
  const open = findNewlyUndecided(by, image, undecided);
  if (!open) return undefined;
  return { code: 'candidate-undecided', detail: `whether ${open.purl} is affected is not known: ${open.reason}` };
}

/** What could not be read of packages; what is attached to an image says nothing of what is in it. */
function hidesPackages({ unit: from }: Gap): boolean {
  return from.startsWith('gather/packages') || from.startsWith('adapters/layers');
}

/** What cannot be read of the image as it is either makes the candidate no worse. */
function isAlike(own: Gap, other: Gap, { reference }: ReleaseImage): boolean {
  return own.image === reference && own.code === other.code && own.path === other.path;
}

function findNewlyUndecided(by: Candidate, { packages }: ReleaseImage, undecided: Judged['undecided']): Undecided | undefined {
  if (by.undecided.length === 0) return undefined;
  const held = new Set(packages.map(({ purl }) => purl));
  const known = new Set(undecided.flatMap((one) => (held.has(one.purl) ? [keyOf(one, one.advisory)] : [])));
  return by.undecided.find((one) => !known.has(keyOf(one, undefined)) && !known.has(keyOf(one, one.advisory)));
}

/** The package, whatever its version, and the advisory that it is undecided against. */
function keyOf({ purl }: Undecided, advisory = ''): string {
  return `${advisory}\n${toVersionless(purl)}`;
}
