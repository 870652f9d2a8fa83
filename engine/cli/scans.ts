import type { Command } from 'commander';
import { findScanFiles } from '../adapters/scans/find-scan-files.ts';
import { Fault } from '../model/fault.ts';
import type { ScanReport } from '../model/scan.ts';
import { countScans, readScans } from '../pipeline/read-scans.ts';
import { renderScans, type ScansForm, scansForms } from '../tell/reports/scans/scans.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { exitCodes } from './fail.ts';
import { writeOutput } from './write-output.ts';

/** Codes of gaps that mean: a report was not read to its end. */
const unread = new Set(['report-cut-off', 'report-too-large', 'unit-crashed']);
/** Codes of gaps that mean: it is no report. Expected in a folder, which may hold anything; not of a file that somebody names. */
const noReport = new Set(['report-unknown', 'report-unreadable']);

/** `plimsoll scans REPORT…`: what other scanners' reports are and hold. */
export function scans(command: Command): void {
  command.argument('<reports...>', 'reports of other scanners, SBOMs and VEX documents; folders with subfolders');
  addCommonOptions(command, scansForms)
    .addHelpText('after', '\nReports are recognized by what stands in them; docs/reference/scans.md lists what is read.')
    .action((paths: string[], options: CommonOptions) => {
      const reports = readScans(findScanFiles(paths));
      writeOutput(options.output, renderScans(countScans(reports), options.format as ScansForm));
      setExitCode(reports, new Set(paths));
    });
}

function setExitCode(reports: readonly ScanReport[], named: ReadonlySet<string>): void {
  if (reports.every(({ format }) => format === null))
    throw new Fault('file-unreadable', 'no report was recognized', { help: 'docs/reference/scans.md lists what is read.' });
  const isUnread = ({ file, gaps }: ScanReport) =>
    gaps.some(({ code }) => unread.has(code) || (noReport.has(code) && named.has(file.replace(/#\d+$/, ''))));
  if (reports.some(isUnread)) process.exitCode = exitCodes.incomplete;
}
