import type { Command } from 'commander';
import { judgeCoverage } from '../pipeline/judge-coverage.ts';
import { readInventory } from '../pipeline/read-inventory.ts';
import { type InventoryForm, inventoryForms, renderInventory } from '../tell/reports/inventory/inventory.ts';
import { addCommonOptions, addConfigurationOptions, type CommonOptions } from './common-options.ts';
import { exitCodes } from './fail.ts';
import { type ConfigurationOptions, findConfiguration } from './find-configuration.ts';
import { findVersion } from './find-version.ts';
import { openSourceWorld } from './open-source-world.ts';
import { createProgress } from './progress.ts';
import { writeOutput } from './write-output.ts';

/** `plimsoll images [PATH…]`: the inventory. Contacts no registry. */
export function images(command: Command): void {
  command.argument('[paths...]', 'kustomizations, charts or manifests, where there is no configuration');
  addConfigurationOptions(addCommonOptions(command, inventoryForms)).action(
    async (paths: string[], options: CommonOptions & ConfigurationOptions) => {
      const found = findConfiguration(paths, options);
      const progress = createProgress(process.stderr, options);
      const sources = openSourceWorld(found);
      try {
        progress.stage('Rendering sources');
        const [inventory, version] = await Promise.all([
          readInventory(found.configuration, { sources: sources.world }, { onStep: progress.step }),
          findVersion(found, options),
        ]);
        progress.end();
        writeOutput(
          options.output,
          renderInventory(inventory, { product: found.configuration.product, version }, options.format as InventoryForm),
        );
        const coverage = judgeCoverage({ gaps: inventory.gaps, undecided: [] }, found.configuration.coverage);
        if (!coverage.isAccepted) process.exitCode = exitCodes.incomplete;
      } finally {
        progress.end();
        sources.close();
      }
    },
  );
}
