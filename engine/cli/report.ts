import { type Command, Option } from 'commander';
import { Fault } from '../model/fault.ts';
import type { Release } from '../model/release.ts';
import type { Relations } from '../pipeline/relate-report.ts';
import { renderers } from '../tell/reports/all.ts';
import { addCommonOptions, type CommonOptions, environment, wantsColor } from './common-options.ts';
import { parseCount } from './parse-count.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

/** What a report is made with, besides its release. */
interface ReportOptions extends Pick<CommonOptions, 'format' | 'color' | 'output'> {
  readonly against?: string;
  readonly history?: readonly string[];
  /** True: as many actions as usual. */
  readonly plan?: number | true;
  readonly owner?: string;
  readonly component?: string;
  readonly outputDir?: string;
}

/** Actions of a plan that nobody gave a number for. */
const usualActions = 10;

/** `plimsoll report RECORD`: shows a record. */
export function report(command: Command): void {
  const formats = ['terminal', ...renderers.map(({ format }) => format).filter((format) => format !== 'terminal'), 'site'];
  addCommonOptions(command.argument('<record>', 'release record, as `plimsoll scan` writes it'), formats)
    .addOption(environment(new Option('--against <record>', 'an older record: what changed, and why')))
    .addOption(new Option('--history <record...>', 'older records: the burn-down, and distributions side by side'))
    .addOption(new Option('--plan [actions]', `what to do first, in ${usualActions} actions at most`).argParser(parseCount))
    .addOption(environment(new Option('--owner <name>', 'in `agenda`: only what this one owns')))
    .addOption(environment(new Option('--component <name>', 'in `component`: only this one')))
    .addOption(environment(new Option('--output-dir <folder>', 'folder for `site`')))
    .addHelpText(
      'after',
      '\nhtml, xlsx, status and site show what --against, --history and --plan add; docs/concepts/reports.md explains.',
    )
    .action(async (file: string, options: ReportOptions) => {
      const record = readRecordFile(file);
      if (options.format !== 'site') return writeOutput(options.output, await renderReport(record, options));
      const { writeSite } = await import('./write-site.ts');
      await writeSite(options.outputDir, await relatedReport(record, options, ['plan', 'details', 'licenses']));
    });
}

/**
 * A release in one of the forms of `plimsoll report`.
 *
 * faults  usage-wrong: the form cannot do without an option that is not given, or records are of different products
 */
export async function renderReport(release: Release, options: ReportOptions): Promise<string | Uint8Array> {
  const entry = renderers.find(({ format }) => format === options.format);
  const renderer = await entry?.load();
  if (!renderer) throw new Error(`no renderer for ${options.format}`);
  const { owner, component } = options;
  return renderer.render(await relatedReport(release, options, entry?.needs ?? []), {
    color: wantsColor(options),
    ...(owner !== undefined && { owner }),
    ...(component !== undefined && { component }),
  });
}

async function relatedReport(release: Release, options: ReportOptions, needs: readonly string[]) {
  const { toReport } = await import('../pipeline/to-report.ts');
  const { against, history = [], plan, format } = options;
  if (needs.includes('against') && against === undefined)
    throw new Fault('usage-wrong', `${format} compares with an older record: name it with --against`);
  const report = toReport(release);
  const isAlone = against === undefined && history.length === 0 && plan === undefined && needs.length === 0;
  if (isAlone && release.decisions === undefined) return report;
  const { relateReport } = await import('../pipeline/relate-report.ts');
  const { engineVersion } = await import('./engine-version.ts');
  const actions = plan === true || (plan === undefined && needs.includes('plan')) ? usualActions : plan;
  const others = new Map([...history, ...(against === undefined ? [] : [against])].map((file) => [file, readRecordFile(file)]));
  for (const other of others.values()) checkProduct(release, other);
  const older = against === undefined ? undefined : others.get(against);
  const relations: Relations = {
    ...(older && { against: older }),
    history: history.flatMap((file) => others.get(file) ?? []),
    ...(actions !== undefined && { actions }),
    details: needs.includes('details'),
    licenses: needs.includes('licenses'),
    engine: engineVersion(),
  };
  return relateReport(report, relations);
}

function checkProduct({ product }: Release, other: Release): void {
  if (other.product === product) return;
  throw new Fault('usage-wrong', `the records are of ${product} and of ${other.product}, which are not one product`);
}
