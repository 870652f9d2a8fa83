import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeLayout } from './layout/write-layout.ts';
import { recipes } from './recipes/recipes.ts';

const root = import.meta.dirname;
const writers = join(root, '../../engine/formats');

/** What was made. */
export interface MadeExample {
  /** The OCI layout. */
  readonly images: string;
  /** False when it was there already, made of the same recipes. */
  readonly isNew: boolean;
}

/**
 * Makes the images of the example, unless they are there.
 *
 * in      folder to make them in, `build/` beside this file when left out; told of each image
 * out     the same bytes on every machine; in place all at once, so that an interrupted run leaves nothing half done
 */
export function makeExample({
  folder = join(root, 'build'),
  onProgress = () => {},
}: {
  readonly folder?: string;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly what: string }) => void;
} = {}): MadeExample {
  const images = join(folder, 'images');
  const stamp = join(folder, 'images.made-of');
  const wanted = digestOfRecipes();
  if (existsSync(join(images, 'index.json')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
    return { images, isNew: false };
  const draft = `${images}.${process.pid}.draft`;
  mkdirSync(folder, { recursive: true });
  rmSync(draft, { recursive: true, force: true });
  writeLayout(draft, recipes, (what, done) => onProgress({ done, total: recipes.length, what }));
  rmSync(images, { recursive: true, force: true });
  renameSync(draft, images);
  writeFileSync(stamp, wanted);
  return { images, isNew: true };
}

/** Whatever code the images are made by. */
function digestOfRecipes(): string {
  const files = [
    ...globSync(['layout/*.ts', 'recipes/*.ts'], { cwd: root }).map((file) => join(root, file)),
    ...['tar/write-tar.ts', 'zip/write-zip.ts', 'go-build-info/write-go-program.ts'].map((file) => join(writers, file)),
  ].toSorted();
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}
