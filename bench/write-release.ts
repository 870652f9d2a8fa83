import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A release that is nothing but a list of images and the layouts that hold them; the first that has an image gives it.
 *
 * out     the folder of its configuration
 */
export function writeRelease(folder: string, layouts: readonly string[], references: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  const configuration = {
    product: 'Bench',
    version: '1',
    sources: [{ 'image-list': 'images.txt' }],
    images: layouts.map((layout) => ({ 'oci-layout': layout })),
  };
  writeFileSync(join(folder, 'plimsoll.yaml'), JSON.stringify(configuration));
  writeFileSync(join(folder, 'images.txt'), `${references.join('\n')}\n`);
  return folder;
}
