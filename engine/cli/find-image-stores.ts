import { resolve } from 'node:path';
import { defaultConfiguration } from '../pipeline/configuration/default-configuration.ts';
import type { FoundConfiguration } from './find-configuration.ts';
import { findConfigured } from './find-configured.ts';

/** The configuration that says where images are; registries alone where there is none. For commands that render no sources. */
export async function findImageStores({ config }: { readonly config?: string }): Promise<FoundConfiguration> {
  return (await findConfigured(config)) ?? { configuration: defaultConfiguration('images', []), folder: resolve('.') };
}
