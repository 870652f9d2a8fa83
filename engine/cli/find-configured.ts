import { existsSync } from 'node:fs';
import { type FoundConfiguration, findConfiguration } from './find-configuration.ts';

/** The configuration that is named, or the one in this folder; undefined where there is none, for commands that can do without. */
export async function findConfigured(config: string | undefined): Promise<FoundConfiguration | undefined> {
  return config === undefined && !existsSync('plimsoll.yaml') ? undefined : findConfiguration([], config ? { config } : {});
}
