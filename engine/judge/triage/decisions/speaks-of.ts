import { createGlob } from '../../../formats/text/match-glob.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { DecisionProduct, TriageDecision } from '../../../model/triage-decision.ts';
import type { FindingSubject, ImageSubject } from './finding-subject.ts';
import { type SelectImage, selectImages } from './select-images.ts';
import { type SelectPackage, selectPackages } from './select-packages.ts';

/** Whether a decision speaks of a finding, whatever its vulnerability. */
export type SpeaksOf = (subject: FindingSubject) => boolean;

/**
 * Whether a decision speaks of the image and the package of a finding. Its vulnerabilities are looked up beforehand.
 *
 * out     the more a decision states, the fewer findings it speaks of; a text that can mean nothing means nothing, not everything
 * cost    a decision's texts are taken apart once, an image is looked at once
 */
export function createSpeaksOf(decision: TriageDecision): SpeaksOf {
  const isThere = decision.products ? byProducts(decision.products) : byLists(decision);
  const paths = decision.paths?.map(createGlob);
  return (subject) =>
    isThere(subject) &&
    (decision.states?.includes(subject.finding.state) ?? true) &&
    (paths === undefined || subject.finding.places.every(({ path }) => paths.some((fits) => fits(path))));
}

function byLists({ images, packages }: TriageDecision): SpeaksOf {
  const isImage = anyImage(images);
  const isPackage = anyPackage(packages);
  return ({ image, packages: items }) => isImage(image) && items.some(isPackage);
}

function byProducts(products: readonly DecisionProduct[]): SpeaksOf {
  const each = products.map(byProduct);
  return (subject) => each.some((isThere) => isThere(subject));
}

/** A product is the image, or the package itself, or a package with the other in the same file. */
function byProduct({ ids, subcomponents }: DecisionProduct): SpeaksOf {
  const isImage = someImage(ids.filter(isUnmistakable));
  const isPackage = somePackage(ids);
  const isPart = anyPackage(subcomponents);
  if (subcomponents.length === 0) return ({ image, packages }) => isImage(image) || packages.some(isPackage);
  const namesPackages = ids.some((id) => /^pkg:(?!oci\/|docker\/)/i.test(id));
  const isThere = ({ image, packages }: FindingSubject) =>
    isImage(image) || (namesPackages && packages.every((item) => isInside(item, image, isPackage)));
  return namesPackages
    ? (subject) => subject.packages.some(isPart) && isThere(subject)
    : (subject) => isThere(subject) && subject.packages.some(isPart);
}

/** A bare word, which may be the name of anything, is no image: `nginx` in a document is not Docker Hub's. */
function isUnmistakable(id: string): boolean {
  return /^pkg:/i.test(id) || /^[0-9a-f]{64}$/.test(id) || /[/:@]/.test(id);
}

/** A module in the program that it was built into, a jar in a jar: they stand at the same places. */
function isInside(item: InstalledPackage, { image }: ImageSubject, isOuter: SelectPackage): boolean {
  return item.places.every(({ layer, path }) =>
    image.packages.some(
      (outer) =>
        outer.places.some((place) => place.layer === layer && (path === place.path || path.startsWith(`${place.path}!/`))) &&
        isOuter(outer),
    ),
  );
}

function anyImage(texts: readonly string[]): SelectImage {
  return texts.length === 0 ? () => true : someImage(texts);
}

function someImage(texts: readonly string[]): SelectImage {
  const selects = texts.flatMap((text) => selectImages(text) ?? []);
  const known = new Map<ImageSubject, boolean>();
  return (image) => {
    const is = known.get(image) ?? selects.some((select) => select(image));
    known.set(image, is);
    return is;
  };
}

function anyPackage(texts: readonly string[]): SelectPackage {
  return texts.length === 0 ? () => true : somePackage(texts, true);
}

/** Among ids of products, only purls mean packages: names there are those of images, or of what nobody knows. */
function somePackage(texts: readonly string[], byName = false): SelectPackage {
  const selects = texts.flatMap((text) => (byName || /^pkg:/i.test(text) ? (selectPackages(text) ?? []) : []));
  return (item) => selects.some((select) => select(item));
}
