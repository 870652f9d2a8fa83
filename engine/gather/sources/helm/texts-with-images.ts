import type { JsonObject } from '../../../model/json.ts';
import { scalarsIn, type ValuePath } from './plain-values.ts';

/** A value that is a text with whole images in it, such as a document for a ConfigMap. */
export interface TextWithImages {
  readonly path: ValuePath;
  readonly text: string;
  /** In their order. */
  readonly images: readonly { readonly at: number; readonly image: string }[];
}

/** Longer texts, and more images in one, are no configuration that people write. */
const limits = { characters: 256 * 1024, images: 500 };

/**
 * The values that hold images among other text, each image as a word of its own.
 *
 * in      images as written, with a tag or digest
 * cost    one pass over each text for each image
 */
export function findInTexts(values: JsonObject, images: ReadonlySet<string>): readonly TextWithImages[] {
  const pinned = [...images].filter((image) => /[:@]/.test(image)).slice(0, limits.images);
  return scalarsIn(values).flatMap(({ path, value }) => {
    if (typeof value !== 'string' || value.length > limits.characters || images.has(value)) return [];
    const found = pinned.flatMap((image) => placesOf(image, value).map((at) => ({ at, image })));
    return found.length > 0 ? [{ path, text: value, images: found.toSorted((one, other) => one.at - other.at) }] : [];
  });
}

function placesOf(image: string, text: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(image); at >= 0 && places.length < limits.images; at = text.indexOf(image, at + image.length))
    if (!/[\w./:@-]/.test(text.charAt(at - 1)) && !/[\w/:@-]/.test(text.charAt(at + image.length))) places.push(at);
  return places;
}
