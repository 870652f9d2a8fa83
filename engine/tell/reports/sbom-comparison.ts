import type { ComparedSbom } from '../../model/sbom-comparison.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** SBOMs of one image beside what was found in it. */
export interface ImageComparison {
  readonly reference: string;
  readonly platform: string;
  readonly sboms: readonly ComparedSbom[];
}

/** Packages of each kind of difference that are shown. */
const shown = 25;

/** What SBOMs say otherwise than what was found, for a terminal. */
export function comparisonsToText(images: readonly ImageComparison[]): string {
  const sections = images.flatMap((image) => image.sboms.map((sbom) => toSection(image, sbom)));
  return `${sections.join('\n\n')}\n`;
}

/** `plimsoll compare-sbom -f json`. */
export function comparisonsToJson(images: readonly ImageComparison[]): string {
  return `${JSON.stringify({ schema: 'plimsoll.sbom-comparison/v1', images }, null, 2)}\n`;
}

function toSection({ reference, platform }: ImageComparison, sbom: ComparedSbom): string {
  const { source, same, onlyOurs, onlyTheirs, versionDiffers } = sbom;
  const rows = [
    ...onlyOurs.slice(0, shown).map(({ purl }) => ['only found', purl, '']),
    ...onlyTheirs.slice(0, shown).map(({ purl }) => ['only in the SBOM', purl, '']),
    ...versionDiffers
      .slice(0, shown)
      .map(({ type, name, ours, theirs }) => [
        'other versions',
        `${type} ${name}`,
        `found ${ours.join(', ') || 'none'}; the SBOM says ${theirs.join(', ') || 'none'}`,
      ]),
  ];
  const figures = `${same} the same, ${onlyOurs.length} only found, ${onlyTheirs.length} only in the SBOM, ${versionDiffers.length} in other versions`;
  const total = onlyOurs.length + onlyTheirs.length + versionDiffers.length;
  const parts = [printable(`${reference} (${platform}) and ${source}: ${figures}`)];
  if (rows.length > 0) parts.push(table(['difference', 'package', 'versions'], rows));
  if (total > rows.length) parts.push(`… and ${total - rows.length} more; --format json has them all`);
  return parts.join('\n');
}
