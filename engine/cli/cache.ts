import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { cacheFolder } from '../adapters/files/cache-folder.ts';
import { listByUse } from '../adapters/files/prune-folder.ts';
import { cleanLayerCache, defaultCacheBytes, type LayerCacheStatus, measureLayerCache } from '../adapters/layers/layer-cache.ts';
import { addCommonOptions, type CommonOptions, environment } from './common-options.ts';
import { cacheLimit } from './open-layers.ts';
import { parseDuration } from './parse-bytes.ts';
import { writeOutput } from './write-output.ts';

interface CleanOptions {
  readonly olderThan?: number;
  readonly dryRun?: boolean;
}

/** `plimsoll cache status|clean`: what layer reading has kept. */
export function cache(command: Command): void {
  const status = command.command('status').description('Tell what layer reading has kept, and where.');
  addCommonOptions(status, ['terminal', 'json']).action(tellStatus);
  command
    .command('clean')
    .description('Remove it; the next scan reads every layer again.')
    .addOption(
      environment(new Option('--older-than <time>', 'only what was not used for so long: 30d, 12h, 90m').argParser(parseAge)),
    )
    .option('--dry-run', 'only tell what would go')
    .action(clean);
}

async function tellStatus({ format, output }: CommonOptions): Promise<void> {
  const folder = layerFolder();
  const { layers, sizeBytes, oldestUse } = await measureLayerCache(folder);
  const manifestBytes = (await listByUse(manifestFolder())).reduce((sum, file) => sum + file.sizeBytes, 0);
  const maxBytes = cacheLimit(undefined) ?? defaultCacheBytes;
  const lastUsed = oldestUse === undefined ? {} : { oldestUse: new Date(oldestUse).toISOString() };
  const facts = { schema: 'plimsoll.cache/v1', folder, layers, sizeBytes, maxBytes, ...lastUsed, manifestBytes };
  const room = `at most ${megabytes(maxBytes)}, the least recently used go first`;
  const text = `${describe({ layers, sizeBytes })} in ${folder} (${room}); ${megabytes(manifestBytes)} of manifests\n`;
  writeOutput(output, format === 'json' ? `${JSON.stringify(facts, null, 2)}\n` : text);
}

async function clean({ olderThan, dryRun = false }: CleanOptions): Promise<void> {
  const before = olderThan === undefined ? {} : { usedBefore: Date.now() - olderThan };
  const removed = await cleanLayerCache(layerFolder(), { ...before, isDry: dryRun });
  if (olderThan === undefined && !dryRun)
    await Promise.all([manifestFolder(), contentFolder()].map((folder) => cleanLayerCache(folder)));
  process.stderr.write(`${dryRun ? 'Would remove' : 'Removed'} ${describe(removed)}\n`);
}

function parseAge(text: string): number {
  const age = parseDuration(text);
  if (age === undefined) throw new InvalidArgumentError('write 30d, 12h or 90m.');
  return age;
}

function describe({ layers, sizeBytes }: LayerCacheStatus): string {
  return `${layers} layers, ${megabytes(sizeBytes)}`;
}

function megabytes(sizeBytes: number): string {
  return `${(sizeBytes / 1e6).toFixed(1)} MB`;
}

function layerFolder(): string {
  return join(cacheFolder(process.env), 'layers');
}

function manifestFolder(): string {
  return join(cacheFolder(process.env), 'manifests');
}

function contentFolder(): string {
  return join(cacheFolder(process.env), 'contents');
}
