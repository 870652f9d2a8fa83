import { createHash } from 'node:crypto';
import { digestOf, splitDigest } from '../../formats/oci/digest.ts';
import { readManifest } from '../../formats/oci/read-manifest.ts';
import type { FoundImage } from '../../gather/images/store.ts';
import type { LayerReference } from '../../model/image.ts';
import type { KeptLayout } from './kept-layout.ts';
import { fileAt, streamBlob } from './local-blob.ts';

/**
 * Puts all of an image into an OCI layout: manifest, configuration and layers, each verified against its digest. What lies in a file
 * of its own is linked to, and what the layout has already is not read again.
 *
 * in      an image of any store; the layout does not list it afterwards
 * faults  rejects with a sentence: the store cannot give a part of it, or gives another than the digest says; file-unwritable
 * cost    reads every layer once
 */
export async function gatherImage(image: FoundImage, layout: KeptLayout, signal?: AbortSignal): Promise<void> {
  const { digest, layers } = image.manifest;
  const manifest = await readPart(image, digest, 'manifest');
  const document = readManifest(manifest);
  if (document.kind !== 'image') throw new Error(`${digest} is no manifest of an image`);
  const configuration = await readPart(image, document.configuration.digest, 'configuration');
  await layout.put(digest, manifest);
  await layout.put(document.configuration.digest, configuration);
  for (const layer of layers) {
    signal?.throwIfAborted();
    if (!(await layout.has(layer))) await gatherLayer(image, layer, { layout, signal });
  }
}

async function readPart(image: FoundImage, digest: string, kind: 'manifest' | 'configuration'): Promise<Uint8Array> {
  const bytes = await image.document?.(digest, kind);
  if (bytes === undefined) throw new Error(`${image.manifest.store} cannot give its ${kind}`);
  if (!(bytes instanceof Uint8Array)) throw new Error(bytes.detail);
  if (digestOf(bytes, digest) !== digest)
    throw new Error(`its ${kind} in ${image.manifest.store} has another digest than ${digest}`);
  return bytes;
}

async function gatherLayer(
  image: FoundImage,
  layer: LayerReference,
  { layout, signal }: { readonly layout: KeptLayout; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const place = image.path?.(layer);
  if (place && (await fileAt(place.file))?.sizeBytes === place.sizeBytes) {
    if (await isDigestOf(layer.digest, streamBlob(place, signal))) await layout.link(layer, place.file);
  } else {
    do for await (const _ of layout.tee(layer, await image.open(layer, signal)));
    while (!(await layout.has(layer)) && image.passOver?.(layer));
  }
  if (!(await layout.has(layer)))
    throw new Error(`layer ${layer.digest} in ${image.manifest.store} has another digest, or another size`);
}

async function isDigestOf(digest: string, chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  const [algorithm, hex] = splitDigest(digest);
  const hash = createHash(algorithm);
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex') === hex;
}
