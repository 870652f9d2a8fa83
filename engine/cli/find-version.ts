import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ConfigurationOptions, FoundConfiguration } from './find-configuration.ts';

/** What a release is called whose version nobody states. */
export const unversioned = 'unversioned';

/**
 * The version of the release: from the command line, the configuration, or the Git tag, in this order.
 */
export async function findVersion(
  { configuration, folder }: FoundConfiguration,
  { releaseVersion }: ConfigurationOptions,
): Promise<string> {
  const stated = releaseVersion ?? configuration.version;
  if (stated !== undefined || !isInRepository(folder)) return stated ?? unversioned;
  const { describeVersion } = await import('../adapters/git/describe-version.ts');
  return (await describeVersion(folder)) ?? unversioned;
}

/** Asking Git takes longer than looking whether there is anything to ask about. */
function isInRepository(folder: string): boolean {
  if (process.env.GIT_DIR !== undefined || existsSync(join(folder, '.git'))) return true;
  const above = dirname(folder);
  return above !== folder && isInRepository(above);
}
