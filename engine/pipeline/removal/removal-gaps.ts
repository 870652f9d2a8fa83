import { nameOf } from '../../compare/removal/name-of.ts';
import type { TakenAway } from '../../compare/removal/take-away.ts';
import type { ImageWithout } from '../../compare/removal/without.ts';
import type { Gap } from '../../model/reading.ts';
import type { Release } from '../../model/release.ts';
import type { RemovalSubject } from '../../model/removal.ts';

const unit = 'pipeline/removal';

/**
 * Why more may go, or more refer to it.
 *
 * gaps    resources-unrecorded: the record is of an older version; image-unread, image-incomplete: what goes with an image is not known;
 *         text-unrecorded: a large text that a record does not hold may name what goes; removal-unresolved: no object is known to belong
 *         to a chart; dependants-unknown: packages do not say here what needs them
 */
export function findRemovalGaps(
  release: Release,
  taken: TakenAway,
  images: readonly ImageWithout[],
  subjects: readonly RemovalSubject[],
): readonly Gap[] {
  const unread = images.filter(({ image, left }) => !left && image.status !== 'read');
  const isPackage = subjects.some(({ kind }) => kind === 'package');
  const hidden = isPackage ? images.filter(({ image, left }) => left && image.status !== 'read') : [];
  return [
    ...(release.resources ? [] : [unrecorded]),
    ...unread.map(({ image }) => ({
      code: 'image-unread',
      unit,
      image: image.reference,
      detail: 'The image was not read to the end: what would go with it is not known.',
    })),
    ...hidden.map(({ image }) => ({
      code: 'image-unread',
      unit,
      image: image.reference,
      detail: 'The image was not read to the end, and may hold the package.',
    })),
    ...subjects.flatMap((subject) => unresolved(subject, taken, images)),
    ...subjects.flatMap((subject) => (subject.kind === 'package' ? [dependants(subject)] : [])),
    ...unheldTexts(taken),
  ];
}

const unrecorded: Gap = {
  code: 'resources-unrecorded',
  unit,
  detail: 'The record holds no resources; scan again to learn which objects would go and what refers to them.',
};

function unresolved({ kind, name }: RemovalSubject, taken: TakenAway, images: readonly ImageWithout[]): readonly Gap[] {
  const isSomething = taken.resources.size > 0 || images.some(({ left }) => !left);
  if (kind !== 'chart' || isSomething) return [];
  return [
    { code: 'removal-unresolved', unit, detail: `The record does not tell which objects and images belong to chart ${name}.` },
  ];
}

function dependants({ name }: RemovalSubject): Gap {
  return {
    code: 'dependants-unknown',
    unit,
    detail: `A record does not hold which packages need ${name}; ask the package manager.`,
  };
}

/** Secrets hold values that no record has; that they may name a Service is not worth a gap for each. */
function unheldTexts({ cluster, resources }: TakenAway): readonly Gap[] {
  if (resources.size === 0) return [];
  return cluster.resources.flatMap((resource) => {
    const large = (resource.omitted ?? []).filter(({ why }) => why === 'large').length;
    if (large === 0 || resources.has(resource)) return [];
    const { file, line } = resource;
    const detail = `${nameOf(resource)} has ${large} large ${large === 1 ? 'text' : 'texts'} that the record does not hold; whether what goes is named there is not known.`;
    return [{ code: 'text-unrecorded', unit, path: file, ...(line !== undefined && { line }), detail }];
  });
}
