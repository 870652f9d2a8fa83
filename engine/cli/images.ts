import { type Command, Option } from 'commander';
import { judgeCoverage } from '../pipeline/judge-coverage.ts';
import { readInventory } from '../pipeline/read-inventory.ts';
import { type InventoryForm, inventoryForms, renderInventory } from '../tell/reports/inventory/inventory.ts';
import { addCommonOptions, addConfigurationOptions, type CommonOptions, environment } from './common-options.ts';
import { describeDifference, readOlderInventory } from './compare-images.ts';
import { exitCodes } from './fail.ts';
import { type ConfigurationOptions, findConfiguration } from './find-configuration.ts';
import { findVersion } from './find-version.ts';
import { openSourceWorld } from './open-source-world.ts';
import { createProgress } from './progress.ts';
import { writeOutput } from './write-output.ts';

interface ImagesOptions extends CommonOptions, ConfigurationOptions {
  readonly against?: string;
}

/** `plimsoll images [PATH…]`: the inventory. Contacts no registry. */
export function images(command: Command): void {
  command.argument('[paths...]', 'kustomizations, charts or manifests, where there is no configuration');
  command.addOption(
    environment(new Option('--against <file>', 'what is other than in a release record, or in the JSON of an earlier `images`')),
  );
  addConfigurationOptions(addCommonOptions(command, inventoryForms)).action(async (paths: string[], options: ImagesOptions) => {
    const found = findConfiguration(paths, options);
    const older = options.against === undefined ? undefined : readOlderInventory(options.against);
    const progress = createProgress(process.stderr, options);
    const sources = openSourceWorld(found);
    try {
      progress.stage('Rendering sources');
      const [inventory, version] = await Promise.all([
        readInventory(found.configuration, { sources: sources.world }, { onStep: progress.step }),
        findVersion(found, options),
      ]);
      progress.end();
      const form = options.format as InventoryForm;
      const text = older
        ? await describeDifference(older, { inventory, version, found }, form)
        : renderInventory(inventory, { product: found.configuration.product, version }, form);
      writeOutput(options.output, text);
      const coverage = judgeCoverage({ gaps: inventory.gaps, undecided: [] }, found.configuration.coverage);
      if (!coverage.isAccepted) process.exitCode = exitCodes.incomplete;
    } finally {
      progress.end();
      sources.close();
    }
  });
}
