import { type Command, Option } from 'commander';
import type { Plan } from '../model/plan.ts';
import type { Release } from '../model/release.ts';
import type { FoundCandidates } from '../pipeline/candidates/read-candidates.ts';
import { planRecord } from '../pipeline/plan-record.ts';
import { planToJson, planToMarkdown, planToText } from '../tell/reports/plan/plan.ts';
import { addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import type { CandidateOptions } from './find-candidates.ts';
import { parseCount } from './parse-count.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

const writers = { terminal: planToText, json: planToJson, md: planToMarkdown } as const;

interface PlanOptions extends CommonOptions, CandidateOptions {
  readonly actions: number;
  readonly candidates?: readonly string[];
  readonly database?: string;
}

/** `plimsoll plan RECORD`: the smallest set of actions that takes the most risk away. */
export function plan(command: Command): void {
  addCommonOptions(command.argument('<record>', 'release record, as `plimsoll scan` writes it'), Object.keys(writers))
    .addOption(environment(new Option('--actions <count>', 'actions at most').default(10).argParser(parseCount)))
    .addOption(environment(new Option('--newer-tags', 'ask registries for newer tags of images with findings, and read those')))
    .addOption(
      environment(
        new Option('--tags-per-image <count>', 'tags that --newer-tags reads: the newest patch, minor and major version')
          .default(3)
          .argParser(parseCount),
      ),
    )
    .addOption(environment(new Option('--tags-from <file>', 'references that may be taken instead, one a line; they are read')))
    .addOption(
      environment(
        new Option('--candidates <record...>', 'records whose images may be taken instead: other tags of the same images'),
      ),
    )
    .addOption(
      environment(
        new Option('--database <file>', 'advisory database, for packages that candidates hold and the record does not'),
      ),
    )
    .addOption(
      environment(new Option('-c, --config <file>', 'where images are').default(undefined, 'plimsoll.yaml, in this folder')),
    )
    .addOption(environment(new Option('--offline', 'contact no network: registries are not asked')))
    .addHelpText(
      'after',
      '\nRisk is weighed 100 for a critical finding, 20 high, 3 medium or unknown, 1 low; docs/concepts/plan.md explains.',
    )
    .action(runPlan);
}

async function runPlan(record: string, options: PlanOptions): Promise<void> {
  const release = readRecordFile(record);
  const others = options.candidates?.map(readRecordFile) ?? [];
  const made = await planBy(release, others, options);
  writeOutput(options.output, writers[options.format as keyof typeof writers](made));
}

/** What opens databases and reads images is only loaded where there are candidates. */
async function planBy(release: Release, others: readonly Release[], options: PlanOptions): Promise<Plan> {
  const { actions: limit, newerTags, tagsFrom } = options;
  const looks = newerTags || tagsFrom !== undefined;
  if (!looks && others.length === 0) return planRecord(release, { limit });
  const [{ findImageStores }, { openAdvisories }, { findCandidates }] = await Promise.all([
    import('./find-image-stores.ts'),
    import('./open-advisories.ts'),
    import('./find-candidates.ts'),
  ]);
  const found = await findImageStores(options);
  const database = openAdvisories(options.database, found.configuration.database, found.folder);
  try {
    const candidates = looks ? await findCandidates(release, found, options) : undefined;
    if (candidates && !options.quiet) process.stderr.write(tellRead(candidates));
    return await planRecord(release, { limit, others, ...(candidates && { candidates }), database });
  } finally {
    database?.close();
  }
}

/** A plan without another tag may mean that there is none. */
function tellRead({ images }: FoundCandidates): string {
  const names = [...new Set(images.map(({ reference }) => reference))];
  return `Candidates: ${names.length > 0 ? names.join(', ') : 'none'}\n`;
}
