import type { TarInput } from '../../../engine/formats/tar/write-tar.ts';

/** Files of a layer that belong together, and the packages that they state. */
export interface Part {
  readonly files: readonly TarInput[];
  readonly packages: readonly StatedPackage[];
}

/** A package, as whoever reads the image must find it. */
export interface StatedPackage {
  /** `TYPE/NAME@VERSION`, the beginning of its package URL without escapes: `deb/openssl@3.0.9-1`. */
  readonly id: string;
  /** The file that states it. */
  readonly path: string;
}

/** One layer: what an instruction of a build file would have made. */
export interface LayerRecipe {
  readonly createdBy: string;
  readonly parts: readonly Part[];
  readonly compression: 'gzip' | 'zstd' | 'none';
}

/** One image. */
export interface ImageRecipe {
  /** Name below `registry.tidewater.example/tidewater/`. */
  readonly name: string;
  readonly tag: string;
  /** Tag of the base image, for its annotation; base images have none. */
  readonly base?: string;
  readonly layers: readonly LayerRecipe[];
  /** Empty is root. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  /** More than one makes an index; the same files for each. */
  readonly architectures: readonly string[];
  /** On purpose: the last layer's blob is stored cut in half, so that the image cannot be read whole. */
  readonly isDamaged?: boolean;
}

/** A layer of these parts. */
export function layer(createdBy: string, parts: readonly Part[], compression: LayerRecipe['compression'] = 'gzip'): LayerRecipe {
  return { createdBy, parts, compression };
}

/** An image with what is usual: one platform, no root. */
export function image(
  nameAndTag: string,
  recipe: Pick<ImageRecipe, 'layers'> & Partial<Omit<ImageRecipe, 'name' | 'tag' | 'layers'>>,
): ImageRecipe {
  const [name = '', tag = ''] = nameAndTag.split(':');
  return { name, tag, user: '65532', entrypoint: [`/usr/bin/${name}`], architectures: ['amd64'], ...recipe };
}

/**
 * The packages that an image holds in the end: a file replaces its forerunner, and a whiteout removes.
 *
 * out     `TYPE/NAME@VERSION`, each once, ordered
 */
export function packagesOf({ layers }: ImageRecipe): readonly string[] {
  const standing = new Map<string, readonly string[]>();
  for (const { parts } of layers) {
    const files = parts.flatMap((part) => part.files.map(({ path }) => path));
    for (const path of files) {
      standing.delete(path);
      const removed = path.replace(/(^|\/)\.wh\.([^/]+)$/, '$1$2');
      if (removed !== path)
        for (const old of standing.keys()) if (old === removed || old.startsWith(`${removed}/`)) standing.delete(old);
    }
    for (const [path, stated] of Map.groupBy(
      parts.flatMap((part) => part.packages),
      (one) => one.path,
    ))
      standing.set(
        path,
        stated.map(({ id }) => id),
      );
  }
  return [...new Set([...standing.values()].flat())].toSorted();
}
