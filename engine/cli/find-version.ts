import { describeVersion } from '../adapters/git/describe-version.ts';
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
  return releaseVersion ?? configuration.version ?? (await describeVersion(folder)) ?? unversioned;
}
