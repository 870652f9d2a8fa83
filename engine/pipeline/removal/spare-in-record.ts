import { findIdleImages } from '../../compare/removal/find-idle-images.ts';
import { findPrograms, findRebuilds } from '../../compare/removal/find-programs.ts';
import { toFindingPurl } from '../../formats/purl/to-finding-purl.ts';
import { countFindings, isUnsuppressed } from '../../judge/findings/count-findings.ts';
import type { Finding } from '../../model/finding.ts';
import type { Gap } from '../../model/reading.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';
import type { Spare, SpareProgram } from '../../model/removal.ts';

/**
 * What a release could do without, as far as it tells by itself: images that nothing runs, and programs that a hardened image has not.
 *
 * gaps    resources-missing: what runs is not known; image-unread, facts-unrecorded: what the image holds is not known
 */
export function spareInRecord(release: Release): Spare {
  const open = release.findings.filter(isUnsuppressed);
  const byImage = Map.groupBy(open, ({ image }) => image);
  const byPackage = Map.groupBy(open, keyOf);
  const found = findPrograms(release);
  const programs = found.map(({ row }): SpareProgram => ({ ...row, findings: countFindings(findingsOf([row], byPackage)) }));
  const rebuilds = findRebuilds(found).map((rebuild) => {
    const brought = new Set(rebuild.packages);
    const on = programs
      .filter(({ image }) => rebuild.images.includes(image))
      .map((row) => ({ ...row, packages: row.packages.filter((purl) => brought.has(purl)) }));
    return { ...rebuild, findings: countFindings(findingsOf(on, byPackage)) };
  });
  const unknown = release.images.filter(({ status, facts }) => status !== 'read' || facts?.complete !== true);
  const distinct = (images: readonly { readonly reference: string }[]) => new Set(images.map(({ reference }) => reference)).size;
  return {
    product: release.product,
    version: release.version,
    idle: findIdleImages(release).map((image) => ({ ...image, findings: countFindings(byImage.get(image.reference) ?? []) })),
    programs,
    rebuilds,
    images: {
      total: distinct(release.images),
      withPrograms: distinct(found.map(({ image }) => image)),
      unknown: distinct(unknown),
    },
    sizeBytes: rebuilds.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    findings: countFindings(findingsOf(programs, byPackage)),
    gaps: [...(release.resources?.length ? [] : [missing]), ...unknown.map(toGap)],
  };
}

type Placed = Pick<SpareProgram, 'image' | 'platform' | 'packages'>;

/** Each finding once, whichever programs its package brings. */
function findingsOf(rows: readonly Placed[], byPackage: ReadonlyMap<string, readonly Finding[]>): readonly Finding[] {
  const keys = new Set(
    rows.flatMap(({ image, platform, packages }) =>
      packages.map((purl) => keyOf({ image, platform, purl: toFindingPurl(purl) })),
    ),
  );
  return [...keys].flatMap((key) => byPackage.get(key) ?? []);
}

function keyOf({ image, platform, purl }: Pick<Finding, 'image' | 'platform' | 'purl'>): string {
  return `${image}\n${platform}\n${purl}`;
}

const missing: Gap = {
  code: 'resources-missing',
  unit: 'pipeline/removal',
  detail: 'The record holds no Kubernetes objects: which images are run is not known.',
};

/** Records of older versions hold packages alone. */
function toGap({ reference, status, facts }: ReleaseImage): Gap {
  const isOlder = status === 'read' && facts === undefined;
  return {
    code: isOlder ? 'facts-unrecorded' : 'image-unread',
    unit: 'pipeline/removal',
    image: reference,
    detail: isOlder
      ? 'The record does not hold which programs the image has; scan again.'
      : 'The image was not read to the end: which programs it holds is not known.',
  };
}
