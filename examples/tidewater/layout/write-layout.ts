import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageRecipe } from './recipe.ts';
import { type Blob, repository, writeImage } from './write-image.ts';

/**
 * Writes images into one OCI layout.
 *
 * in      a folder that does not exist yet; told of each image before it is written
 * source  OCI image-spec 1.1, image-layout.md
 */
export function writeLayout(
  folder: string,
  recipes: readonly ImageRecipe[],
  onImage: (name: string, done: number) => void = () => {},
): void {
  const blobs = join(folder, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  const manifests: Blob['descriptor'][] = [];
  for (const [done, recipe] of recipes.entries()) {
    const name = `${repository}/${recipe.name}:${recipe.tag}`;
    onImage(name, done);
    const written = writeImage(recipe);
    for (const { descriptor, bytes } of written) writeFileSync(join(blobs, descriptor.digest.slice('sha256:'.length)), bytes);
    const root = written.at(-1);
    if (root) manifests.push({ ...root.descriptor, annotations: { 'org.opencontainers.image.ref.name': name } });
  }
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), `${JSON.stringify({ schemaVersion: 2, manifests }, null, 2)}\n`);
}
