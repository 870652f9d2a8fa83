import type { LayerReading } from '../../model/layer.ts';
import type { LayerStack } from './find-entry.ts';
import { coverOf } from './layer-cover.ts';

const hiddenByPair = new WeakMap<LayerReading, WeakMap<LayerReading, readonly number[]>>();

/**
 * Which hashed files of a layer later layers replace or remove.
 *
 * in      layers as placed, oldest first
 * out     places in the layer's `fileDigests.paths`, ascending
 * cost    O(files of the layer) for each layer above, once for each distinct pair of layers
 */
export function findHiddenFiles(stack: LayerStack, index: number): readonly number[] {
  const layer = stack[index];
  if (!layer?.fileDigests) return [];
  const hidden = new Set(stack.slice(index + 1).flatMap((above) => (above ? hiddenBy(above, layer) : [])));
  return [...hidden].sort((a, b) => a - b);
}

function hiddenBy(above: LayerReading, layer: LayerReading): readonly number[] {
  const pairs = hiddenByPair.get(layer) ?? new WeakMap<LayerReading, readonly number[]>();
  hiddenByPair.set(layer, pairs);
  const known = pairs.get(above);
  if (known) return known;
  const cover = coverOf(above);
  const hidden = (layer.fileDigests?.paths ?? []).flatMap((path, place) => (cover.of(path) === 'kept' ? [] : [place]));
  pairs.set(above, hidden);
  return hidden;
}
