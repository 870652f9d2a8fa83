import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Before a reference, where paths are expected. */
export const registryPrefix = 'registry:';

/** Whether a path names images rather than manifests: an archive, an OCI layout, or `registry:` with a reference. */
export function isOfImages(path: string): boolean {
  return path.startsWith(registryPrefix) || path.endsWith('.tar') || isLayout(path);
}

/** Whether a folder is an OCI layout. */
export function isLayout(path: string): boolean {
  return existsSync(join(path, 'oci-layout')) || existsSync(join(path, 'index.json'));
}
