import { join } from 'node:path';
import type { Command } from 'commander';
import { cacheFolder } from '../adapters/files/cache-folder.ts';
import { cleanLayerCache, measureLayerCache } from '../adapters/layers/layer-cache.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { writeOutput } from './write-output.ts';

/** `plimsoll cache status|clean`: what layer reading has kept. */
export function cache(command: Command): void {
  const status = command.command('status').description('Tell what layer reading has kept, and where.');
  addCommonOptions(status, ['terminal', 'json']).action(async ({ format, output }: CommonOptions) => {
    const folder = layerFolder();
    const { layers, sizeBytes } = await measureLayerCache(folder);
    const text =
      format === 'json'
        ? `${JSON.stringify({ schema: 'plimsoll.cache/v1', folder, layers, sizeBytes }, null, 2)}\n`
        : `${layers} layers, ${(sizeBytes / 1e6).toFixed(1)} MB in ${folder}\n`;
    writeOutput(output, text);
  });
  command
    .command('clean')
    .description('Remove it; the next scan reads every layer again.')
    .action(async () => {
      const before = await measureLayerCache(layerFolder());
      await cleanLayerCache(layerFolder());
      process.stderr.write(`Removed ${before.layers} layers, ${(before.sizeBytes / 1e6).toFixed(1)} MB\n`);
    });
}

function layerFolder(): string {
  return join(cacheFolder(process.env), 'layers');
}
