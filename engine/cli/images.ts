import { type Command, Option } from 'commander';
import { Fault } from '../model/fault.ts';
import type { Inventory } from '../model/inventory.ts';
import { judgeCoverage } from '../pipeline/judge-coverage.ts';
import { readInventory } from '../pipeline/read-inventory.ts';
import {
  type InventoryForm,
  type InventorySubject,
  inventoryForms,
  renderInventoryData,
} from '../tell/reports/inventory/inventory-data.ts';
import { addReleaseOptions, type CommonOptions, environment } from './common-options.ts';
import { exitCodes } from './fail.ts';
import { type FoundConfiguration, findConfiguration } from './find-configuration.ts';
import { findVersion } from './find-version.ts';
import { openImagesOrTree, type ReferenceOptions } from './open-release-tree.ts';
import { openSourceWorld } from './open-source-world.ts';
import { createProgress, type Progress } from './progress.ts';
import type { SetTagOptions } from './set-tag.ts';
import { writeOutput } from './write-output.ts';

interface ImagesOptions extends CommonOptions, ReferenceOptions {
  readonly against?: string;
  readonly setTag?: string;
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

/** `plimsoll images [PATH…]`: the inventory, and the edit of one image. Contacts no registry. */
export function images(command: Command): void {
  command.argument(
    '[paths...]',
    'kustomizations, charts or manifests; archives or OCI layouts of images, or registry:NAME; without one, the configuration',
  );
  command.addOption(
    environment(new Option('--against <file>', 'what is other than in a release record, or in the JSON of an earlier `images`')),
  );
  addReleaseOptions(command, inventoryForms)
    .option('--set-tag <ref=tag>', 'edit the texts that decide this image, so that exactly it gets another tag or digest')
    .option('--dry-run', 'with --set-tag: show the edit, write nothing')
    .option('--force', 'with --set-tag: accept that other things change too')
    .action(runImages);
}

async function runImages(paths: string[], options: ImagesOptions): Promise<void> {
  const progress = createProgress(process.stderr, options);
  const { setTag: request } = options;
  if (request !== undefined) return editImage(paths, { ...options, setTag: request }, progress);
  const lone = options.dryRun ? '--dry-run' : options.force ? '--force' : undefined;
  if (lone) throw new Fault('usage-wrong', `${lone} says how --set-tag is done, and there is no --set-tag`);
  const tree = await openImagesOrTree(paths, options);
  try {
    await showInventory(tree.found, options, progress);
  } finally {
    progress.end();
    tree.close();
  }
}

async function showInventory(found: FoundConfiguration, options: ImagesOptions, progress: Progress): Promise<void> {
  const compare = options.against === undefined ? undefined : await comparing(options.against);
  const sources = openSourceWorld(found, options);
  try {
    progress.stage('Rendering sources');
    const [inventory, version] = await Promise.all([
      readInventory(found.configuration, { sources: sources.world }, { onStep: progress.step }),
      findVersion(found, options),
    ]);
    progress.end();
    const form = options.format as InventoryForm;
    const text = compare
      ? await compare({ inventory, version, found }, form)
      : await render(inventory, { product: found.configuration.product, version }, form);
    writeOutput(options.output, text);
    const coverage = judgeCoverage({ gaps: inventory.gaps, undecided: [] }, found.configuration.policy.coverage);
    if (!coverage.isAccepted) process.exitCode = exitCodes.incomplete;
  } finally {
    sources.close();
  }
}

/** Tables for people are loaded when they are asked for. */
async function render(inventory: Inventory, subject: InventorySubject, form: InventoryForm): Promise<string> {
  if (form !== 'terminal') return renderInventoryData(inventory, subject, form);
  const { renderInventory } = await import('../tell/reports/inventory/inventory.ts');
  return renderInventory(inventory, subject, form);
}

/** What compares is loaded when it is asked for; an older inventory that cannot be read is told before anything is rendered. */
async function comparing(file: string) {
  const { describeDifference, readOlderInventory } = await import('./compare-images.ts');
  const older = readOlderInventory(file);
  return (now: Parameters<typeof describeDifference>[1], form: InventoryForm) => describeDifference(older, now, form);
}

async function editImage(paths: string[], options: ImagesOptions & SetTagOptions, progress: Progress): Promise<void> {
  if (options.at !== undefined || options.against !== undefined)
    throw new Fault('usage-wrong', '--set-tag edits the work tree; it goes with neither --at nor --against');
  const { setTag } = await import('./set-tag.ts');
  const { diff, notes } = await setTag(() => findConfiguration(paths, options), options, progress);
  writeOutput(options.output, diff);
  if (!options.quiet) for (const note of notes) process.stderr.write(`${note}\n`);
}
