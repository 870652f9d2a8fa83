import { isAbsolute, resolve } from 'node:path';
import { cacheFolder } from '../adapters/files/cache-folder.ts';
import { openSourceFiles } from '../adapters/files/source-files.ts';
import { openRenderings } from '../adapters/renderings/open-renderings.ts';
import { openRenderer } from '../adapters/tools/open-renderer.ts';
import { rendersAtOnce, type SourceWorld } from '../gather/sources/ports.ts';
import type { UsedTool } from '../model/release.ts';
import type { Configuration } from '../pipeline/configuration/configuration.ts';
import type { FoundConfiguration } from './find-configuration.ts';
import { ownCode } from './own-code.ts';

/** What rendering needs, with what has to be given back. */
export interface OpenSourceWorld {
  readonly world: SourceWorld;
  close(): void;
}

/** The real files, tools and cache that sources are rendered with; charts are pulled from registries unless it is offline. */
export function openSourceWorld(
  { configuration, folder: home, sourceFolder: folder = home, gaps = [] }: FoundConfiguration,
  { offline = false }: { readonly offline?: boolean },
): OpenSourceWorld {
  const cache = cacheFolder(process.env);
  const configured = configuredTools(configuration, home);
  const atOnce = configuration.sources.length > 1 ? rendersAtOnce : 1;
  const renderer = openRenderer({ folder, configured, environment: process.env, cache, offline, atOnce });
  return {
    world: { files: openSourceFiles(folder), renderer, cache: openRenderings(cache, ownCode), gaps },
    close: () => renderer.close(),
  };
}

/** The programs that render what is configured; none where nothing has to be rendered. */
export async function usedTools(configuration: Configuration, { renderer }: SourceWorld): Promise<readonly UsedTool[]> {
  const needed = (['helm', 'kustomize'] as const).filter((tool) =>
    configuration.sources.some(({ kind }) => kind === tool || (tool === 'helm' && kind === 'loftsman')),
  );
  const found = await Promise.all(needed.map((tool) => renderer.identify(tool)));
  return found.flatMap((tool) => (tool ? [{ name: tool.name, version: tool.version }] : []));
}

/** Paths with a separator are relative to the configuration's folder; bare names are left to the PATH. */
function configuredTools({ tools }: Configuration, folder: string): Configuration['tools'] {
  return Object.fromEntries(
    Object.entries(tools).map(([name, path]) => [name, !isAbsolute(path) && /[\\/]/.test(path) ? resolve(folder, path) : path]),
  );
}
