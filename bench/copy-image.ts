import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a manifest or an index says of a blob. */
export interface Descriptor {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** An image of a layout. */
export interface LayoutImage {
  readonly reference: string;
  readonly descriptor: Descriptor;
  readonly manifest: Manifest;
}

/** The images of a layout that are among the references; an index of several platforms is left out. */
export function imagesOf(layout: string, references: readonly string[]): readonly LayoutImage[] {
  const index: { readonly manifests: readonly Descriptor[] } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'));
  return index.manifests.flatMap((descriptor) => {
    const reference = references.find((one) => Object.values(descriptor.annotations ?? {}).includes(one));
    if (reference === undefined) return [];
    const manifest: Partial<Manifest> = JSON.parse(readFileSync(blobOf(layout, descriptor.digest), 'utf8'));
    return manifest.layers && manifest.config
      ? [{ reference, descriptor, manifest: { ...manifest, ...(manifest as Manifest) } }]
      : [];
  });
}

/**
 * Writes a layout in which images have layers of their own: the same content, compressed alike, under other digests.
 *
 * in      which layers of an image are to be another's no more
 */
export function copyImages(
  from: string,
  images: readonly LayoutImage[],
  to: string,
  isOwn: (layer: Descriptor) => boolean,
): void {
  mkdirSync(join(to, 'blobs/sha256'), { recursive: true });
  const manifests = images.map(({ reference, descriptor, manifest }, index) => {
    link(from, to, manifest.config.digest);
    const layers = manifest.layers.map((layer) => {
      if (isOwn(layer)) return { ...layer, ...put(to, remade(readFileSync(blobOf(from, layer.digest)), index + 1)) };
      link(from, to, layer.digest);
      return layer;
    });
    const written = put(to, Buffer.from(JSON.stringify({ ...manifest, layers })));
    return { ...descriptor, ...written, annotations: { 'org.opencontainers.image.ref.name': reference } };
  });
  writeFileSync(join(to, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(to, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}

/** Other bytes that unpack to the same: the time in gzip's header, or a frame that readers of zstd skip. */
function remade(bytes: Buffer, salt: number): Buffer {
  if (bytes.readUInt16BE(0) === 0x1f8b) {
    bytes.writeUInt32LE(salt, 4);
    return bytes;
  }
  const frame = Buffer.alloc(12);
  frame.writeUInt32LE(0x184d2a50, 0);
  frame.writeUInt32LE(4, 4);
  frame.writeUInt32LE(salt, 8);
  return Buffer.concat([frame, bytes]);
}

function put(layout: string, bytes: Buffer): { readonly digest: string; readonly size: number } {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  writeFileSync(blobOf(layout, digest), bytes);
  return { digest, size: bytes.length };
}

function link(from: string, to: string, digest: string): void {
  try {
    linkSync(blobOf(from, digest), blobOf(to, digest));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') writeFileSync(blobOf(to, digest), readFileSync(blobOf(from, digest)));
  }
}

function blobOf(layout: string, digest: string): string {
  return join(layout, 'blobs', digest.replace(':', '/'));
}
