import type { Distribution } from '../../model/distribution.ts';
import type { LayerReading } from '../../model/layer.ts';
import { coverOf } from './layer-cover.ts';
import { distributionPaths } from './read-distribution.ts';

/**
 * The distribution of an image: what the topmost layer says in `etc/os-release`, else in `usr/lib/os-release`, else in an older file of some distribution's own.
 *
 * in      readings, oldest first; undefined for a layer without one
 * out     undefined when no layer says it. A file that was replaced by a link no longer counts; one that was only deleted does, since
 *         an image does not leave its distribution by that
 * source  os-release(5): `/etc/os-release` comes first
 */
export function findDistribution(layers: readonly (LayerReading | undefined)[]): Distribution | undefined {
  for (const path of distributionPaths) {
    for (const layer of layers.toReversed()) {
      const found = layer?.distributions.find((distribution) => distribution.path === path);
      if (found) return found;
      if (layer && coverOf(layer).of(path) === 'replaced') break;
    }
  }
  return undefined;
}
