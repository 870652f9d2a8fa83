import { canonicalize, parseReference } from '../../formats/reference/reference.ts';
import { splitReference } from '../../gather/sources/locate-parts.ts';
import { Fault } from '../../model/fault.ts';
import type { DeclaredImage, Inventory } from '../../model/inventory.ts';

/** What an image is to be set to; at least one of the two is there. */
export interface ImageVersion {
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** An image of the inventory, and what it is to be set to. */
export interface TagRequest {
  /** Canonical, or as a manifest writes it. */
  readonly image: string;
  readonly version: ImageVersion;
}

/**
 * Reads `REF=TAG`; TAG is a tag, a digest, or `TAG@DIGEST`.
 *
 * faults  usage-wrong: no `=`, no image reference before it, neither tag nor digest behind it
 */
export function parseTagRequest(text: string): TagRequest {
  const equals = text.lastIndexOf('=');
  const [image, wanted] = [text.slice(0, Math.max(equals, 0)), text.slice(equals + 1)];
  if (equals < 0 || !parseReference(image))
    throw new Fault(
      'usage-wrong',
      `\`${text}\` does not name an image and its new tag; write REF=TAG, for example nginx:1.26=1.27`,
    );
  const version = /^sha(?:256|512):/.test(wanted) ? { digest: wanted } : splitWanted(wanted);
  if (!parseReference(withVersion('x', version)) || (version.tag === undefined && version.digest === undefined))
    throw new Fault('usage-wrong', `\`${wanted}\` is neither a tag nor a digest; write 1.27, sha256:… or 1.27@sha256:…`);
  return { image, version };
}

function splitWanted(text: string): ImageVersion {
  const [tag = '', digest] = text.split('@', 2);
  return { tag, ...(digest !== undefined && { digest }) };
}

/** An image as written, with another version; registry and name keep their spelling. */
export function withVersion(declared: string, { tag, digest }: ImageVersion): string {
  const { name } = splitReference(declared);
  return `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/**
 * The image of the inventory that is meant: by its canonical reference, else as one of its places writes it.
 *
 * faults  usage-wrong: no image is called so; names the ones of the same repository
 */
export function findRequested(inventory: Inventory, { image }: TagRequest): DeclaredImage {
  const canonical = canonicalize(image);
  const found =
    inventory.images.find(({ reference }) => reference === canonical) ??
    inventory.images.find(({ occurrences }) => occurrences.some(({ declared }) => declared === image));
  if (found) return found;
  const repository = repositoryOf(image);
  const near = inventory.images.map(({ reference }) => reference).filter((reference) => repositoryOf(reference) === repository);
  throw new Fault('usage-wrong', `the release ships no image \`${image}\``, {
    help: near.length > 0 ? `There is ${near.join(', ')}.` : '`plimsoll images` lists the images that it ships.',
  });
}

/** Registry and repository, without the version. */
export function repositoryOf(text: string): string {
  const reference = parseReference(text);
  return reference ? `${reference.registry}/${reference.repository}` : text;
}
