import type { Command } from 'commander';
import { toReport } from '../pipeline/to-report.ts';
import { renderers } from '../tell/reports/all.ts';
import { addCommonOptions, type CommonOptions, wantsColor } from './common-options.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

/** `plimsoll report RECORD`: shows a record. */
export function report(command: Command): void {
  const formats = ['terminal', ...renderers.map(({ format }) => format).filter((format) => format !== 'terminal')];
  addCommonOptions(command.argument('<record>', 'release record, as `plimsoll scan` writes it'), formats).action(
    async (record: string, options: CommonOptions) => {
      const text = await renderReport(readRecordFile(record), options);
      writeOutput(options.output, text);
    },
  );
}

/** A release in one of the forms of `plimsoll report`. */
export async function renderReport(
  release: Parameters<typeof toReport>[0],
  options: Pick<CommonOptions, 'format' | 'color' | 'output'>,
): Promise<string> {
  const renderer = await renderers.find(({ format }) => format === options.format)?.load();
  if (!renderer) throw new Error(`no renderer for ${options.format}`);
  return renderer.render(toReport(release), { color: wantsColor(options) });
}
