import type { LayerReading } from '../../model/layer.ts';
import type { Gap } from '../../model/reading.ts';
import { readBlob, readTar, type TarRequest } from './read-blob.ts';

/** What reading a layer needs, and the chunks of its blob once more. */
export interface PassesRequest extends Omit<TarRequest, 'linkTargets'> {
  /** Undefined where they are gone. */
  again(): AsyncIterable<Uint8Array> | undefined;
}

/**
 * Reads a layer, and a second time where links lead to files that had gone by unread.
 *
 * gaps    those of `readTar`; link-unresolved: a second pass was needed and could not be made
 */
export async function readInPasses({ again, ...request }: PassesRequest): Promise<LayerReading> {
  const first = await readTar({ ...request, linkTargets: [] });
  if (first.again.length === 0) return first.reading;
  const chunks = again();
  if (chunks) return (await readBlob({ ...request, chunks, linkTargets: first.again })).reading;
  return { ...first.reading, gaps: [...first.reading.gaps, ...first.again.map((path) => gapOf(path, request.layer.digest))] };
}

function gapOf(path: string, layer: string): Gap {
  const detail = 'a link leads to it, and there was no temporary space to keep the layer for reading it again';
  return { code: 'link-unresolved', unit: 'adapters/layers', path, layer, detail };
}
