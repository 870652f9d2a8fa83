import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Before a reference, where paths are expected. */
export const registryPrefix = 'registry:';

/** Whether a path names images rather than manifests: an archive, an OCI layout, or `registry:` with a reference. */
export function isOfImages(path: string): boolean {
  return path.startsWith(registryPrefix) || path.endsWith('.tar') || isLayout(path);
}

/** Whether a folder is an OCI layout; older programs wrote some without the file that says so, and other folders have an `index.json` too. */
export function isLayout(path: string): boolean {
  const holds = (name: string) => existsSync(join(path, name));
  return holds('oci-layout') || (holds('index.json') && holds('blobs'));
}
