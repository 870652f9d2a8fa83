import { relative, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { keepSnapshot, listSnapshots } from '../store/advisories/kept-snapshots.ts';
import { packAdvisories } from '../store/advisories/pack-advisories.ts';
import { table } from '../tell/reports/table.ts';
import { runStatus } from './advisory-status.ts';
import { addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { runImport } from './import-advisories.ts';
import { defaultDatabase } from './open-advisories.ts';
import { runUpdate } from './update-advisories.ts';
import { writeOutput } from './write-output.ts';

/** Options of every command on the advisory database. */
export interface AdvisoryOptions extends CommonOptions {
  readonly database?: string;
}

/** `plimsoll advisories update|import|pack|status|keep|snapshots`: the advisory database. */
export function advisories(command: Command): void {
  addUpdate(command);
  addImport(command);
  const packing = command
    .command('pack')
    .description('Write the database as one file that can be signed, carried over an air gap and imported there.');
  addOptions(packing).action(runPack);
  const status = command
    .command('status')
    .description('Tell what is in the database, from where and how old.')
    .addOption(environment(new Option('--max-age <days>', 'old from then on; exit code 3').argParser(toDays)))
    .addOption(environment(new Option('--now <time>', 'the time that ages are reckoned from')));
  addOptions(status).action(runStatus);
  addOptions(command.command('keep').description('Keep the present snapshot beside the database.')).action(runKeep);
  addOptions(command.command('snapshots').description('List the snapshots that were kept.')).action(runSnapshots);
}

function addUpdate(command: Command): void {
  const update = command
    .command('update')
    .description('Fetch what is new of the sources, and import it.')
    .argument('[sources...]', 'kev, epss, debian, osv, osv:ECOSYSTEM, redhat, suse, nvd, cve; else those of the configuration')
    .addOption(
      environment(new Option('--from <url>', 'a mirror with a folder for each source (URL ends with /), or one packed file')),
    )
    .addOption(environment(new Option('--keep', 'keep the snapshot that comes of it')))
    .addOption(environment(new Option('-c, --config <file>', 'configuration, for its sources and mirrors')))
    .addOption(environment(new Option('--offline', 'refuse: this command is nothing without the network')));
  addOptions(update).action(runUpdate);
}

function addImport(command: Command): void {
  const importing = command
    .command('import')
    .description('Read advisories from files and folders into the database; what is no feed is passed over, and named.')
    .argument('<paths...>', 'feeds (OSV, KEV, EPSS, CSAF, CVE, NVD, Debian), packed or not; folders with subfolders; packs')
    .addOption(environment(new Option('--dry-run', 'tell what would change, and change nothing')))
    .addOption(environment(new Option('--keep', 'keep the snapshot that comes of it')));
  addOptions(importing).action(runImport);
}

function addOptions(command: Command): Command {
  return addCommonOptions(command, ['terminal', 'json']).addOption(
    environment(new Option('--database <file>', `database (${'$XDG_DATA_HOME'}/plimsoll/advisories.db)`)),
  );
}

function toDays(text: string): number {
  const days = Number(text);
  if (!/^\d{1,5}(\.\d+)?$/.test(text)) throw new InvalidArgumentError('write a number of days.');
  return days;
}

async function runPack({ output, ...options }: AdvisoryOptions): Promise<void> {
  const database = resolve(options.database ?? defaultDatabase());
  const file = resolve(output ?? 'advisories.plimsoll-pack');
  const pack = await packAdvisories(database, file);
  const shown = relative('.', file);
  const text =
    options.format === 'json'
      ? toJson({ schema: 'plimsoll.advisory-pack/v1', file: shown, ...pack })
      : `${pack.sha256}  ${shown}\nSnapshot ${pack.snapshot.id}, as of ${pack.snapshot.asOf}; ${toMegabytes(pack.sizeBytes)}\n`;
  writeOutput(undefined, text);
}

function runKeep(options: AdvisoryOptions): void {
  const { file, ...kept } = keepSnapshot(resolve(options.database ?? defaultDatabase()));
  const text =
    options.format === 'json'
      ? toJson({ schema: 'plimsoll.advisory-snapshot/v1', ...kept, file: relative('.', file) })
      : `Kept ${kept.id}, as of ${kept.asOf}: ${relative('.', file)}\n`;
  writeOutput(options.output, text);
}

function runSnapshots(options: AdvisoryOptions): void {
  const kept = listSnapshots(resolve(options.database ?? defaultDatabase())).map((one) => ({
    ...one,
    file: relative('.', one.file),
  }));
  const rows = kept.map(({ asOf, id, sizeBytes, file }) => [asOf.slice(0, 10), id.slice(0, 23), toMegabytes(sizeBytes), file]);
  const listed = rows.length > 0 ? table(['as of', 'snapshot', 'size', 'file'], rows) : 'No snapshot was kept.';
  const text = options.format === 'json' ? toJson({ schema: 'plimsoll.advisory-snapshots/v1', snapshots: kept }) : `${listed}\n`;
  writeOutput(options.output, text);
}

function toMegabytes(sizeBytes: number): string {
  return `${(sizeBytes / 1e6).toFixed(1)} MB`;
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
