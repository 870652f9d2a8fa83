import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { findScanFiles } from '../adapters/scans/find-scan-files.ts';
import { canonicalize } from '../formats/reference/reference.ts';
import { Fault } from '../model/fault.ts';
import type { ScanReport } from '../model/scan.ts';
import { readLabels } from '../pipeline/read-labels.ts';
import { readScans } from '../pipeline/read-scans.ts';
import { type ReconcileRequest, reconcileScans } from '../pipeline/reconcile-scans.ts';
import {
  type ReconciliationForm,
  reconciliationForms,
  renderReconciliation,
} from '../tell/reports/reconciliation/reconciliation.ts';
import { addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { exitCodes } from './fail.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

interface ReconcileOptions extends CommonOptions {
  readonly labels?: string;
  readonly image?: string;
  readonly between?: boolean;
}

const unread = new Set(['report-unknown', 'report-unreadable', 'report-cut-off', 'report-too-large', 'unit-crashed']);

/** `plimsoll reconcile RECORD REPORT…`: who found what, and why they differ. */
export function reconcile(command: Command): void {
  command
    .argument('<record>', 'release record; or a report of one scanner, which the others are then compared with')
    .argument('<reports...>', 'reports of other scanners, and VEX documents; folders with subfolders');
  addCommonOptions(command, reconciliationForms)
    .addOption(environment(new Option('--labels <file>', 'human verdicts, JSON lines: a scorecard for each engine')))
    .addOption(environment(new Option('--image <reference>', 'the image that reports are of which name none')))
    .addOption(new Option('--between', 'all reports are of one image, whatever they call it; the first is the one compared with'))
    .action((record: string, paths: string[], options: ReconcileOptions) => {
      const base = readBase(record);
      if (options.between) checkOneImage(base);
      const reports = readScans(findScanFiles(paths));
      const image = options.image === undefined ? undefined : (canonicalize(options.image) ?? options.image);
      const labels = options.labels === undefined ? undefined : readLabelFile(options.labels);
      const result = reconcileScans({
        base,
        reports,
        isOneImage: options.between === true,
        ...(image !== undefined && { image }),
        ...(labels && { labels }),
      });
      writeOutput(options.output, renderReconciliation(result, options.format as ReconciliationForm));
      const isUnread = ({ gaps }: Pick<ScanReport, 'gaps'>) => gaps.some(({ code }) => unread.has(code));
      if (reports.some(isUnread)) process.exitCode = exitCodes.incomplete;
    });
}

/** A record, unless what stands in the file is a report. */
function readBase(file: string): ReconcileRequest['base'] {
  const reports = readScans(findScanFiles([file])).filter(({ kind }) => kind !== null);
  if (reports.length === 0) return { file, release: readRecordFile(file) };
  const other = reports.find(({ kind }) => kind !== 'vulnerabilities');
  if (other) throw new Fault('usage-wrong', `${file} lists ${other.kind}, not vulnerabilities, and cannot be compared with`);
  return { file, reports };
}

function checkOneImage(base: ReconcileRequest['base']): void {
  const images =
    'reports' in base ? new Set(base.reports.flatMap((report) => report.images.map(({ name }) => name))).size : undefined;
  if (images === undefined) throw new Fault('usage-wrong', `--between compares reports, and ${base.file} is a record`);
  if (images > 1) throw new Fault('usage-wrong', `${base.file} is about ${images} images; --between is for reports of one`);
}

function readLabelFile(file: string) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Fault('file-unreadable', `${file} does not exist, or cannot be read`, { cause });
  }
  const { labels, broken } = readLabels(text);
  if (broken.length > 0)
    throw new Fault('file-unreadable', `${file}: line ${broken[0]} is no label`, {
      help: 'docs/concepts/scans.md says what a label is.',
    });
  return labels;
}
