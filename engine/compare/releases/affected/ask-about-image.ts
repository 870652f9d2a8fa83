import { canonicalize } from '../../../formats/reference/reference.ts';
import type { ReleaseAnswer } from './answer-query.ts';
import { hasDigest } from './ask-about-digest.ts';
import type { Query } from './parse-query.ts';
import type { IndexedImage, RecordIndex } from './record-index.ts';
import { toPlace } from './to-place.ts';

/** The images of a release that are called so: registry, tag and digest that are left out may be any. */
export function askAboutImage({ reference }: Extract<Query, { kind: 'image' }>, { release }: RecordIndex): ReleaseAnswer {
  const places = release.images.filter(isCalled(reference)).map((image) => toPlace(image));
  return { places, searched: [], near: [], open: [] };
}

function isCalled(reference: string): (image: IndexedImage) => boolean {
  const [name = '', digest] = reference.split('@');
  const canonical = canonicalize(name) ?? name;
  const isNamed = (known: string) => known === canonical || known === name || known.endsWith(`/${name}`);
  return (image) => (digest === undefined || hasDigest(image, digest)) && spellings(image.reference).some(isNamed);
}

/** As it is, without its digest, and without its tag. */
function spellings(reference: string): readonly string[] {
  const tagged = reference.replace(/@.*$/, '');
  return [reference, tagged, tagged.replace(/:[^/:]*$/, '')];
}
