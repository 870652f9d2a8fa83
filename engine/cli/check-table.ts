import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { checkTable, type TableCheck } from '../compare/releases/check-table/check-table.ts';
import { describeClaim, toClaimDocument } from '../compare/releases/check-table/describe-claim.ts';
import { Fault } from '../model/fault.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { writeOutput } from './write-output.ts';

/** `plimsoll check-table FILE`: the contradictions in a table of figures that somebody else made. */
export function checkTableCommand(command: Command): void {
  addCommonOptions(command.argument('<file>', 'CSV or Markdown, or - for standard input'), ['terminal', 'json'])
    .addHelpText(
      'after',
      '\nChecked are totals of severities and of rows, "versus" rows, and percentages. Contradictions are its answer, not a failure: the exit code is 0.',
    )
    .action((file: string, options: CommonOptions) => {
      const name = file === '-' ? 'standard input' : file;
      const check = checkTable(name, readText(file));
      writeOutput(options.output, options.format === 'json' ? toJson(name, check) : toText(name, check));
    });
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new Fault('file-unreadable', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function toJson(file: string, { numbers, claims, contradictions, gaps }: TableCheck): string {
  const document = {
    schema: 'plimsoll.table-check/v1',
    file,
    numbers,
    checked: claims.length,
    contradictions: contradictions.map(toClaimDocument),
    gaps,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function toText(file: string, { numbers, claims, contradictions, gaps }: TableCheck): string {
  const head = `${file}: ${numbers} numbers, ${claims.length} sums checked, ${contradictions.length} do not hold`;
  const lines = [
    ...contradictions.map((claim) => `  ${describeClaim(claim)}`),
    ...gaps.map(({ detail, line }) => `  ${line ? `line ${line}: ` : ''}${detail}`),
  ];
  return `${[head, ...lines].join('\n')}\n`;
}
