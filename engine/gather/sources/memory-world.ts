import { memoryFiles } from './memory-files.ts';
import type { FailedRendering, RenderedStream, SourceWorld } from './ports.ts';

/** What stands in for the outside in a test. */
export interface MemoryWorld {
  /** Path → text. */
  readonly files: Readonly<Record<string, string>>;
  /** Folder or chart → what the tool prints for it; one that is not here fails. Origins are paths from the configuration's folder. */
  readonly rendered?: Readonly<Record<string, string>>;
  /** True when there is no tool at all. */
  readonly withoutTools?: boolean;
}

/** A world in memory that counts how often a tool was started. */
export interface CountingWorld extends SourceWorld {
  readonly runs: readonly string[];
}

/**
 * Files, tools and cache in memory, for tests.
 */
export function memoryWorld({ files, rendered = {}, withoutTools = false }: MemoryWorld): CountingWorld {
  const kept = new Map<string, string>();
  const runs: string[] = [];
  const run = async (at: string): Promise<RenderedStream | FailedRendering> => {
    runs.push(at);
    if (withoutTools) return { kind: 'failed', code: 'tool-missing', detail: 'no tool was found' };
    const text = rendered[at];
    if (text === undefined) return { kind: 'failed', code: 'render-failed', detail: `the tool says: no such thing as ${at}` };
    return { kind: 'rendered', bytes: Buffer.from(text), toSourcePath: (path) => path };
  };
  return {
    runs,
    files: memoryFiles(files),
    renderer: {
      identify: async (tool) =>
        withoutTools ? undefined : { name: tool, path: `/tools/${tool}`, version: 'v1.0.0', from: 'path' },
      kustomize: ({ folder }) => run(folder),
      helm: ({ spec }) => run(spec.at),
    },
    cache: {
      find: async (key) => (kept.has(key) ? JSON.parse(kept.get(key) ?? '') : undefined),
      keep: async (key, value) => {
        kept.set(key, JSON.stringify(value));
      },
    },
  };
}
