import { toLogicalName } from '../../formats/reference/logical-name.ts';
import { parseReference } from '../../formats/reference/reference.ts';
import type { Finding } from '../../model/finding.ts';
import type { ReleaseImage } from '../../model/release.ts';
import type { Judge } from './find-effects.ts';

/** Another tag of an image of the release, and what is found in it. */
export interface Replacement {
  readonly image: ReleaseImage;
  readonly by: ReleaseImage;
  readonly findings: readonly Finding[];
}

/**
 * Which of some images could stand in the place of one of the release: the same logical name and platform under another tag or digest.
 *
 * in      candidates that were read; others say nothing of what is in them
 */
export function findReplacements(
  images: readonly ReleaseImage[],
  candidates: readonly ReleaseImage[],
  judge: Judge,
): readonly Replacement[] {
  const byName = Map.groupBy(
    candidates.filter(({ status }) => status === 'read'),
    nameOf,
  );
  return images.flatMap((image) =>
    (byName.get(nameOf(image)) ?? [])
      .filter(({ digest }) => digest === null || digest !== image.digest)
      .map((by) => ({ image, by, findings: judge([by]) })),
  );
}

function nameOf({ reference, platform }: ReleaseImage): string {
  const parsed = parseReference(reference);
  return `${parsed ? toLogicalName(parsed).name : reference}\n${platform}`;
}
