import { isCsaf, readCsafVex } from '../csaf/read-csaf-vex.ts';
import { isCycloneDxDocument, readCycloneDxVex } from '../cyclonedx-vex/read-cyclonedx-vex.ts';
import { isOpenVex, readOpenVex } from '../openvex/read-openvex.ts';
import type { VexReading } from './stated-vex.ts';

/** Forms that VEX documents are written in. */
export const vexForms = ['openvex', 'csaf', 'cyclonedx-vex'] as const;

/** A form that VEX documents are written in. */
export type VexForm = (typeof vexForms)[number];

/** A document with the form that it is in. */
export interface RecognizedVex extends VexReading {
  readonly form: VexForm;
}

/**
 * The statements of a VEX document, whatever its form: content tells it.
 *
 * in      the value of a JSON document
 * out     undefined when it is none of OpenVEX, CSAF and CycloneDX
 */
export function readVex(value: unknown): RecognizedVex | undefined {
  if (isOpenVex(value)) return { form: 'openvex', ...readOpenVex(value) };
  if (isCsaf(value)) return { form: 'csaf', ...readCsafVex(value) };
  return isCycloneDxDocument(value) ? { form: 'cyclonedx-vex', ...readCycloneDxVex(value) } : undefined;
}
