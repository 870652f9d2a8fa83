import { canonicalize } from '../../formats/reference/reference.ts';
import type { ScannedImage } from '../../model/scan.ts';

const digestOf = /sha256:[0-9a-f]{64}(?![0-9a-f])/;
/** What is no reference, though it may look like one: a digest alone, a file, a folder. */
const noReference = /^sha256:|\.(?:tar|tgz|tar\.gz|zip|jar|json|lock|txt|xml)$|^(?:\.{0,2}\/|[A-Za-z]:\\)/;

/** Names and digests of one image in a report. */
export interface ImageDraft {
  /** As the report shows it. */
  readonly name: string | undefined;
  /** Tags and digests in a repository; files and folders are not taken for references. */
  readonly references?: readonly string[];
  /** Of a manifest or index. */
  readonly digests?: readonly (string | undefined)[];
}

/**
 * An image as a report names it.
 *
 * out     undefined where it has no name at all
 */
export function nameImage({ name, references = [], digests = [] }: ImageDraft): ScannedImage | undefined {
  const texts = [...references, ...(name === undefined ? [] : [name])].filter((text) => !noReference.test(text));
  const canonical = texts.flatMap((text) => canonicalize(text) ?? []);
  const found = [...digests, ...canonical].flatMap((text) => digestOf.exec(text ?? '')?.[0] ?? []);
  const shown = name ?? references[0] ?? found[0];
  if (shown === undefined) return undefined;
  return { name: shown, references: [...new Set(canonical)].toSorted(), digests: [...new Set(found)].toSorted() };
}

/** The one image of a report, as its list of images. */
export function oneImage(draft: ImageDraft): readonly ScannedImage[] {
  const image = nameImage(draft);
  return image ? [image] : [];
}

/** Images of a report that has many, each once, with the index that rows name them by. */
export class ImageList {
  readonly images: ScannedImage[] = [];
  readonly #indices = new Map<string, number>();

  /** Index of an image; null where it has no name. */
  add(draft: ImageDraft): number | null {
    const image = nameImage(draft);
    if (!image) return null;
    const key = JSON.stringify(image);
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    this.#indices.set(key, this.images.length);
    return this.images.push(image) - 1;
  }
}
