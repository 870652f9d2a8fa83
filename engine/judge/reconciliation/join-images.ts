import type { UnjoinedScan } from '../../model/reconciliation.ts';
import type { ScannedImage, ScanReport } from '../../model/scan.ts';
import type { BaseImage } from './side.ts';

/** Part of a report that is about one image of the base. */
export interface JoinedScan {
  readonly report: ScanReport;
  /** Index in the report's images; null for rows that name none. */
  readonly index: number | null;
  /** As the base names it. */
  readonly image: string;
}

/** Reports by image, and what is about none of the base's. */
export interface JoinedScans {
  readonly joined: readonly JoinedScan[];
  readonly unjoined: readonly UnjoinedScan[];
}

/** What somebody says of the images that reports are about. */
export interface JoinOptions {
  /** The image that parts without a name are of. */
  readonly named?: string | undefined;
  /** Every report is of the only image of the base, whatever it calls it. */
  readonly isOneImage?: boolean;
}

/**
 * Which image of the base each part of a report is about: by digest; where digests of either are not known, by canonical reference, or
 * by the name as written where it is no reference.
 */
export function joinImages(base: readonly BaseImage[], reports: readonly ScanReport[], options: JoinOptions): JoinedScans {
  const joined: JoinedScan[] = [];
  const unjoined: UnjoinedScan[] = [];
  for (const report of reports) {
    for (const part of partsOf(report)) {
      const only = options.isOneImage ? base[0] : undefined;
      const found = only ?? (part.image ? findImage(base, part.image) : findNamed(base, options.named));
      if (typeof found !== 'string') joined.push({ report, index: part.index, image: found.image });
      else {
        const { file, engine } = report;
        unjoined.push({ file, engine, image: part.image?.name ?? null, rows: part.rows, reason: found });
      }
    }
  }
  return { joined, unjoined };
}

interface Part {
  readonly index: number | null;
  readonly image: ScannedImage | undefined;
  readonly rows: number;
}

/** One for each image, and one for rows that name none, where there are some or the report names no image at all. */
function partsOf({ images, rows, packages }: ScanReport): readonly Part[] {
  const count = (index: number | null) => rows.filter((row) => row.image === index).length;
  const nameless = count(null);
  const hasNameless = nameless > 0 || images.length === 0 || (packages ?? []).some(({ image }) => image === null);
  return [
    ...images.map((image, index) => ({ index, image, rows: count(index) })),
    ...(hasNameless && (nameless > 0 || images.length === 0) ? [{ index: null, image: undefined, rows: nameless }] : []),
  ];
}

function findImage(base: readonly BaseImage[], { references, digests, name }: ScannedImage): BaseImage | string {
  const byDigest = base.find((image) => image.digests.some((digest) => digests.includes(digest)));
  if (byDigest) return byDigest;
  if (references.length === 0 && digests.length === 0) {
    const written = base.find((image) => image.image === name);
    if (written) return written;
  }
  const plain = references.map(withoutDigest);
  const namesakes = base.filter((image) => image.references.some((reference) => plain.includes(withoutDigest(reference))));
  const unproven = namesakes.find((image) => image.digests.length === 0 || digests.length === 0);
  if (unproven) return unproven;
  if (namesakes.length > 0) return `${name} has another digest than the image of that name`;
  return `no image has the digest or the reference of ${name}`;
}

function findNamed(base: readonly BaseImage[], named: string | undefined): BaseImage | string {
  if (named === undefined) return 'it names no image; `--image REFERENCE` says which one it is of';
  return base.find((image) => image.references.includes(named) || image.image === named) ?? `there is no image ${named}`;
}

/** A reference whose tag is known is compared by it; one with a digest alone stays as it is. */
function withoutDigest(reference: string): string {
  const at = reference.indexOf('@');
  const tagged = at > 0 && reference.lastIndexOf(':', at) > reference.lastIndexOf('/', at);
  return tagged ? reference.slice(0, at) : reference;
}
