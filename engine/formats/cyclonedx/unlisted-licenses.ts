/**
 * Ids of the SPDX license list that the list which CycloneDX refers to does not have yet: a license of
 * such an id is written as an expression.
 *
 * source  CycloneDX, spdx.schema.json of SPDX license list 3.28; spdx-license-ids 3.0.24
 */
export const unlistedLicenses: ReadonlySet<string> = new Set([
  'BSD-2-Clause-pos-unchanged',
  'BSD-3-Clause-OpenWebUI',
  'BSD-Source-Code-no-disclaimer',
  'BSD-Source-alt-GPL',
  'BSD-ask-to-endorse',
  'Brian-Gladman-3-Clause-no-conversion',
  'Bugroff',
  'CC-BY-NC-3.0-IGO',
  'FDK-MPEG-H',
  'Hippocratic-3.0-core',
  'Informatica',
  'MVT-1.1',
  'atc-game',
]);
