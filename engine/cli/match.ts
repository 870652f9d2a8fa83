import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { findDistribution } from '../formats/purl/to-distribution.ts';
import type { Distribution } from '../model/distribution.ts';
import { Fault } from '../model/fault.ts';
import type { Gap } from '../model/reading.ts';
import type { Configuration } from '../pipeline/configuration/configuration.ts';
import { judgeCoverage } from '../pipeline/judge-coverage.ts';
import { matchQuestions } from '../pipeline/match/match-questions.ts';
import { type Question, readQuestion, toQuestions } from '../pipeline/match/question.ts';
import { type MatchesForm, matchesForms, renderMatches } from '../tell/reports/matches/matches.ts';
import { addAsOfOption, addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { exitCodes } from './fail.ts';
import { openAdvisories } from './open-advisories.ts';
import { writeOutput } from './write-output.ts';

interface MatchOptions extends CommonOptions {
  readonly purls?: string;
  readonly distro?: Distribution;
  readonly database?: string;
  /** ISO 8601 UTC. */
  readonly asOf?: string;
}

/** Questions, and what could not be read of the files that ask them. */
interface Asked {
  readonly questions: readonly Question[];
  readonly gaps: readonly Gap[];
}

/** `plimsoll match SBOM…|PURL…`: packages straight against the advisories. */
export function match(command: Command): void {
  addAsOfOption(addCommonOptions(command.argument('[subjects...]', 'package URLs (`pkg:…`) and SBOM files'), matchesForms))
    .addOption(environment(new Option('--purls <file>', 'package URLs from a file, one a line; `-` is standard input')))
    .addOption(
      environment(
        new Option('--distro <name:release>', 'distribution of packages that state none: `debian:12`').argParser(toDistribution),
      ),
    )
    .addOption(environment(new Option('--database <file>', 'advisory database')))
    .addOption(environment(new Option('-c, --config <file>', 'configuration, for its advisories and its coverage policy')))
    .addOption(environment(new Option('--offline', 'contact no network; matching never does')))
    .action(runMatch);
}

async function runMatch(subjects: string[], options: MatchOptions): Promise<void> {
  if (subjects.length === 0 && options.purls === undefined)
    throw new Fault('usage-wrong', 'nothing was asked about', {
      help: 'Name SBOM files or package URLs, or a file of package URLs with --purls FILE: `plimsoll match pkg:npm/lodash@4.17.20`.',
    });
  const configured = options.config === undefined ? undefined : await findConfigured(options.config);
  const advisories = openAdvisories(options.database, configured?.configuration.database ?? 'default', configured?.folder ?? '.');
  try {
    const asked = [...(await askSubjects(subjects, options.distro)), ...askList(options.purls, options.distro)];
    const questions = asked.flatMap((one) => one.questions);
    const gaps = asked.flatMap((one) => one.gaps);
    const answers = matchQuestions(questions, advisories, { gaps, ...(options.asOf !== undefined && { asOf: options.asOf }) });
    writeOutput(options.output, renderMatches(answers, options.format as MatchesForm));
    if (!judgeCoverage(answers, configured?.configuration.policy.coverage ?? everything).isAccepted)
      process.exitCode = exitCodes.incomplete;
  } finally {
    advisories?.close();
  }
}

const everything: Configuration['policy']['coverage'] = { unread: 0, allow: [] };

async function findConfigured(config: string) {
  const { findConfiguration } = await import('./find-configuration.ts');
  return findConfiguration([], { config });
}

function toDistribution(text: string): Distribution {
  const found = findDistribution(text);
  if (found) return found;
  throw new Fault('usage-wrong', `\`${text}\` names no distribution`, { help: 'Write it as `debian:12` or `alpine:3.18`.' });
}

function askList(file: string | undefined, standard: Distribution | undefined): readonly Asked[] {
  if (file === undefined) return [];
  const lines = readBytes(file === '-' ? 0 : file)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const purls = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return [{ questions: purls.map((purl) => readQuestion(purl, standard)), gaps: [] }];
}

async function askSubjects(subjects: readonly string[], standard: Distribution | undefined): Promise<readonly Asked[]> {
  if (subjects.every(isPurl)) return [{ questions: subjects.map((purl) => readQuestion(purl, standard)), gaps: [] }];
  const { createSbomReader } = await import('../adapters/sboms/sbom-reader.ts');
  const readSbom = createSbomReader();
  const asked: Asked[] = [];
  for (const subject of subjects) {
    if (isPurl(subject)) {
      asked.push({ questions: [readQuestion(subject, standard)], gaps: [] });
      continue;
    }
    const { items, gaps } = await readSbom(readBytes(subject), subject);
    asked.push({ questions: items.flatMap((sbom) => toQuestions(sbom, subject, standard)), gaps });
  }
  return asked;
}

function isPurl(subject: string): boolean {
  return /^pkg:/i.test(subject);
}

function readBytes(file: string | 0): Buffer {
  try {
    return readFileSync(file === 0 ? file : resolve(file));
  } catch (cause) {
    const name = file === 0 ? 'standard input' : file;
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const why = isMissing ? 'does not exist' : `cannot be read: ${(cause as Error).message}`;
    throw new Fault('file-unreadable', `${name} ${why}`, { cause });
  }
}
