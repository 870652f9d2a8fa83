import type { LayerReading } from '../../model/layer.ts';
import type { LayerSubject } from './layer-input.ts';

/** A layer of which nothing can be used, with the reason. */
export function failedReading(layer: LayerSubject, code: string, detail: string): LayerReading {
  return {
    digest: layer.digest,
    diffId: layer.diffId,
    compressedBytes: 0,
    uncompressedBytes: 0,
    paths: [],
    whiteouts: [],
    opaque: [],
    found: [],
    distributions: [],
    gaps: [{ code, unit: 'adapters/layers', detail, layer: layer.digest }],
    complete: false,
  };
}
