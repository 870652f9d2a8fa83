import { type TarInput, writeTar } from '../formats/tar/write-tar.ts';
import { catalogers } from '../gather/packages/all.ts';
import { memorySpool } from '../gather/packages/memory-spool.ts';
import type { LayerReading } from '../model/layer.ts';
import { createLayerReader, type LayerReaderOptions } from '../pipeline/read-layer.ts';

/** A path with content, `path -> target` for a symlink, `path => target` for a hard link, `path/` for a directory, or a whole entry. */
export type LayerLine = string | TarInput;

/** The reading of a layer as every cataloger has it, from its tar; content stands after ` = `. */
export function layerOf(
  digest: string,
  lines: readonly LayerLine[],
  options: Pick<LayerReaderOptions, 'fileDigests'> = {},
): LayerReading {
  const reader = createLayerReader({ catalogers, spool: memorySpool(), ...options });
  const tar = writeTar(lines.map((line) => (typeof line === 'string' ? toInput(line) : line)));
  reader.push(tar);
  const { again: _again, ...content } = reader.end();
  return { digest, diffId: digest, compressedBytes: tar.length, uncompressedBytes: tar.length, ...content };
}

/** Layers over each other, named 0, 1, 2 …, oldest first. */
export function layersOf(...layers: readonly (readonly LayerLine[])[]): LayerReading[] {
  return layers.map((lines, index) => layerOf(String(index), lines));
}

function toInput(line: string): TarInput {
  const [, path = '', sign, rest = ''] = /^(.*?) (->|=>|=) (.*)$/s.exec(line) ?? [];
  if (sign === '->') return { path, type: '2', target: rest, mode: 0o777 };
  if (sign === '=>') return { path, type: '1', target: rest };
  if (sign === '=') return { path, content: rest };
  return line.endsWith('/') ? { path: line, type: '5' } : { path: line, content: 'x' };
}
