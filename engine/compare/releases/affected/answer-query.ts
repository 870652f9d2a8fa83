import type { AffectedAnswer, AffectedPlace } from '../../../model/affected.ts';
import type { Match } from '../../../model/match.ts';
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
 * in      indexes of the releases, in any order; newer advisories where there are some
 * out     `yes` with every place; `no` only when every image was read and nothing that matters is open
 */
export function answerQuery(text: string, indexes: readonly RecordIndex[], newer: NewerKnowledge | undefined): AffectedAnswer {
  const query = parseQuery(text);
  const ordered = indexes.toSorted((a, b) => (a.release.now < b.release.now ? -1 : 1));
  const answers = ordered.map((index) => ask(query, index, newer));
  const places = answers.flatMap((answer, at) => answer.places.map((place) => locate(place, at, ordered, answers)));
  const unread = ordered.flatMap(({ release }) =>
    release.images.filter(({ status }) => status !== 'read').map((image) => ({ ...image, version: release.version })),
  );
  const open = [
    ...unread.map(({ reference, version, status }) => `${version}: ${reference} was not read to the end (${status}).`),
    ...answers.flatMap(({ open }, at) => open.map((sentence) => `${ordered[at]?.release.version}: ${sentence}`)),
  ];
  const images = ordered.flatMap(({ release }) => release.images);
  const read = images.filter(({ status }) => status === 'read');
  return {
    query: text,
    answer: places.length > 0 ? 'yes' : open.length > 0 ? 'unknown' : 'no',
    places,
    evidence: {
      releases: ordered.map(({ release }) => release.version),
      imagesRead: read.length,
      imagesTotal: images.length,
      layersRead: new Set(read.flatMap(({ layers }) => layers)).size,
      searched: distinct(answers.flatMap(({ searched }) => searched)),
      near: distinct(answers.flatMap(({ near }) => near)).slice(0, 20),
      open,
    },
  };
}

function ask(query: Query, index: RecordIndex, newer: NewerKnowledge | undefined): ReleaseAnswer {
  switch (query.kind) {
    case 'vulnerability':
      return askAboutVulnerability(query.id, index, newer);
    case 'package':
      return askAboutPackage(query, index);
    default:
      return askAboutImage(query, index);
  }
}

/** The other releases that have the same: what is asked for, in the same image and package, whatever their versions. */
function locate(
  place: FoundPlace,
  at: number,
  ordered: readonly RecordIndex[],
  answers: readonly ReleaseAnswer[],
): AffectedPlace {
  const subject = subjectOf(place);
  const holds = (index: number) => answers[index]?.places.some((other) => subjectOf(other) === subject) ?? false;
  const versionOf = (index: number) => ordered[index]?.release.version ?? '';
  let first = at;
  while (first > 0 && holds(first - 1)) first -= 1;
  let last = at;
  while (last + 1 < ordered.length && holds(last + 1)) last += 1;
  return {
    ...place,
    release: versionOf(at),
    since: versionOf(first),
    fixedInRelease: last + 1 < ordered.length ? versionOf(last + 1) : null,
  };
}

/** Image and package, whatever their versions. */
function subjectOf({ image, platform, purl }: FoundPlace): string {
  return JSON.stringify([image.replace(/@.*$/, '').replace(/:[^/:]*$/, ''), platform, purl?.replace(/@[^@]*$/, '')]);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
