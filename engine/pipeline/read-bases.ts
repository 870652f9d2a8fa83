import type { KnownBase } from '../gather/images/find-bases.ts';
import { readKnownBases } from '../gather/images/read-known-bases.ts';
import type { Reading } from '../model/reading.ts';
import type { Configuration } from './configuration/configuration.ts';
import type { World } from './world.ts';

/**
 * The bases that the project knows, from the file that its configuration names.
 *
 * gaps    bases-unreadable: there is no such file, or it cannot be read
 */
export function readBases({ bases }: Pick<Configuration, 'bases'>, { sources }: Pick<World, 'sources'>): Reading<KnownBase> {
  if (bases === undefined) return { items: [], gaps: [] };
  const text = sources.files.readText(bases);
  if (text !== undefined) return readKnownBases(text, bases);
  return { items: [], gaps: [{ code: 'bases-unreadable', unit: 'gather/images', path: bases, detail: 'there is no such file' }] };
}
