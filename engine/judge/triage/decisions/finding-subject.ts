import { toFindingPurl } from '../../../formats/purl/to-finding-purl.ts';
import { toLogicalName } from '../../../formats/reference/logical-name.ts';
import { parseReference, type Reference } from '../../../formats/reference/reference.ts';
import type { Finding } from '../../../model/finding.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { ReleaseImage } from '../../../model/release.ts';

/** An image as decisions look at it. */
export interface ImageSubject {
  readonly image: ReleaseImage;
  /** Undefined where the record's reference cannot be read. */
  readonly reference: Reference | undefined;
  /** Registry and repository, as declared and as it is called where it comes from. */
  readonly repositories: readonly string[];
  /** Registry and repository of where it comes from: what it keeps from release to release. */
  readonly logicalName: string;
  readonly digests: readonly string[];
}

/** A finding with what it is in. */
export interface FindingSubject {
  readonly finding: Finding;
  readonly image: ImageSubject;
  /** Those that share the finding's purl; never empty. */
  readonly packages: readonly InstalledPackage[];
}

/** What decisions look at of a release. */
export type DecidedRelease = Readonly<{ images: readonly ReleaseImage[]; findings: readonly Finding[] }>;

/** Image and platform of a finding or an image. */
export function imageKey(reference: string, platform: string): string {
  return `${reference} ${platform}`;
}

/** An image as decisions look at it. */
export function toImageSubject(image: ReleaseImage): ImageSubject {
  const reference = parseReference(image.reference);
  const own = reference ? `${reference.registry}/${reference.repository}` : image.reference;
  const logicalName = reference ? toLogicalName(reference).name : image.reference;
  const digests = [image.digest, image.indexDigest, reference?.digest].filter((digest) => typeof digest === 'string');
  return { image, reference, repositories: [...new Set([own, logicalName])], logicalName, digests: [...new Set(digests)] };
}

/**
 * Every finding with its image and packages.
 *
 * out     findings whose image or package the record does not hold are left out: nothing can be decided about them
 * cost    O(images + packages + findings)
 */
export function toSubjects({ images, findings }: DecidedRelease): readonly FindingSubject[] {
  const known = new Map(
    images.map((image) => [
      imageKey(image.reference, image.platform),
      { subject: toImageSubject(image), index: packageIndex(image) },
    ]),
  );
  return findings.flatMap((finding) => {
    const found = known.get(imageKey(finding.image, finding.platform));
    const packages = found?.index(finding.purl) ?? [];
    return found && packages.length > 0 ? [{ finding, image: found.subject, packages }] : [];
  });
}

/** Packages by the purl that findings have; put together for images with findings only. */
function packageIndex(image: ReleaseImage): (purl: string) => readonly InstalledPackage[] {
  let index: ReadonlyMap<string, readonly InstalledPackage[]> | undefined;
  return (purl) => {
    index ??= Map.groupBy(image.packages, (item) => toFindingPurl(item.purl));
    return index.get(purl) ?? [];
  };
}
