import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Makes an OCI layout that holds one image of a larger one; its blobs are not copied.
 *
 * in      `from`: a layout on disk; `digest`: of a manifest in it; `to`: an empty folder
 * out     whether the layout has that manifest
 * source  OCI image-spec 1.1, image-layout.md
 */
export function makeLayoutOfOneImage(from: string, { digest, to }: { readonly digest: string; readonly to: string }): boolean {
  const [algorithm = '', hex = ''] = digest.split(':');
  const blob = join(from, 'blobs', algorithm, hex);
  if (!/^[0-9a-f]+$/.test(hex) || !/^[a-z0-9]+$/.test(algorithm) || !existsSync(blob)) return false;
  const stated = mediaTypeOf(readFileSync(blob, 'utf8'));
  mkdirSync(to, { recursive: true });
  symlinkSync(resolve(from, 'blobs'), join(to, 'blobs'), 'dir');
  writeFileSync(join(to, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  const manifest = { mediaType: stated, digest, size: statSync(blob).size };
  writeFileSync(join(to, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
  return true;
}

function mediaTypeOf(manifest: string): string {
  const standard = 'application/vnd.oci.image.manifest.v1+json';
  try {
    const { mediaType } = JSON.parse(manifest) as { readonly mediaType?: unknown };
    return typeof mediaType === 'string' ? mediaType : standard;
  } catch {
    return standard;
  }
}
