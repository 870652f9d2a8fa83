import { isObject, memberAt, textAt } from '../../formats/json/members.ts';
import type { Gap } from '../../model/reading.ts';
import type { ScannedImage, ScanReport } from '../../model/scan.ts';
import { reportFormats } from './all.ts';
import { nameImage } from './name-image.ts';
import type { ReportDocument } from './report-format.ts';

const unit = 'gather/scans';

/**
 * Around a report of a scanner that Plimsoll ran: `reference` and `digest` of the image, and the `report` as it came; where there is
 * none, the `scanner` and the `failure`.
 */
export const scannedImageSchema = 'plimsoll.scanned-image/v1';

/**
 * Offers a document to every format in order; the first that recognizes it reads it.
 *
 * out     undefined where none recognizes it
 * gaps    the format's own; unit-crashed when reading failed in a way that the format did not foresee
 */
export function readDocument(document: ReportDocument): ScanReport | undefined {
  const inner = memberAt(document.json, 'report');
  const failure = textAt(document.json, 'failure');
  if (textAt(document.json, 'schema') !== scannedImageSchema) return readPlain(document);
  const report = isObject(inner) ? readPlain({ ...document, json: inner }) : failure && failedReport(document, failure);
  if (!report) return isObject(inner) ? undefined : readPlain(document);
  return ofOneImage(report, nameImage({ name: textAt(document.json, 'reference'), digests: [textAt(document.json, 'digest')] }));
}

/** Of a scanner that could not scan an image: it found nothing, and that proves nothing. */
function failedReport({ path, json }: ReportDocument, failure: string): ScanReport {
  const engine = textAt(json, 'scanner') ?? null;
  const detail = `${textAt(json, 'reference') ?? 'an image'} was not scanned: ${failure}`;
  return {
    ...emptyReport(path, [{ code: 'scan-failed', unit, path, detail }]),
    format: engine,
    tool: engine,
    engine,
    kind: 'vulnerabilities',
  };
}

/** All of a report is of one image, whatever the scanner calls the file that it was given. */
function ofOneImage(report: ScanReport, image: ScannedImage | undefined): ScanReport {
  if (!image) return report;
  const placed = <Item extends { readonly image: number | null }>(items: readonly Item[]) =>
    items.map((item) => ({ ...item, image: 0 }));
  const packages = report.packages === null ? null : placed(report.packages);
  return { ...report, images: [image], rows: placed(report.rows), ignored: placed(report.ignored), packages };
}

function readPlain(document: ReportDocument): ScanReport | undefined {
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
