import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { Fault } from '../model/fault.ts';
import type { Gap } from '../model/reading.ts';
import { judgeCoverage } from '../pipeline/judge-coverage.ts';
import { compareReaches, openGaps, reachResources } from '../pipeline/reach-resources.ts';
import { keepSides } from '../tell/reports/reach/keep-sides.ts';
import { differenceWriters, reachWriters } from '../tell/reports/reach/reach.ts';
import { addReleaseOptions, type CommonOptions, environment, subjectArgument } from './common-options.ts';
import { exitCodes } from './fail.ts';
import type { ReferenceOptions } from './open-release-tree.ts';
import { readSubject, type Subject } from './read-subject.ts';
import { writeOutput } from './write-output.ts';

interface ReachOptions extends CommonOptions, ReferenceOptions {
  readonly against?: string;
  readonly from?: string;
  readonly to?: string;
  readonly propose?: string;
}

/** `plimsoll reach [RECORD|PATH…]`: which workload can reach which, and what the outside can. Contacts no registry. */
export function reach(command: Command): void {
  command.argument(...subjectArgument);
  addReleaseOptions(command, Object.keys(reachWriters))
    .addOption(environment(new Option('--against <subject>', 'what changed since a record, or since manifests')))
    .addOption(environment(new Option('--from <side>', 'connections from: workload, namespace/workload, namespace/*, outside')))
    .addOption(environment(new Option('--to <side>', 'connections to; sides as with --from')))
    .addOption(
      environment(
        new Option('--propose <file>', 'YAML list of { from, to, ports }: NetworkPolicies that allow these and nothing else'),
      ),
    )
    .action(runReach);
}

async function runReach(subjects: readonly string[], options: ReachOptions): Promise<void> {
  const subject = await readSubject(subjects, options);
  if (options.propose !== undefined) return propose(subject, options.propose, options);
  const now = reachResources(subject);
  const form = options.format as keyof typeof reachWriters;
  const sides = {
    ...(options.from !== undefined && { from: options.from }),
    ...(options.to !== undefined && { to: options.to }),
  };
  if (options.against === undefined) {
    writeOutput(options.output, reachWriters[form]({ ...now, connections: keepSides(now.connections, sides) }));
    return setExitCode(now.gaps, subject);
  }
  const { config: _, ...elsewhere } = options;
  const difference = compareReaches(reachResources(await readSubject([options.against], elsewhere)), now);
  writeOutput(options.output, differenceWriters[form]({ ...difference, changes: keepSides(difference.changes, sides) }));
  setExitCode(difference.gaps, subject);
}

async function propose({ resources, gaps: unread }: Subject, file: string, options: ReachOptions): Promise<void> {
  if (options.against !== undefined) throw new Fault('usage-wrong', '--propose and --against ask for two different things');
  const [{ proposalToJson, proposalToManifests }, { proposeFor }] = await Promise.all([
    import('../tell/reports/reach/proposal.ts'),
    import('../pipeline/propose-policies.ts'),
  ]);
  const proposal = proposeFor(resources, readText(file), file);
  writeOutput(options.output, options.format === 'json' ? proposalToJson(proposal) : proposalToManifests(proposal));
  if (!proposal.isProven || unread.length > 0) process.exitCode = exitCodes.incomplete;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Fault('file-unreadable', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function setExitCode(gaps: readonly Gap[], { coverage }: Subject): void {
  if (!judgeCoverage({ gaps: openGaps(gaps), undecided: [] }, coverage).isAccepted) process.exitCode = exitCodes.incomplete;
}
