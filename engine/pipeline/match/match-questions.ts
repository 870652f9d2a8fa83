import { databaseOfId } from '../../formats/vulnerability-id/vulnerability-id.ts';
import { toFindings } from '../../judge/findings/to-findings.ts';
import type { AdvisorySource } from '../../judge/matches/advisory-source.ts';
import { evaluateAsOf } from '../../judge/matches/evaluate-as-of.ts';
import { createMatcher, type Matcher, type Matching } from '../../judge/matches/match-packages.ts';
import type { Finding } from '../../model/finding.ts';
import type { Undecided } from '../../model/match.ts';
import type { Gap } from '../../model/reading.ts';
import type { MatchAnswers, MatchedVulnerability, UndecidedPackage } from '../../tell/reports/matches/answers.ts';
import type { Question } from './question.ts';

/**
 * What the advisories say of packages that somebody asks about: each distinct question is answered once.
 *
 * in      advisories undefined: every package is undecided; `asOf`: the instant that they are taken to stand at; gaps of those who asked
 * out     in the order of the questions; one row for each vulnerability of a package, however many advisories say so
 * gaps    those that are given, advisories-missing, advisory-undated
 */
export function matchQuestions(
  questions: readonly Question[],
  source: AdvisorySource | undefined,
  { asOf, gaps = [] }: { readonly asOf?: string; readonly gaps?: readonly Gap[] } = {},
): MatchAnswers {
  const dated = source && asOf !== undefined ? evaluateAsOf(source, asOf) : undefined;
  const advisories = dated ?? source;
  const asked = [...Map.groupBy(questions, keyOf)];
  const match = createMatcher(advisories);
  const images = asked.map(([key, [question]]) => toImage(key, question, match));
  const judged = toFindings({ images, knowledge: advisories });
  const found = Map.groupBy(judged.findings, ({ image }) => image);
  return {
    advisories: advisories ? advisories.snapshot : null,
    packages: asked.length,
    matches: asked.flatMap(([key, same]) => (found.get(key) ?? []).map((finding) => toRow(finding, same))),
    undecided: images.flatMap(({ undecided }, index) => undecided.map((one) => toUndecided(one, asked[index]?.[1] ?? []))),
    gaps: [...gaps, ...judged.gaps, ...(dated?.gaps() ?? [])],
  };
}

function keyOf({ purl, distribution }: Question): string {
  return JSON.stringify([purl, distribution?.id, distribution?.versionId, distribution?.codename]);
}

/** Each question stands for an image of its own, so that findings of one purl under two distributions stay apart. */
function toImage(reference: string, question: Question | undefined, match: Matcher) {
  const packages = question && 'item' in question ? [{ purl: question.purl, places: [], fromBase: false }] : [];
  return { reference, platform: '', packages, ...answer(question, match) };
}

function answer(question: Question | undefined, match: Matcher): Matching {
  if (!question) return { matches: [], undecided: [] };
  if ('reason' in question) return { matches: [], undecided: [{ purl: question.purl, ...question.reason }] };
  // What a distribution's package installed is judged with that package, once.
  if (question.ownedBy !== undefined) return { matches: [], undecided: [] };
  return match([question.item], question.distribution);
}

function toRow(finding: Finding, same: readonly Question[]): MatchedVulnerability {
  const { vulnerability, aliases, severity, severityBy, severities, state, fixedIn, evidence } = finding;
  const { cwes, kev, exploited, epss, prediction } = finding;
  const own = evidence.find(({ advisory }) => databaseOfId(advisory) !== 'ghsa') ?? evidence[0];
  return {
    purl: same[0]?.purl ?? finding.purl,
    vulnerability,
    aliases,
    advisory: own?.advisory ?? vulnerability,
    severity,
    ...(severityBy !== undefined && { severityBy }),
    state,
    fixedIn,
    severities,
    ...(cwes && { cwes }),
    kev,
    ...(exploited && { exploited }),
    epss,
    ...(prediction && { prediction }),
    evidence,
    ...namesOf(same),
  };
}

function toUndecided(one: Undecided, same: readonly Question[]): UndecidedPackage {
  return { ...one, ...namesOf(same) };
}

function namesOf(same: readonly Question[]): { readonly sboms?: readonly string[] } {
  const sboms = [...new Set(same.flatMap(({ sbom }) => sbom ?? []))];
  return sboms.length > 0 ? { sboms } : {};
}
