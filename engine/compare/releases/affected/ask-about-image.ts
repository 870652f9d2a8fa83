import { canonicalize } from '../../../formats/reference/reference.ts';
import type { ReleaseAnswer } from './answer-query.ts';
import type { Query } from './parse-query.ts';
import type { IndexedImage, RecordIndex } from './record-index.ts';
import { toPlace } from './to-place.ts';

/** The images of a release that are the one asked for, or that hold a layer. */
export function askAboutImage(query: Extract<Query, { kind: 'digest' | 'image' }>, { release }: RecordIndex): ReleaseAnswer {
  const isIt = query.kind === 'digest' ? hasDigest(query.digest) : isCalled(query.reference);
  return { places: release.images.filter(isIt).map((image) => toPlace(image)), searched: [], near: [], open: [] };
}

function hasDigest(digest: string): (image: IndexedImage) => boolean {
  return (image) => image.digest === digest || image.indexDigest === digest || image.layers.includes(digest);
}

function isCalled(reference: string): (image: IndexedImage) => boolean {
  const canonical = canonicalize(reference) ?? reference;
  return (image) => image.reference === canonical || image.reference === reference || image.reference.endsWith(`/${reference}`);
}
