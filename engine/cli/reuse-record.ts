import { basename, dirname, join, relative } from 'node:path';
import { writeRecord } from '../compare/releases/write-record.ts';
import { Fault } from '../model/fault.ts';
import type { Reading } from '../model/reading.ts';
import type { Release } from '../model/release.ts';
import type { TriageDecision } from '../model/triage-decision.ts';
import { readRecordedPolicy } from '../pipeline/gate/recorded-policy.ts';
import { judgeCoverage } from '../pipeline/judge-coverage.ts';
import { reuseRelease } from '../pipeline/reuse-release.ts';
import { describeReevaluation } from '../tell/reports/describe-reevaluation.ts';
import { type CommonOptions, judgingTime } from './common-options.ts';
import { engineVersion } from './engine-version.ts';
import { exitCodes } from './fail.ts';
import type { FoundConfiguration } from './find-configuration.ts';
import { findConfigured } from './find-configured.ts';
import { openAdvisories } from './open-advisories.ts';
import { readRecordFile } from './read-record-file.ts';
import { renderReport } from './report.ts';
import { writeOutput } from './write-output.ts';

/** What `scan --reuse` takes of the options of `scan`. */
export interface ReuseOptions extends CommonOptions {
  readonly reuse: string;
  readonly database?: string;
  readonly now?: string;
  /** ISO 8601 UTC. */
  readonly asOf?: string;
  readonly gate?: boolean;
  readonly against?: readonly string[];
}

/**
 * `plimsoll scan --reuse RECORD`: matches a record again with the advisories of now, without the images, and says what came of it. Exceptions
 * and statements are those that the product's configuration names now, else the record's; it says which.
 *
 * out     a new record beside the old one, named for the date of the advisories, or where --output says
 * faults  those of reading a record and of the database; usage-wrong when the record would be overwritten by accident
 */
export async function reuseRecord(options: ReuseOptions): Promise<void> {
  const old = readRecordFile(options.reuse);
  const configured = await findConfigured(options.config);
  const gate = options.gate ? await openGate(options, configured?.configuration.policy ?? readRecordedPolicy(old)) : undefined;
  const decisions = await readConfigured(configured, old);
  const advisories = openAdvisories(options.database, configured?.configuration.database ?? 'default', configured?.folder ?? '.');
  let release: Release;
  try {
    const { asOf } = options;
    const request = { now: judgingTime(options.now), engine: engineVersion(), ...(asOf !== undefined && { asOf }), ...decisions };
    release = reuseRelease(old, advisories, request);
  } finally {
    advisories?.close();
  }
  const file = options.output ?? besideRecord(options.reuse, release);
  writeOutput(file, writeRecord(release));
  const report = await renderReport(release, { format: options.format, color: options.color });
  const came = options.format === 'terminal' && release.reevaluation ? `\n${describeReevaluation(release.reevaluation)}` : '';
  process.stdout.write(`${report}${came}`);
  if (!options.quiet) process.stderr.write(`Record: ${relative('.', file)}\n${tellDecisions(old, decisions?.decisions.items)}`);
  const coverage = judgeCoverage(release, configured?.configuration.policy.coverage ?? readRecordedPolicy(old).coverage);
  if (!coverage.isAccepted) process.exitCode = exitCodes.incomplete;
  await gate?.(release);
}

/** Those of the same product's configuration, where it names any: they have changed since the record more often than its images. */
async function readConfigured(
  found: FoundConfiguration | undefined,
  { product }: Release,
): Promise<{ readonly decisions: Reading<TriageDecision> } | undefined> {
  const { exceptions, vex, product: own } = found?.configuration ?? {};
  if (!found || own !== product || (exceptions === undefined && vex === undefined)) return undefined;
  const [{ readDecisions }, { openSourceFiles }] = await Promise.all([
    import('../pipeline/decisions/read-decisions.ts'),
    import('../adapters/files/source-files.ts'),
  ]);
  return { decisions: readDecisions(found.configuration, openSourceFiles(found.folder)) };
}

function tellDecisions({ decisions: old = [] }: Release, now: readonly TriageDecision[] | undefined): string {
  if (now)
    return `Exceptions and statements: the ${now.length} that are configured, in place of the ${old.length} of the record\n`;
  return old.length > 0 ? `Exceptions and statements: the ${old.length} of the record\n` : '';
}

async function openGate(...[options, policy]: Parameters<typeof import('./scan-gate.ts').openScanGate>) {
  const { openScanGate } = await import('./scan-gate.ts');
  return openScanGate(options, policy);
}

function besideRecord(record: string, { knowledge: { snapshot } }: Release): string {
  const asOf = snapshot ? (snapshot.evaluatedAsOf ?? snapshot.asOf).slice(0, 10) : 'none';
  const name = basename(record).replace(/(\+advisories-[a-z0-9-]+)?(\.plimsoll)?$/, '');
  const file = join(dirname(record), `${name}+advisories-${asOf}.plimsoll`);
  if (basename(file) !== basename(record)) return file;
  throw new Fault('usage-wrong', `${record} is already the record of these advisories, and would be overwritten`, {
    help: 'Name another file with --output.',
  });
}
