import type { Release } from '../model/release.ts';
import { runRelease } from '../pipeline/run-release.ts';
import { judgingTime } from './common-options.ts';
import { engineVersion } from './engine-version.ts';
import type { ConfigurationOptions } from './find-configuration.ts';
import { findImageStores } from './find-image-stores.ts';
import { openAdvisories } from './open-advisories.ts';
import { openWorld } from './open-world.ts';
import { createProgress } from './progress.ts';
import { watchInterrupts } from './watch-interrupts.ts';

/** What reading one image takes of the options of a command. */
export interface ReadImageOptions extends ConfigurationOptions {
  readonly database?: string;
  readonly platform?: string;
  readonly offline?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/**
 * A release of one image, read from where the configuration says that images are; without one, from its registry.
 *
 * in      a canonical reference
 */
export async function readOneImage(
  reference: string,
  options: ReadImageOptions,
): Promise<{ readonly release: Release; readonly configured: { readonly database: string; readonly folder: string } }> {
  const found = await findImageStores(options);
  const extraImages = [{ image: reference, reason: 'it was asked about', line: 1 }];
  const configuration = { ...found.configuration, sources: [], components: {}, extraImages };
  const { database } = configuration;
  const progress = createProgress(process.stderr, options);
  const interrupts = watchInterrupts();
  const advisories = openAdvisories(options.database, database, found.folder);
  const { world, close } = await openWorld({ ...found, configuration }, advisories, { ...options, isBeside: true });
  try {
    const request = {
      configuration,
      version: configuration.version ?? '',
      now: judgingTime(undefined),
      platforms: [options.platform ?? 'linux/amd64'],
      engine: engineVersion(),
      tools: [],
    };
    const release = await runRelease(request, world, { listener: progress, signal: interrupts.signal });
    return { release, configured: { database, folder: found.folder } };
  } finally {
    progress.end();
    interrupts.stop();
    advisories?.close();
    await close();
  }
}
