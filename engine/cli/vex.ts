import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { checkCsaf } from '../formats/csaf/mandatory/check-csaf.ts';
import { isCsaf } from '../formats/csaf/read-csaf-vex.ts';
import { summarizeDecisions } from '../judge/triage/decisions/summarize-decisions.ts';
import { Fault } from '../model/fault.ts';
import { parseVex } from '../pipeline/decisions/parse-vex.ts';
import { readVexFile } from '../pipeline/decisions/read-vex-file.ts';
import { toVexDocument } from '../pipeline/decisions/to-vex-document.ts';
import { toCsaf } from '../tell/reports/csaf/csaf.ts';
import { toCycloneDxVex } from '../tell/reports/cyclonedx-vex/cyclonedx-vex.ts';
import { decisionsToJson, decisionsToText, gapLine } from '../tell/reports/decisions/decisions.ts';
import { toOpenVex } from '../tell/reports/openvex/openvex.ts';
import { addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { readRecordFile, readRecordsOfOneProduct } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

const forms = { openvex: toOpenVex, csaf: toCsaf, 'cyclonedx-vex': toCycloneDxVex } as const;
const writers = { terminal: decisionsToText, json: decisionsToJson } as const;

interface ExportOptions extends CommonOptions {
  readonly author?: string;
  readonly namespace?: string;
}

/** `plimsoll vex export|list|check`: what we say to others, and what others say to us. */
export function vex(command: Command): void {
  const write = command
    .command('export', { isDefault: true })
    .description('Write what the decisions of a record say, for the scanners of those who run the release.')
    .argument('<record>', 'release record, as `plimsoll scan` writes it')
    .addOption(environment(new Option('--author <name>', 'who says so').default(undefined, 'the product')))
    .addOption(environment(new Option('--namespace <iri>', 'what ids of documents begin with, https://security.example/vex')));
  addCommonOptions(write, Object.keys(forms)).action(exportVex);
  const list = command
    .command('list')
    .description('Tell what the statements that were read do in a record: in force, superseded, contradicted, unused.')
    .argument('<record...>', 'release records, the one that is told last');
  addCommonOptions(list, Object.keys(writers)).action((records: readonly string[], options: CommonOptions) => {
    const summaries = readRecordsOfOneProduct(records).map((record) => summarizeDecisions(record, {}));
    writeOutput(options.output, writers[options.format as keyof typeof writers](summaries, 'statement'));
  });
  const check = command
    .command('check')
    .description('Tell what is wrong with VEX documents: OpenVEX, CSAF with its mandatory tests, CycloneDX as JSON or XML.')
    .argument('<file...>', 'VEX documents');
  addCommonOptions(check, ['terminal']).action(checkVex);
}

function exportVex(record: string, options: ExportOptions): void {
  const { author, namespace } = options;
  if (namespace !== undefined && !/^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(namespace))
    throw new Fault('usage-wrong', `${namespace} is no IRI; write https://security.example/vex`);
  const document = toVexDocument(readRecordFile(record), {
    ...(author !== undefined && { author }),
    ...(namespace !== undefined && { namespace }),
  });
  if (!options.quiet)
    for (const { vulnerability, image, purl, like } of document.unstated)
      process.stderr.write(`${vulnerability}: ${purl} in ${image} is left out: scanners take it for ${like} too\n`);
  if (document.statements.length === 0)
    throw new Fault('usage-wrong', `${record} holds no decision in force, so that there is nothing to say`, {
      help: 'Name files of exceptions (`exceptions:`) or VEX documents (`vex:`) in plimsoll.yaml and scan again; documents without statements are not valid.',
    });
  writeOutput(options.output, forms[options.format as keyof typeof forms](document));
}

function checkVex(files: readonly string[], options: CommonOptions): void {
  const told: string[] = [];
  const wrong: string[] = [];
  for (const file of files) {
    const text = readText(file);
    const { items, gaps } = readVexFile(text, file);
    wrong.push(...gaps.map(gapLine));
    if (!gaps.some(({ code }) => code === 'vex-unreadable')) {
      const parsed = parseVex(text);
      const value = 'value' in parsed ? parsed.value : undefined;
      if (isCsaf(value)) wrong.push(...checkCsaf(value).map(({ test, at, detail }) => `${file}: ${test}: ${at} ${detail}`));
      told.push(`${file}: ${items.length} statements`);
    }
  }
  writeOutput(options.output, told.map((line) => `${line}\n`).join(''));
  if (wrong.length > 0) throw new Fault('document-invalid', wrong.join('\n'));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Fault('file-unreadable', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
