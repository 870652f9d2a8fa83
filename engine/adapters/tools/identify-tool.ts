import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { RenderingTool } from '../../gather/sources/ports.ts';
import { openContentCache } from '../files/content-cache.ts';
import { findTools, type ToolCandidate, type ToolPlaces } from './find-tool.ts';
import { runTool } from './run-tool.ts';

/** How each program is asked for its version, and where its answer states it. */
const questions: Readonly<Record<RenderingTool['name'], { readonly arguments: readonly string[]; readonly answer: RegExp }>> = {
  kustomize: { arguments: ['version'], answer: /\b(v\d+\.\d+\.\d+[\w.+-]*)/ },
  kubectl: { arguments: ['version', '--client'], answer: /^Kustomize Version: *(v\d+\.\d+\.\d+[\w.+-]*)/m },
  helm: { arguments: ['version', '--short'], answer: /\b(v\d+\.\d+\.\d+[\w.-]*)/ },
};

/**
 * The first program that can render and says its version; the answer is kept by the program's size and time, since asking costs more
 * than everything else at the start.
 *
 * out     undefined where there is none
 */
export async function identifyTool(
  tool: 'kustomize' | 'helm',
  places: ToolPlaces,
  environment: Readonly<Record<string, string>>,
): Promise<RenderingTool | undefined> {
  for await (const candidate of findTools(tool, places)) {
    const version = await versionOf(candidate, places.cache, environment);
    if (version !== undefined) return { ...candidate, version };
  }
  return undefined;
}

async function versionOf(
  { name, path }: ToolCandidate,
  cache: string,
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return undefined;
  const known = openContentCache(join(cache, 'tools', 'versions'), 50);
  const key = createHash('sha256').update(`${name} ${path} ${stat.size} ${stat.mtimeMs}`).digest('hex');
  const kept = await known.find(key);
  if (typeof kept === 'string') return kept;
  const question = questions[name];
  const limits = { timeoutMs: 20_000, maxOutputBytes: 1024 * 1024 };
  const { output } = await runTool({ path, arguments: question.arguments, folder: '/', environment, ...limits });
  const version = question.answer.exec(output.toString())?.[1];
  if (version !== undefined) await known.keep(key, version);
  return version;
}
