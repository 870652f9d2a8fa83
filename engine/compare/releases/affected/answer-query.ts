import type { AffectedAnswer, AffectedPlace } from '../../../model/affected.ts';
import type { Match } from '../../../model/match.ts';
import { askAboutDigest, countHashed, hashedImages } from './ask-about-digest.ts';
import { askAboutImage } from './ask-about-image.ts';
import { askAboutPackage } from './ask-about-package.ts';
import { askAboutVulnerability } from './ask-about-vulnerability.ts';
import { parseQuery, type Query } from './parse-query.ts';
import type { IndexedImage, IndexedPackage, RecordIndex } from './record-index.ts';

/** What one release answers. */
export interface ReleaseAnswer {
  readonly places: readonly FoundPlace[];
  readonly searched: readonly string[];
  readonly near: readonly string[];
  /** Why nothing found is not "none": sentences. */
  readonly open: readonly string[];
}

/** A place before it is compared with other releases. */
export type FoundPlace = Omit<AffectedPlace, 'release' | 'since' | 'fixedInRelease'>;

/** What newer advisories say, for vulnerabilities that a record cannot know. */
export interface NewerKnowledge {
  /** Names that a vulnerability is said to affect; empty when nobody knows it. */
  namesOf(id: string): readonly string[];
  /** Matches of packages with one vulnerability. */
  match(packages: readonly IndexedPackage[], image: IndexedImage, id: string): readonly Match[];
}

/**
 * Whether releases have what is asked for.
 *
 * in      indexes of the releases, in any order and of any products; newer advisories where there are some
 * out     `yes` with every place; `no` only when every image was read and nothing that matters is open
 */
export function answerQuery(text: string, indexes: readonly RecordIndex[], newer: NewerKnowledge | undefined): AffectedAnswer {
  const query = parseQuery(text);
  const ordered = indexes.toSorted((a, b) => (a.release.now < b.release.now ? -1 : 1));
  const products = Map.groupBy(ordered, ({ release }) => release.product);
  const nameOf = ({ release: { product, version } }: RecordIndex) => (products.size > 1 ? `${product} ${version}` : version);
  const asked = new Map(ordered.map((index) => [index, ask(query, index, newer)]));
  const places = [...products.values()].flatMap((releases) =>
    locatePlaces(
      releases.map((index) => asked.get(index)?.places ?? []),
      releases.map(nameOf),
    ),
  );
  const open = ordered.flatMap((index) =>
    [
      ...unreadFor(query, index).map(({ reference, status }) => `${reference} was not read to the end (${status}).`),
      ...(asked.get(index)?.open ?? []),
    ].map((sentence) => `${nameOf(index)}: ${sentence}`),
  );
  const images = ordered.flatMap(({ release }) => release.images);
  const read = images.filter(({ status }) => status === 'read');
  return {
    query: text,
    answer: places.length > 0 ? 'yes' : open.length > 0 ? 'unknown' : 'no',
    places,
    evidence: {
      releases: ordered.map(nameOf),
      imagesRead: read.length,
      imagesTotal: images.length,
      ...(query.kind === 'digest' && { files: countHashed(ordered.map(({ release }) => release)) }),
      layersRead: new Set(read.flatMap(({ layers }) => layers)).size,
      searched: distinct([...asked.values()].flatMap(({ searched }) => searched)),
      near: distinct([...asked.values()].flatMap(({ near }) => near)).slice(0, 20),
      open,
    },
  };
}

/** Images that were not read as far as the question goes: of files, one without packages says as much as any other. */
function unreadFor({ kind }: Query, { release }: RecordIndex): readonly IndexedImage[] {
  const unread = release.images.filter(({ status }) => status !== 'read');
  if (kind !== 'digest' || unread.length === 0) return unread;
  const hashed = hashedImages(release);
  return unread.filter((image) => image.status !== 'empty' || !hashed.has(image));
}

function ask(query: Query, index: RecordIndex, newer: NewerKnowledge | undefined): ReleaseAnswer {
  switch (query.kind) {
    case 'vulnerability':
      return askAboutVulnerability(query.id, index, newer);
    case 'package':
      return askAboutName(query, index);
    case 'digest':
      return askAboutDigest(query.digest, index);
    default:
      return askAboutImage(query, index);
  }
}

/** `nginx` may be a package and an image; `ghcr.io/tide/gauge` a module and an image. */
function askAboutName(query: Extract<Query, { kind: 'package' }>, index: RecordIndex): ReleaseAnswer {
  const asPackage = askAboutPackage(query, index);
  if (query.type !== undefined || query.bounds.length > 0) return asPackage;
  const asImage = askAboutImage({ kind: 'image', reference: query.name }, index);
  return { ...asPackage, places: [...asPackage.places, ...asImage.places] };
}

/**
 * Each place with the releases of its product around it that have the same: what is asked for, in the same image and package, whatever their versions.
 *
 * cost    O(places): a run of releases is followed once, forwards for its beginning and backwards for its end
 */
function locatePlaces(found: readonly (readonly FoundPlace[])[], versions: readonly string[]): readonly AffectedPlace[] {
  const subjects = found.map((places) => places.map(subjectOf));
  const firsts = followRuns(subjects);
  const lasts = followRuns(subjects.toReversed()).toReversed();
  const versionOf = (at: number) => versions[at] ?? '';
  return found.flatMap((places, at) =>
    places.map((place, number) => {
      const subject = subjects[at]?.[number] ?? '';
      const next = versions.length - (lasts[at]?.get(subject) ?? 0);
      return {
        ...place,
        release: versionOf(at),
        since: versionOf(firsts[at]?.get(subject) ?? at),
        fixedInRelease: next < versions.length ? versionOf(next) : null,
      };
    }),
  );
}

/** Of each release the subjects that it has, with the first release of the unbroken run that leads there. */
function followRuns(subjects: readonly (readonly string[])[]): readonly ReadonlyMap<string, number>[] {
  let before: ReadonlyMap<string, number> = new Map();
  return subjects.map((held, at) => {
    before = new Map(held.map((subject) => [subject, before.get(subject) ?? at] as const));
    return before;
  });
}

/** Image and package, whatever their versions. */
function subjectOf({ image, platform, purl }: FoundPlace): string {
  return JSON.stringify([image.replace(/@.*$/, '').replace(/:[^/:]*$/, ''), platform, purl?.replace(/@[^@]*$/, '')]);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
