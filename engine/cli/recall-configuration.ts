import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheFolder } from '../adapters/files/cache-folder.ts';
import { openContentCache } from '../adapters/files/content-cache.ts';
import type { Configuration } from '../pipeline/configuration/configuration.ts';
import { ownCode } from './own-code.ts';

/**
 * What `readConfiguration` makes of a text, from the cache where it was read before: checking it needs libraries that take longer to
 * load than everything else at the start.
 *
 * in      text of a configuration; its name for messages
 * faults  configuration-invalid
 */
export async function recallConfiguration(text: string, file: string): Promise<Configuration> {
  const kept = openContentCache(join(cacheFolder(process.env), 'configurations'), 50);
  const key = createHash('sha256')
    .update(JSON.stringify([ownCode(), file, text]))
    .digest('hex');
  const known = await kept.find(key);
  if (isConfiguration(known)) return known;
  const { readConfiguration } = await import('../pipeline/configuration/read-configuration.ts');
  const configuration = readConfiguration(text, file);
  await kept.keep(key, configuration);
  return configuration;
}

/** A cache is a file that anything may have happened to. */
function isConfiguration(value: unknown): value is Configuration {
  return typeof value === 'object' && value !== null && 'product' in value && 'sources' in value && 'images' in value;
}
