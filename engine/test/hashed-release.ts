import { createHash } from 'node:crypto';
import { packDigests, unhashed } from '../formats/file-digests/file-digests.ts';
import type { RecordedLayer, Release } from '../model/release.ts';

/** Content by path; null for a file that was not hashed. */
export type LayerFiles = Readonly<Record<string, string | null>>;

/** SHA-256 of a text, 64 hexadecimal digits. */
export function digestOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A release some of whose images have layers with digests of files, by reference and oldest first; a file hides those below it. */
export function withFiles(release: Release, files: Readonly<Record<string, readonly LayerFiles[]>>): Release {
  const images = release.images.map((image) => {
    const layers = files[image.reference];
    return layers ? { ...image, layers: layers.map((layer, at) => toLayer(layer, layers.slice(at + 1))) } : image;
  });
  return { ...release, images };
}

function toLayer(files: LayerFiles, above: readonly LayerFiles[]): RecordedLayer {
  const digest = `sha256:${digestOf(JSON.stringify(files))}`;
  const hashes = Object.entries(files).map(
    ([path, content]) => [path, content === null ? unhashed : Buffer.from(digestOf(content), 'hex').toString('latin1')] as const,
  );
  const fileDigests = packDigests(new Map(hashes));
  const hiddenFiles = fileDigests.paths.flatMap((path, place) => (above.some((layer) => path in layer) ? [place] : []));
  const mediaType = 'application/vnd.oci.image.layer.v1.tar';
  return {
    ...{ digest, diffId: digest, mediaType, sizeBytes: 1, fromBase: false, fileDigests },
    ...(hiddenFiles.length > 0 && { hiddenFiles }),
  };
}
