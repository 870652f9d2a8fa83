import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { answerQuery } from '../compare/releases/affected/answer-query.ts';
import { toNewerKnowledge } from '../pipeline/newer-knowledge.ts';
import { findAffectedNames } from '../store/advisories/find-affected-names.ts';
import { openAdvisoryDatabase } from '../store/advisories/open-advisory-database.ts';
import { openRecordIndex } from '../store/records/open-record-index.ts';
import { affectedToJson, affectedToText } from '../tell/reports/affected/affected.ts';
import { addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeAbsence } from './write-absence.ts';
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
        'CVE or other id, package (log4j-core, "log4j-core<2.17", a purl), sha256:… of an image or layer, image',
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
    .action((query: string, records: readonly string[], options: AffectedOptions) => {
      const indexes = records.map((file) => openRecordIndex(file, () => readRecordFile(file)));
      const path = options.database === undefined ? undefined : resolve(options.database);
      const source = path === undefined ? undefined : openAdvisoryDatabase(path);
      const newer = source && path !== undefined ? toNewerKnowledge(source, (id) => findAffectedNames(path, id)) : undefined;
      try {
        const answer = answerQuery(query, indexes, newer);
        writeOutput(options.output, writers[options.format as keyof typeof writers](answer));
        if (answer.answer === 'unknown') process.exitCode = 3;
        if (options.vex !== undefined) writeAbsence(options.vex, answer, indexes);
      } finally {
        for (const opened of [...indexes, ...(source ? [source] : [])]) opened.close();
      }
    });
}
