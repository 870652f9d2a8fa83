import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A descriptor as JSON has it. */
export interface SampleDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: object;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly artifactType?: string;
}

/** What an invented image is made of; each part that is left out is a usual one. */
export interface SampleParts {
  readonly architecture?: string;
  /** Uncompressed. */
  readonly layers?: readonly Uint8Array[];
  /** Laid over the configuration. */
  readonly configuration?: object;
  /** Laid over the manifest. */
  readonly manifest?: object;
}

const oci = 'application/vnd.oci.image.';

/** Blobs of invented images, made in memory for tests. */
export class SampleBlobs {
  readonly blobs = new Map<string, Uint8Array>();

  add(content: Uint8Array | object, mediaType: string): SampleDescriptor {
    const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
    const digest = sha256(bytes);
    this.blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  }

  image({ architecture = 'amd64', layers = [tarOf({ 'etc/name': architecture })], ...over }: SampleParts = {}): SampleDescriptor {
    const configuration = {
      os: 'linux',
      architecture,
      config: { User: '1000', Cmd: ['run'] },
      rootfs: { type: 'layers', diff_ids: layers.map(sha256) },
      history: layers.map((_, position) => ({ created_by: `step ${position}` })),
      ...over.configuration,
    };
    const manifest = {
      schemaVersion: 2,
      mediaType: `${oci}manifest.v1+json`,
      config: this.add(configuration, `${oci}config.v1+json`),
      layers: layers.map((layer) => this.add(gzipSync(layer), `${oci}layer.v1.tar+gzip`)),
      ...over.manifest,
    };
    return this.add(manifest, manifest.mediaType);
  }

  index(manifests: readonly object[], mediaType = `${oci}index.v1+json`): SampleDescriptor {
    return this.add({ schemaVersion: 2, mediaType, manifests }, mediaType);
  }

  /** Writes an OCI layout that lists these entries. */
  async writeLayout(folder: string, manifests: readonly object[]): Promise<void> {
    for (const [path, bytes] of Object.entries(this.layoutFiles(manifests))) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
  }

  layoutFiles(manifests: readonly object[]): Readonly<Record<string, Uint8Array | string>> {
    return {
      ...Object.fromEntries([...this.blobs].map(([digest, bytes]) => [`blobs/${digest.replace(':', '/')}`, bytes])),
      'oci-layout': '{"imageLayoutVersion":"1.0.0"}',
      'index.json': JSON.stringify({ schemaVersion: 2, manifests }),
    };
  }
}

/** `sha256:…` of bytes. */
export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A ustar archive; a value `-> target` is a symbolic link. */
export function tarOf(files: Readonly<Record<string, Uint8Array | string>>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    const target = typeof content === 'string' && content.startsWith('-> ') ? content.slice(3) : undefined;
    const bytes = target === undefined ? Buffer.from(content) : Buffer.alloc(0);
    const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
    return [tarHeader(name, bytes.length, target), bytes, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function tarHeader(name: string, sizeBytes: number, target: string | undefined): Uint8Array {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(target === undefined ? '0' : '2', 156);
  header.write(target ?? '', 157, 100);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** Bytes that do not compress, always the same. */
export function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
}
