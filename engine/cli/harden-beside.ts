import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { StatedKubernetes } from '../judge/hardening/judge-cluster-cves.ts';
import type { ClusterCves } from '../model/cluster-cves.ts';
import { Fault } from '../model/fault.ts';
import type { CheckException } from '../model/hardening.ts';
import type { Reading } from '../model/reading.ts';
import type { ScanReport } from '../model/scan.ts';
import type { HardeningSubject } from '../pipeline/harden-resources.ts';
import { environment } from './common-options.ts';

/** What `plimsoll harden` reads beside the release. */
export interface BesideOptions {
  readonly withReport?: readonly string[];
  readonly allowedRegistry?: readonly string[];
  readonly exceptions?: readonly string[];
  readonly database?: string;
}

/** Adds the options that name what is read beside the release. */
export function addBesideOptions(command: Command): Command {
  const others = [
    new Option(
      '--allowed-registry <registries...>',
      'registries, or folders of them, that images may come from; any where it is left out',
    ),
    new Option(
      '--exceptions <files...>',
      'files of exceptions, whose `checks` resources may fail; beside those of the configuration',
    ),
    new Option('--database <file>', 'advisory database, for the known CVEs of a --kubernetes-version'),
  ];
  for (const option of others) command.addOption(environment(option));
  return command.addOption(
    environment(
      new Option(
        '--with-report <files...>',
        'reports of kube-linter, Kubescape, Checkov, Polaris, Trivy and kube-bench, or folders of them, read beside our checks; of kube-bench each is compared with the one before',
      ),
    ),
  );
}

/** A version of Kubernetes 1, and whether somebody stated it. */
export interface ClusterVersion extends StatedKubernetes {
  readonly isStated: boolean;
}

/**
 * What the options name: reports, registries, exceptions of checks, and the known CVEs of the stated version of Kubernetes.
 *
 * gaps    those of the files of exceptions; of reports they stand in the reports
 * faults  file-unreadable; database-missing, database-invalid
 */
export async function readSite(
  options: BesideOptions,
  cluster: ClusterVersion,
): Promise<Pick<HardeningSubject, 'reports' | 'allowedRegistries' | 'exceptions' | 'clusterCves' | 'gaps'>> {
  const { items, gaps } = await readExceptionFiles(options.exceptions ?? []);
  return {
    reports: await readBeside(options),
    allowedRegistries: options.allowedRegistry ?? [],
    exceptions: items,
    gaps,
    ...(cluster.isStated && { clusterCves: await readClusterCves(options.database, cluster) }),
  };
}

async function readExceptionFiles(paths: readonly string[]): Promise<Reading<CheckException>> {
  if (paths.length === 0) return { items: [], gaps: [] };
  const [{ readCheckExceptions }, { readExceptions }] = await Promise.all([
    import('../pipeline/decisions/read-check-exceptions.ts'),
    import('../pipeline/decisions/read-exceptions.ts'),
  ]);
  const readings = paths.map((path) => {
    const text = readText(path);
    const { items, gaps } = readCheckExceptions(text, path);
    return { items, gaps: [...readExceptions(text, path).gaps, ...gaps] };
  });
  return { items: readings.flatMap(({ items }) => items), gaps: readings.flatMap(({ gaps }) => gaps) };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Fault('file-unreadable', `${path} does not exist, or cannot be read`, { cause });
  }
}

async function readClusterCves(named: string | undefined, version: StatedKubernetes): Promise<ClusterCves | null> {
  const [{ openAdvisories }, { findClusterCves }] = await Promise.all([
    import('./open-advisories.ts'),
    import('../pipeline/find-cluster-cves.ts'),
  ]);
  const database = openAdvisories(named, 'default', '.');
  try {
    return findClusterCves(version, database);
  } finally {
    database?.close();
  }
}

/**
 * Other tools' reports of controls.
 *
 * gaps    in the reports
 * faults  file-unreadable: a file is no report of controls
 */
async function readBeside({ withReport = [] }: BesideOptions): Promise<readonly ScanReport[]> {
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
