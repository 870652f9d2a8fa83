import { canonicalize } from '../../../formats/reference/reference.ts';
import type { ReleaseAnswer } from './answer-query.ts';
import type { Query } from './parse-query.ts';
import type { IndexedImage, RecordIndex } from './record-index.ts';
import { toPlace } from './to-place.ts';

/**
 * The images of a release that are the one asked for, or that hold a layer.
 *
 * in      an image with or without registry, tag and digest: what is left out may be any
 * out     open where nothing has a digest: it could be that of a file
 */
export function askAboutImage(query: Extract<Query, { kind: 'digest' | 'image' }>, { release }: RecordIndex): ReleaseAnswer {
  const isIt = query.kind === 'digest' ? hasDigest(query.digest) : isCalled(query.reference);
  const places = release.images.filter(isIt).map((image) => toPlace(image));
  const isOpen = query.kind === 'digest' && places.length === 0;
  return { places, searched: [], near: [], open: isOpen ? [digestsOfFiles] : [] };
}

const digestsOfFiles = 'no image and no layer has this digest; digests of the files in them are not kept in a record.';

function hasDigest(digest: string): (image: IndexedImage) => boolean {
  return (image) => image.digest === digest || image.indexDigest === digest || image.layers.includes(digest);
}

function isCalled(reference: string): (image: IndexedImage) => boolean {
  const [name = '', digest] = reference.split('@');
  const canonical = canonicalize(name) ?? name;
  const isNamed = (known: string) => known === canonical || known === name || known.endsWith(`/${name}`);
  return (image) => (digest === undefined || hasDigest(digest)(image)) && spellings(image.reference).some(isNamed);
}

/** As it is, without its digest, and without its tag. */
function spellings(reference: string): readonly string[] {
  const tagged = reference.replace(/@.*$/, '');
  return [reference, tagged, tagged.replace(/:[^/:]*$/, '')];
}
