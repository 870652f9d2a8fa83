import type { Candidate } from '../../compare/remediation/find-replacements.ts';
import { toFindings } from '../../judge/findings/to-findings.ts';
import type { AdvisorySource } from '../../judge/matches/advisory-source.ts';
import { questionsOf } from '../../judge/matches/embed-advisories.ts';
import { findLookups } from '../../judge/matches/find-lookups.ts';
import { createMatcher, type Matcher } from '../../judge/matches/match-packages.ts';
import type { Snapshot } from '../../model/advisory.ts';
import type { Gap, Reading } from '../../model/reading.ts';
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
 * gaps    candidate-knowledge-older: packages were judged by advisories older than those of the release
 */
export function judgeCandidates(read: ReadCandidates, knowledge: CandidateKnowledge): Reading<Candidate> {
  const { images, gaps, chosenFor } = read;
  const { release, others, database } = knowledge;
  const known = [
    ...[release, ...others].flatMap(toKnown),
    ...(database ? [{ source: database, name: 'the advisory database', holds: () => true }] : []),
  ];
  const asked = new Set<Known>();
  const match = createMatcherOfMany(known, asked);
  const united = unite(known.map(({ source }) => source));
  const items = images.map((image) => {
    const { findings, undecided } = toFindings({ images: [{ ...image, ...judgePackages(image, match) }], knowledge: united });
    const chosen = chosenFor?.get(image.reference);
    const own = gaps.filter((gap) => gap.image === image.reference);
    return { image, findings, undecided, gaps: own, ...(chosen && { chosenFor: chosen }) };
  });
  return { items, gaps: tellOlder(asked, release) };
}

function tellOlder(asked: ReadonlySet<Known>, { knowledge: { snapshot } }: Release): readonly Gap[] {
  const newest = snapshot ? instantOf(snapshot) : '';
  return [...asked].flatMap(({ source, name }): readonly Gap[] => {
    const asOf = instantOf(source.snapshot);
    if (asOf >= newest) return [];
    const detail = `Packages of candidates are judged by ${name}, as of ${asOf}, which is older than what the record was judged by, as of ${newest}: candidates with them may look better than they are.`;
    return [{ code: 'candidate-knowledge-older', unit: 'pipeline/candidates', detail }];
  });
}

function instantOf({ asOf, evaluatedAsOf }: Snapshot): string {
  return evaluatedAsOf ?? asOf;
}

interface Known {
  readonly source: AdvisorySource;
  /** For people. */
  readonly name: string;
  readonly holds: (question: string) => boolean;
}

/** What a record embeds speaks of the packages that it holds, and of no others. */
function toKnown({ product, version, knowledge, images }: Release): readonly Known[] {
  const source = sourceOf(knowledge);
  const contents = images.map(({ packages, distribution }) => ({ packages, distribution: distribution ?? undefined }));
  const held = new Set(questionsOf(contents).map(([ecosystem, name]) => `${ecosystem}\n${name}`));
  const name = `the record of ${product} ${version}`;
  return source ? [{ source, name, holds: (question) => held.has(question) }] : [];
}

/** Each package is matched by the first source that holds all that decides it; `asked` is filled with those that were. */
function createMatcherOfMany(known: readonly Known[], asked: Set<Known>): Matcher {
  const matchers = known.map((one) => ({ one, match: createMatcher(one.source) }));
  const nobody = createMatcher(undefined);
  return (packages, distribution) => {
    const groups = Map.groupBy(packages, (item) => {
      const wanted = findLookups(item, distribution);
      const questions = 'reason' in wanted ? [] : wanted.lookups.map(({ ecosystem, name }) => `${ecosystem}\n${name}`);
      const found = matchers.find(({ one }) => questions.every(one.holds));
      if (found) asked.add(found.one);
      return found?.match ?? nobody;
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
