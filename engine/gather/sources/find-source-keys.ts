import type { SourceWorld } from './ports.ts';
import type { SourceSpec } from './source-spec.ts';
import { unitOf } from './unit-of.ts';

/**
 * The key that each source's reading would carry, found without rendering or parsing anything.
 *
 * out     in the order of the sources; undefined for one that has to be read to know
 */
export async function findSourceKeys(specs: readonly SourceSpec[], world: SourceWorld): Promise<readonly (string | undefined)[]> {
  return Promise.all(specs.map((spec) => findOneKey(spec, world)));
}

/** What crashes here crashes again where it is read, and is told there. */
async function findOneKey(spec: SourceSpec, world: SourceWorld): Promise<string | undefined> {
  try {
    return await (await unitOf(spec)).findKey?.(spec, world);
  } catch {
    return undefined;
  }
}
