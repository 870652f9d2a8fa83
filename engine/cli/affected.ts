import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { answerQuery, type NewerKnowledge } from '../compare/releases/affected/answer-query.ts';
import type { Release } from '../model/release.ts';
import { type OpenRecordIndex, openRecordIndex } from '../store/records/open-record-index.ts';
import { affectedToJson, affectedToText } from '../tell/reports/affected/affected.ts';
import { addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { writeOutput } from './write-output.ts';

interface AffectedOptions extends CommonOptions {
  readonly database?: string;
  readonly vex?: string;
}

const writers = { terminal: affectedToText, json: affectedToJson } as const;

/** `plimsoll affected QUERY RECORD…`: whether releases have something, where, or the evidence that none has. */
export function affected(command: Command): void {
  addCommonOptions(
    command
      .argument(
        '<query>',
        'CVE or other id, package (log4j-core, "log4j-core<2.17", a purl), sha256:… of an image, layer or file, image',
      )
      .argument('<record...>', 'release records'),
    Object.keys(writers),
  )
    .addOption(environment(new Option('--database <file>', 'advisories newer than the records, for what they cannot know')))
    .addOption(environment(new Option('--vex <file>', 'write a "no" about a vulnerability as an OpenVEX statement')))
    .addHelpText(
      'after',
      '\nExit code 3 when the answer is unknown: something that matters was not read, or nobody knows what was asked for.',
    )
    .action(async (query: string, records: readonly string[], options: AffectedOptions) => {
      const indexes: OpenRecordIndex[] = [];
      const newer = options.database === undefined ? undefined : await openNewer(resolve(options.database));
      try {
        for (const file of records) indexes.push(await openRecordIndex(file, () => readRecord(file)));
        const answer = answerQuery(query, indexes, newer);
        writeOutput(options.output, writers[options.format as keyof typeof writers](answer));
        if (answer.answer === 'unknown') process.exitCode = 3;
        if (options.vex !== undefined) (await import('./write-absence.ts')).writeAbsence(options.vex, answer, indexes);
      } finally {
        for (const opened of [...indexes, ...(newer ? [newer] : [])]) opened.close();
      }
    });
}

// Most questions are answered by the indexes alone: what reads records and advisories is loaded where it is needed.

async function readRecord(file: string): Promise<Release> {
  return (await import('./read-record-file.ts')).readRecordFile(file);
}

async function openNewer(database: string): Promise<NewerKnowledge & { close(): void }> {
  const { openNewerKnowledge } = await import('./open-newer-knowledge.ts');
  return openNewerKnowledge(database);
}
