import { isCve } from '../../formats/vulnerability-id/vulnerability-id.ts';
import type { Finding } from '../../model/finding.ts';
import type { FixState, Match } from '../../model/match.ts';
import type { InstalledPackage, Place } from '../../model/package.ts';
import type { SeverityStatement } from '../../model/severity.ts';
import { chooseSeverity, type WeighedStatement } from './choose-severity.ts';
import { compareTexts } from './compare-texts.ts';
import { findStanding, type Knowledge } from './knowledge.ts';

/** What was found of one vulnerability in one package: the packages that share its purl, and the matches. */
export interface Found {
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly purl: string;
  readonly matches: { readonly match: Match; readonly ofBundle: boolean }[];
}

/** A finding without the image that it is in: images that share packages have it in common. */
export type FoundAnywhere = Omit<Finding, 'image' | 'platform'>;

/**
 * One finding out of the matches that are about it.
 *
 * in      the packages of an image that share the finding's purl
 */
export function toFinding(
  packages: readonly Pick<InstalledPackage, 'places' | 'fromBase'>[],
  found: Found,
  knowledge: Knowledge,
): FoundAnywhere {
  const { vulnerability, purl } = found;
  const matches = found.matches.map(({ match }) => match).toSorted(compareMatches);
  const weighed = statementsOf(found, knowledge);
  const ecosystems = matches.map(({ rule }) => rule.ecosystem);
  const chosen = chooseSeverity(weighed, ecosystems, knowledge.severityOrder);
  return {
    vulnerability,
    aliases: aliasesOf(found),
    purl,
    severity: chosen.severity,
    ...(chosen.by !== undefined && { severityBy: chosen.by }),
    severities: distinctStatements(weighed.map(({ statement }) => statement)),
    state: stateOf(matches),
    fixedIn: [...new Set(matches.flatMap(({ fixedIn }) => fixedIn))],
    places: distinctPlaces(packages.flatMap(({ places }) => places)),
    fromBase: packages.every(({ fromBase }) => fromBase),
    ...threatOf(vulnerability, knowledge),
    ...natureOf(found, knowledge),
    sources: [...new Set(matches.map(({ source }) => source))].toSorted(),
    evidence: distinctEvidence(matches),
  };
}

/** Whether it is used, and how likely it is to be; both are known by CVE. */
function threatOf(vulnerability: string, knowledge: Knowledge): Pick<Finding, 'kev' | 'epss' | 'exploited' | 'prediction'> {
  const exploited = isCve(vulnerability) ? knowledge.findExploited(vulnerability) : undefined;
  const predicted = isCve(vulnerability) ? knowledge.findPrediction(vulnerability) : undefined;
  const { percentile, asOf } = predicted ?? {};
  const dated = { ...(percentile !== undefined && { percentile }), ...(asOf !== undefined && { asOf }) };
  return {
    kev: exploited !== undefined,
    epss: predicted?.score ?? null,
    ...(exploited && { exploited: { addedOn: exploited.addedOn, ...(exploited.dueOn && { dueOn: exploited.dueOn }) } }),
    ...(Object.keys(dated).length > 0 && { prediction: dated }),
  };
}

/** What kind of flaw it is and since when it is known, from everybody who says. */
function natureOf({ vulnerability, aliases }: Found, knowledge: Knowledge): Pick<Finding, 'cwes' | 'ssvc' | 'publishedAt'> {
  const related = [vulnerability, ...aliases].flatMap((id) => findStanding(knowledge, id));
  const metadata = isCve(vulnerability) ? knowledge.findMetadata?.(vulnerability) : undefined;
  const cwes = [...new Set([...(metadata?.cwes ?? []), ...related.flatMap((advisory) => advisory.cwes ?? [])])].toSorted();
  const published = [metadata, ...related].flatMap((one) => one?.publishedAt ?? []).toSorted()[0];
  return {
    ...(cwes.length > 0 && { cwes }),
    ...(metadata?.ssvc && { ssvc: metadata.ssvc }),
    ...(published !== undefined && { publishedAt: published }),
  };
}

/** Other ids of the vulnerability, and the advisories that say that this package has it. */
function aliasesOf({ vulnerability, aliases, matches }: Found): readonly string[] {
  const ids = new Set([...aliases, ...matches.map(({ match }) => match.advisory)]);
  ids.delete(vulnerability);
  return [...ids].filter((id) => !isCve(id)).toSorted();
}

/** What the matching advisories say, and what others say of the same vulnerability without being about this package. */
function statementsOf({ vulnerability, aliases, matches }: Found, knowledge: Knowledge): readonly WeighedStatement[] {
  const own = matches.flatMap(({ match, ofBundle }) => match.severities.map((statement) => ({ statement, ofBundle })));
  const related = [vulnerability, ...aliases].flatMap((id) => findStanding(knowledge, id));
  const others = related.flatMap((advisory) => {
    const ofBundle = [advisory.id, ...advisory.aliases, ...advisory.upstream].filter(isCve).length > 1;
    return advisory.severities.map((statement) => ({ statement, ofBundle }));
  });
  const general = isCve(vulnerability) ? (knowledge.findMetadata?.(vulnerability)?.severities ?? []) : [];
  return [...own, ...others, ...general.map((statement) => ({ statement, ofBundle: false }))];
}

function distinctStatements(statements: readonly SeverityStatement[]): readonly SeverityStatement[] {
  const byText = new Map(
    [...new Set(statements)].map(({ source, vector, score, word }) => [
      JSON.stringify([source, vector, score, word]),
      { source, vector, score, word },
    ]),
  );
  return [...byText]
    .toSorted(([a], [b]) => compareTexts(a, b))
    .map(([, { source, vector, score, word }]) => ({
      source,
      ...(vector !== undefined && { vector }),
      ...(score !== undefined && { score }),
      ...(word && { word }),
    }));
}

/** One advisory with a fix is a fix; "will not fix" says more than "not fixed". */
function stateOf(matches: readonly Match[]): FixState {
  const states: readonly FixState[] = ['fixed', 'wont-fix', 'not-fixed'];
  return states.find((state) => matches.some((match) => match.state === state)) ?? 'unknown';
}

function distinctPlaces(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [`${place.layer}\n${place.path}`, place])).values()];
}

function distinctEvidence(matches: readonly Match[]): Finding['evidence'] {
  const evidence = matches.map(({ advisory, rule }) => ({ advisory, ...rule }));
  if (evidence.length < 2) return evidence;
  return [...new Map(evidence.map((one) => [JSON.stringify(one), one])).values()];
}

function compareMatches(a: Match, b: Match): number {
  return (
    compareTexts(a.advisory, b.advisory) ||
    compareTexts(a.source, b.source) ||
    compareTexts(JSON.stringify(a.rule), JSON.stringify(b.rule))
  );
}
