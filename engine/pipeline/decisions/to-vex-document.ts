import { countPlatforms, type NamedImage, toVexImage, toVexStatements } from '../../judge/triage/decisions/to-vex-statements.ts';
import type { Release } from '../../model/release.ts';
import type { VexDocument } from '../../model/vex-document.ts';
import { serialNumberOf } from '../../tell/reports/cyclonedx/cyclonedx.ts';

/** Who makes statements. */
export interface VexAuthor {
  /** The product's name where nobody is named. */
  readonly author?: string;
  /** An IRI that ids of documents begin with. */
  readonly namespace?: string;
}

/** What the decisions of a release say, as a document for others. Without statements where nothing was decided that is in force. */
export function toVexDocument(release: Release, { author = release.product, namespace }: VexAuthor = {}): VexDocument {
  return {
    ...headOf(release, { author, ...(namespace !== undefined && { namespace }) }),
    sbom: serialNumberOf(release, { scope: { kind: 'release' }, version: '1.6' }),
    ...toVexStatements(release),
  };
}

/** A "no" with what it rests on. */
export interface Absence {
  readonly release: Pick<Release, 'product' | 'version' | 'now' | 'engine'>;
  /** Every image that was looked into, to its end. */
  readonly images: readonly NamedImage[];
  readonly vulnerability: string;
  readonly aliases?: readonly string[];
  /** Whether the package is there, in versions that are not vulnerable. */
  readonly isOtherVersion?: boolean;
  /** One sentence: what was looked for, and in how many images and layers. */
  readonly evidence: string;
}

/**
 * That no image of a release has what a vulnerability is in: `not_affected`, `component_not_present`, or `vulnerable_code_not_present`.
 *
 * in      only what was read to its end; what was not must not be stated
 */
export function toAbsenceDocument(
  { release, images, vulnerability, aliases = [], isOtherVersion = false, evidence }: Absence,
  author: VexAuthor = {},
): VexDocument {
  const platforms = countPlatforms(images);
  return {
    ...headOf(release, { ...author, author: author.author ?? release.product }),
    unstated: [],
    statements: [
      {
        vulnerability,
        aliases,
        status: 'not_affected',
        justification: isOtherVersion ? 'vulnerable_code_not_present' : 'component_not_present',
        impact: evidence,
        decision: 'affected',
        subjects: images.map((image) => ({ image: toVexImage(image, (platforms.get(image.reference) ?? 1) > 1), packages: [] })),
      },
    ],
  };
}

function headOf(
  { product, version, now, engine }: Pick<Release, 'product' | 'version' | 'now' | 'engine'>,
  { author = product, namespace }: VexAuthor,
): Omit<VexDocument, 'statements' | 'unstated'> {
  const own = namespace ?? `urn:plimsoll:${encodeURIComponent(product.toLowerCase().replaceAll(/\s+/g, '-'))}`;
  return { product, version, author, namespace: own, timestamp: now, engine };
}
