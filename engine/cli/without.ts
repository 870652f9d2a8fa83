import type { Command } from 'commander';
import type { Gap } from '../model/reading.ts';
import type { Release } from '../model/release.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { exitCodes } from './fail.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

type Format = 'terminal' | 'json' | 'md';

/** `plimsoll without RECORD [SUBJECT…]`: what would go with something, and what still refers to it; else what could go. Changes nothing. */
export function without(command: Command): void {
  addCommonOptions(
    command
      .argument('<record>', 'release record, as `plimsoll scan` writes it')
      .argument(
        '[subject...]',
        'image, chart, source, component, path of the sources, package or purl; `image:…`, `path:…` where a name may be several; without one, what the release could do without',
      ),
    ['terminal', 'json', 'md'] satisfies readonly Format[],
  )
    .addHelpText(
      'after',
      '\nNothing is changed. Exit code 3 where more may go, or refer to it. docs/concepts/removal.md explains.',
    )
    .action(async (record: string, subjects: readonly string[], options: CommonOptions) => {
      const release = readRecordFile(record);
      const format = options.format as Format;
      const { text, gaps } =
        subjects.length === 0 ? await tellSpare(release, format) : await tellRemoval(release, subjects, format);
      writeOutput(options.output, text);
      if (gaps.length > 0) process.exitCode = exitCodes.incomplete;
    });
}

interface Told {
  readonly text: string;
  readonly gaps: readonly Gap[];
}

async function tellRemoval(release: Release, subjects: readonly string[], format: Format): Promise<Told> {
  const [{ toSubjects }, { withoutInRecord }, { removalToJson, removalToMarkdown, removalToText }] = await Promise.all([
    import('../pipeline/removal/to-subjects.ts'),
    import('../pipeline/removal/without-record.ts'),
    import('../tell/reports/removal/removal.ts'),
  ]);
  const removal = withoutInRecord(release, toSubjects(subjects, release));
  return { text: { terminal: removalToText, json: removalToJson, md: removalToMarkdown }[format](removal), gaps: removal.gaps };
}

async function tellSpare(release: Release, format: Format): Promise<Told> {
  const [{ spareInRecord }, { spareToJson, spareToMarkdown, spareToText }] = await Promise.all([
    import('../pipeline/removal/spare-in-record.ts'),
    import('../tell/reports/removal/spare.ts'),
  ]);
  const spare = spareInRecord(release);
  return { text: { terminal: spareToText, json: spareToJson, md: spareToMarkdown }[format](spare), gaps: spare.gaps };
}
