import type { Candidate } from '../../compare/remediation/find-replacements.ts';
import { toFindings } from '../../judge/findings/to-findings.ts';
import type { AdvisorySource } from '../../judge/matches/advisory-source.ts';
import { questionsOf } from '../../judge/matches/embed-advisories.ts';
import { findLookups } from '../../judge/matches/find-lookups.ts';
import { createMatcher, type Matcher } from '../../judge/matches/match-packages.ts';
import type { Gap } from '../../model/reading.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';
import { sourceOf } from '../diff-records.ts';
import { judgePackages } from '../judge-packages.ts';

/** Images that could be taken, as they were read. */
export interface ReadCandidates {
  readonly images: readonly ReleaseImage[];
  /** Each of one of the images. */
  readonly gaps: readonly Gap[];
  /** By reference, the images that it was chosen for; others may be taken for every image of their name. */
  readonly chosenFor?: ReadonlyMap<string, readonly string[]>;
}

/** Who is asked about packages, the first who knows a package: the release, the records that candidates come from, the database. */
export interface CandidateKnowledge {
  readonly release: Release;
  readonly others: readonly Release[];
  /** Knows every package; undefined where there is none. */
  readonly database?: AdvisorySource | undefined;
}

/**
 * What is found in images that could be taken. A package that the release holds is judged as in the release, so that the two compare.
 *
 * out     a package that nobody knows is undecided, as is one of which the advisories are not there
 */
export function judgeCandidates(read: ReadCandidates, knowledge: CandidateKnowledge): readonly Candidate[] {
  const { images, gaps, chosenFor } = read;
  const known = [knowledge.release, ...knowledge.others].flatMap(toKnown);
  const { database } = knowledge;
  const match = createMatcherOfMany(database ? [...known, { source: database, holds: () => true }] : known);
  const united = unite([...known.map(({ source }) => source), ...(database ? [database] : [])]);
  return images.map((image) => {
    const { findings, undecided } = toFindings({ images: [{ ...image, ...judgePackages(image, match) }], knowledge: united });
    const chosen = chosenFor?.get(image.reference);
    const own = gaps.filter((gap) => gap.image === image.reference);
    return { image, findings, undecided, gaps: own, ...(chosen && { chosenFor: chosen }) };
  });
}

interface Known {
  readonly source: AdvisorySource;
  readonly holds: (question: string) => boolean;
}

/** What a record embeds speaks of the packages that it holds, and of no others. */
function toKnown({ knowledge, images }: Release): readonly Known[] {
  const source = sourceOf(knowledge);
  const contents = images.map(({ packages, distribution }) => ({ packages, distribution: distribution ?? undefined }));
  const held = new Set(questionsOf(contents).map(([ecosystem, name]) => `${ecosystem}\n${name}`));
  return source ? [{ source, holds: (question) => held.has(question) }] : [];
}

/** Each package is matched by the first source that holds all that decides it. */
function createMatcherOfMany(known: readonly Known[]): Matcher {
  const matchers = known.map(({ source, holds }) => ({ match: createMatcher(source), holds }));
  const nobody = createMatcher(undefined);
  return (packages, distribution) => {
    const groups = Map.groupBy(packages, (item) => {
      const found = findLookups(item, distribution);
      const questions = 'reason' in found ? [] : found.lookups.map(({ ecosystem, name }) => `${ecosystem}\n${name}`);
      return matchers.find(({ holds }) => questions.every(holds))?.match ?? nobody;
    });
    const matched = [...groups].map(([match, some]) => match(some, distribution));
    return { matches: matched.flatMap((one) => one.matches), undecided: matched.flatMap((one) => one.undecided) };
  };
}

/** What sources say of vulnerabilities, the first that says something. */
function unite(sources: readonly AdvisorySource[]): Parameters<typeof toFindings>[0]['knowledge'] {
  const first = <Answer>(ask: (source: AdvisorySource) => Answer | undefined): Answer | undefined => {
    for (const source of sources) {
      const answer = ask(source);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
  const severityOrder = sources[0]?.severityOrder;
  return {
    findExploited: (id) => first((source) => source.findExploited(id)),
    findPrediction: (id) => first((source) => source.findPrediction(id)),
    findMetadata: (id) => first((source) => source.findMetadata?.(id)),
    findRelated: (id) => first((source) => source.findRelated?.(id).find(Boolean) && source.findRelated(id)) ?? [],
    ...(severityOrder && { severityOrder }),
  };
}
