import type { KnownBase } from '../gather/images/find-bases.ts';
import type { Reading } from '../model/reading.ts';
import type { Configuration } from './configuration/configuration.ts';
import type { World } from './world.ts';

/**
 * The bases that are known: the project's own, from the file that its configuration names, then those that Plimsoll brings.
 *
 * gaps    bases-unreadable: there is no such file, or it cannot be read
 */
export async function readBases(
  { bases }: Pick<Configuration, 'bases'>,
  { sources }: Pick<World, 'sources'>,
): Promise<Reading<KnownBase>> {
  const { items, gaps } = await readOwn(bases, sources);
  const { commonBases } = await import('../gather/images/common-bases.ts');
  return { items: [...items, ...commonBases()], gaps };
}

/** What parses the file is only loaded where there is one. */
async function readOwn(bases: string | undefined, { files }: World['sources']): Promise<Reading<KnownBase>> {
  if (bases === undefined) return { items: [], gaps: [] };
  const text = files.readText(bases);
  if (text === undefined)
    return {
      items: [],
      gaps: [{ code: 'bases-unreadable', unit: 'gather/images', path: bases, detail: 'there is no such file' }],
    };
  const { readKnownBases } = await import('../gather/images/read-known-bases.ts');
  return readKnownBases(text, bases);
}
