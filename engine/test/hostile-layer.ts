import { gzipSync } from 'node:zlib';
import { type TarInput, writeTar } from '../formats/tar/write-tar.ts';
import type { HostileCase } from './hostile-world.ts';
import { SampleBlobs, sha256 } from './sample-image.ts';

/** Reference of the image that a test makes hostile. */
export const hostileImage = 'registry.example/hostile:1';

/** An image of one layer as it is stored, with the digest that it has. */
export function storedLayer(blob: Uint8Array, unpackedDigest: string): HostileCase {
  const blobs = new SampleBlobs();
  const layer = blobs.add(blob, 'application/vnd.oci.image.layer.v1.tar+gzip');
  const configuration = { rootfs: { type: 'layers', diff_ids: [unpackedDigest] } };
  return { blobs, images: { [hostileImage]: blobs.image({ layers: [], configuration, manifest: { layers: [layer] } }) } };
}

/** An image of one layer with these entries. */
export function layerOf(...entries: readonly TarInput[]): HostileCase {
  const tar = writeTar(entries);
  return storedLayer(gzipSync(tar), sha256(tar));
}
