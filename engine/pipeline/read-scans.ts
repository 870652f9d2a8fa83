import { readScanFile } from '../gather/scans/read-scan-file.ts';
import { countFindings } from '../judge/findings/count-findings.ts';
import type { ScanReport } from '../model/scan.ts';
import type { CountedScan } from '../tell/reports/scans/scans.ts';

/**
 * Other tools' reports out of files, in their order.
 *
 * in      each file is read when it comes to its turn
 * gaps    in the reports, those that could not be read at all included
 */
export function readScans(files: readonly { readonly path: string; read(): Uint8Array }[]): readonly ScanReport[] {
  return files.flatMap((file) => readScanFile(file.read(), file.path));
}

/** Reports with their figures; unit: the report's own vulnerability rows, before any merging. */
export function countScans(reports: readonly ScanReport[]): readonly CountedScan[] {
  return reports.map((report) => ({ report, findings: countFindings(report.rows) }));
}
