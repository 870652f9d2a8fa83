import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { openSourceFiles } from '../adapters/files/source-files.ts';
import { imageList } from '../gather/sources/image-list/image-list.ts';
import type { SourceWorld } from '../gather/sources/ports.ts';
import { Fault } from '../model/fault.ts';
import type { Release } from '../model/release.ts';
import { type FoundCandidates, readCandidates } from '../pipeline/candidates/read-candidates.ts';
import type { World } from '../pipeline/world.ts';
import type { CommonOptions } from './common-options.ts';
import type { FoundConfiguration } from './find-configuration.ts';
import { openWorld } from './open-world.ts';
import { createProgress } from './progress.ts';
import { watchInterrupts } from './watch-interrupts.ts';

/** What looking for candidates takes of the options of `plan`. */
export interface CandidateOptions extends Pick<CommonOptions, 'config' | 'offline' | 'quiet' | 'verbose'> {
  readonly newerTags?: boolean;
  readonly tagsPerImage: number;
  readonly tagsFrom?: string;
}

/**
 * Images that could be taken, out of the registries or a list that is given, read from where the configuration says that images are.
 *
 * faults  usage-wrong: newer tags without a registry to ask; file-unreadable: the list; interrupted
 */
export async function findCandidates(
  release: Release,
  found: FoundConfiguration,
  options: CandidateOptions,
): Promise<FoundCandidates> {
  const progress = createProgress(process.stderr, options);
  const interrupts = watchInterrupts();
  const { world, close } = await openWorld(found, undefined, { ...options, isBeside: true });
  try {
    const { listed, gaps } = await readList(options.tagsFrom, world.sources);
    if (options.newerTags) checkRegistry(world);
    const search = { listed, ...(options.newerTags && { tagsPerImage: options.tagsPerImage }) };
    const candidates = await readCandidates(release, search, world, { listener: progress, signal: interrupts.signal });
    return { ...candidates, unlisted: [...gaps, ...candidates.unlisted] };
  } finally {
    progress.end();
    interrupts.stop();
    await close();
  }
}

async function readList(file: string | undefined, sources: SourceWorld) {
  if (file === undefined) return { listed: [], gaps: [] };
  if (!existsSync(file)) throw new Fault('file-unreadable', `${file} does not exist`);
  const world = { ...sources, files: openSourceFiles(dirname(file)) };
  const { occurrences, gaps } = await imageList.read({ kind: 'image-list', at: basename(file) }, world);
  return { listed: occurrences.map(({ reference }) => reference), gaps };
}

function checkRegistry({ stores }: World): void {
  if (stores.some(({ listTags }) => listTags)) return;
  throw new Fault('usage-wrong', '--newer-tags asks registries, and --offline or the configuration leaves none to ask', {
    help: 'Name the references that could be taken in a file: --tags-from FILE.',
  });
}
