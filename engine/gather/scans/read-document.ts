import type { Gap } from '../../model/reading.ts';
import type { ScanReport } from '../../model/scan.ts';
import { reportFormats } from './all.ts';
import type { ReportDocument } from './report-format.ts';

const unit = 'gather/scans';

/**
 * Offers a document to every format in order; the first that recognizes it reads it.
 *
 * out     undefined where none recognizes it
 * gaps    the format's own; unit-crashed when reading failed in a way that the format did not foresee
 */
export function readDocument(document: ReportDocument): ScanReport | undefined {
  const format = reportFormats.find((candidate) => candidate.recognizes(document.json));
  if (!format) return undefined;
  try {
    return { file: document.path, format: format.id, ...format.read(document) };
  } catch (error) {
    const detail = `the report could not be read: ${error instanceof Error ? error.message : String(error)}`;
    const gap = { code: 'unit-crashed', unit: `${unit}/${format.id}`, path: document.path, detail };
    return { ...emptyReport(document.path, [gap]), format: format.id, tool: format.id, engine: format.id };
  }
}

/** A report of which nothing could be read, with the reasons. */
export function emptyReport(file: string, gaps: readonly Gap[]): ScanReport {
  return {
    file,
    format: null,
    tool: null,
    engine: null,
    version: null,
    kind: null,
    images: [],
    rows: [],
    ignored: [],
    packages: null,
    checks: [],
    statements: [],
    endOfLife: [],
    databaseAt: null,
    gaps,
  };
}
