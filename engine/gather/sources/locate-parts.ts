import type { Resource } from '../../model/resource.ts';
import type { Sighting, SourcePlace } from './source.ts';

/** One text to find, in the resource that holds it. */
export interface WantedPart {
  readonly text: string;
  readonly path: string;
  readonly from: Resource;
}

/** The parts of an image as written, without judging it. */
export interface SplitReference {
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** What decides an image most: the one place to edit for another version. */
const rank = { digest: 0, tag: 1, image: 2, repository: 3, registry: 4 } as const;

/**
 * The place of an image, tried in the order of what decides it: the whole text, for joined ones the tag or digest before the name;
 * then its pieces; failing all, where its resource begins.
 *
 * in      a sighting; a function that finds one text, or says that it stands nowhere
 */
export function locateParts(sighting: Sighting, find: (wanted: WantedPart) => SourcePlace | undefined): SourcePlace {
  for (const wanted of wantedOf(sighting)) {
    const place = find(wanted);
    if (place) return place;
  }
  return { file: sighting.from.file, line: sighting.from.line ?? 1 };
}

/** `name:tag@digest` taken apart by its separators. */
export function splitReference(text: string): SplitReference {
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return {
    name: colon < 0 ? named : named.slice(0, colon),
    ...(colon >= 0 && { tag: named.slice(colon + 1) }),
    ...(at >= 0 && { digest: text.slice(at + 1) }),
  };
}

function wantedOf({ from, declared, path, parts = [] }: Sighting): readonly WantedPart[] {
  const whole = { text: declared, path, from };
  const ranked = parts.toSorted((one, other) => rank[one.role] - rank[other.role]);
  const stated = ranked.map((part) => ({ text: part.text, path: part.path, from: part.resource ?? from }));
  const { name, tag, digest } = splitReference(declared);
  const pieces = [digest, tag, name]
    .filter((text) => text !== undefined && text.length > 2)
    .map((text) => ({ text: text ?? '', path, from }));
  return parts.length > 0 ? [...stated, whole, ...pieces] : [whole, ...pieces];
}
