import type { LayerReading } from '../../model/layer.ts';
import type { Package } from '../../model/package.ts';
import { entriesOf } from './entry-table.ts';
import { folderOf, rangeBelow } from './sorted-paths.ts';

/**
 * What a package takes on the disk: as its database states it, else the file of an archive, else the directory of an npm package
 * without the packages nested in it.
 *
 * in      the layer that brought it
 * out     bytes; undefined where it cannot be told, as for what lies inside an archive or binary
 */
export function sizeOfPackage(item: Package, layer: LayerReading | undefined): number | undefined {
  if (item.sizeBytes !== undefined) return item.sizeBytes;
  const table = layer && entriesOf(layer);
  if (!table) return undefined;
  if (item.type === 'maven') return table.find(item.path)?.sizeBytes;
  if (item.type !== 'npm' || !item.path.endsWith('/package.json')) return undefined;
  const folder = folderOf(item.path);
  const nested = rangeBelow(layer.paths, `${folder}/node_modules`);
  return table.sizeOf(...rangeBelow(layer.paths, folder)) - table.sizeOf(...nested);
}
