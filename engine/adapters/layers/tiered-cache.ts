import type { LayerCache } from './layer-cache.ts';

/**
 * One's own cache before that of a team: what the team has is taken over, what is read here is given to both.
 *
 * in      the second may be slow or away: it is then only of no use
 */
export function createTieredCache(own: LayerCache, shared: LayerCache): LayerCache {
  return {
    async find(layer) {
      const kept = await own.find(layer);
      if (kept) return kept;
      const found = await shared.find(layer);
      if (found) await own.put(found);
      return found;
    },
    async put(reading) {
      const [kept] = await Promise.all([own.put(reading), shared.put(reading)]);
      return kept;
    },
  };
}
