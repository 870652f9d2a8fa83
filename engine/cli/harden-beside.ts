import { type Command, Option } from 'commander';
import { Fault } from '../model/fault.ts';
import type { ScanReport } from '../model/scan.ts';
import { environment } from './common-options.ts';

/** What `plimsoll harden` reads beside the release. */
export interface BesideOptions {
  readonly withReport?: readonly string[];
}

/** Adds the options that name what is read beside the release. */
export function addBesideOptions(command: Command): Command {
  return command.addOption(
    environment(
      new Option(
        '--with-report <files...>',
        'reports of kube-linter, Kubescape, Checkov, Polaris, Trivy and kube-bench, or folders of them, read beside our checks; of kube-bench each is compared with the one before',
      ),
    ),
  );
}

/**
 * Other tools' reports of controls.
 *
 * gaps    in the reports
 * faults  file-unreadable: a file is no report of controls
 */
export async function readBeside({ withReport = [] }: BesideOptions): Promise<readonly ScanReport[]> {
  if (withReport.length === 0) return [];
  const [{ findScanFiles }, { readScans }] = await Promise.all([
    import('../adapters/scans/find-scan-files.ts'),
    import('../pipeline/read-scans.ts'),
  ]);
  const reports = readScans(findScanFiles(withReport));
  const other = reports.find(({ outcomes }) => outcomes === undefined);
  if (other)
    throw new Fault('file-unreadable', `${other.file} is no report of controls that is known`, {
      help: 'docs/reference/scans.md lists what is read.',
    });
  return reports;
}
