import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Corpus } from '../engine/test/corpus.ts';

/** An image of a corpus that brings a layer which no other image has. */
export interface NewImage {
  readonly reference: string;
  /** Of that layer, as stored. */
  readonly sizeBytes: number;
}

const wantedBytes = 50e6;

interface Entry {
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly manifests?: readonly Entry[];
  readonly layers?: readonly Entry[];
}

/** The one whose layer is nearest to 50 MB; undefined where every layer is shared. */
export function findNewImage({ folder, references }: Corpus): NewImage | undefined {
  const read = (digest: string): Entry => JSON.parse(readFileSync(join(folder, 'blobs', digest.replace(':', '/')), 'utf8'));
  const index: Entry = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  const images = (index.manifests ?? []).flatMap(({ digest, annotations }) => {
    const reference = references.find((one) => Object.values(annotations ?? {}).includes(one));
    return reference === undefined ? [] : [{ reference, layers: read(digest).layers ?? [] }];
  });
  const holders = Map.groupBy(
    images.flatMap(({ reference, layers }) => layers.map((layer) => ({ reference, layer }))),
    ({ layer }) => layer.digest,
  );
  return [...holders.values()]
    .flatMap(([first, ...others]) =>
      first && others.length === 0 ? [{ reference: first.reference, sizeBytes: first.layer.size }] : [],
    )
    .sort((one, other) => Math.abs(one.sizeBytes - wantedBytes) - Math.abs(other.sizeBytes - wantedBytes))[0];
}
