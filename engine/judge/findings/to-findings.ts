import { toFindingPurl } from '../../formats/purl/to-finding-purl.ts';
import { isCve } from '../../formats/vulnerability-id/vulnerability-id.ts';
import type { Advisory } from '../../model/advisory.ts';
import type { Finding } from '../../model/finding.ts';
import type { Platform } from '../../model/image.ts';
import type { FixState, Match, Undecided } from '../../model/match.ts';
import type { InstalledPackage, Place } from '../../model/package.ts';
import type { Gap } from '../../model/reading.ts';
import { type SeverityStatement, severities as severityOrder } from '../../model/severity.ts';
import { chooseSeverity, type WeighedStatement } from './choose-severity.ts';
import { createIdentities, type IdStatement, type Resolve } from './identities.ts';
import { type Knowledge, noKnowledge } from './knowledge.ts';

/** One image on one platform, its packages, and what was said of them. */
export interface JudgedImage {
  /** Canonical. */
  readonly reference: string;
  readonly platform: Platform;
  readonly packages: readonly InstalledPackage[];
  readonly matches: readonly Match[];
  readonly undecided: readonly Undecided[];
}

/** The findings of a release, and what could not be decided. */
export interface Findings {
  /** Ordered by severity, vulnerability, image, platform, purl. */
  readonly findings: readonly Finding[];
  /** Each package and reason once, ordered by purl, code and advisory. */
  readonly undecided: readonly Undecided[];
  readonly gaps: readonly Gap[];
}

const unit = 'judge/findings';

/**
 * One finding for each vulnerability, package and image, from everybody's matches.
 *
 * in      matches of every image; the advisories that they rest on, undefined when there are none
 * out     independent of the order of images, packages and matches
 * gaps    advisories-missing (packages were there and no advisories), package-unknown (a match of a package that the image does not hold)
 */
export function toFindings({
  images,
  knowledge,
}: {
  readonly images: readonly JudgedImage[];
  readonly knowledge: Knowledge | undefined;
}): Findings {
  const known = remembering(knowledge ?? noKnowledge);
  const statements = images.flatMap((image) => image.matches.map(toStatement));
  const resolve = createIdentities(statements, (id) => relatedOf(known, id).map(toStatementOfAdvisory));
  const read = images.map((image) => findingsOf(image, resolve, known));
  const missing = knowledge === undefined && images.some((image) => image.packages.length > 0) ? [noAdvisories] : [];
  return {
    findings: read.flatMap((one) => one.findings).toSorted(compareFindings),
    undecided: distinctUndecided(images.flatMap((image) => image.undecided)),
    gaps: [...missing, ...read.flatMap((one) => one.gaps)],
  };
}

const noAdvisories: Gap = {
  code: 'advisories-missing',
  unit,
  detail: 'There is no advisory database, so no package was judged; `plimsoll advisories import PATH…` makes one.',
};

function toStatement({ advisory, aliases }: Match): IdStatement {
  return { id: advisory, aliases };
}

function toStatementOfAdvisory({ id, aliases, upstream }: Advisory): IdStatement {
  return { id, aliases: [...aliases, ...upstream] };
}

/** Each id is asked about once, however many packages have the vulnerability. */
function remembering(knowledge: Knowledge): Knowledge {
  return {
    findExploited: remember((id) => knowledge.findExploited(id)),
    findPrediction: remember((id) => knowledge.findPrediction(id)),
    findRelated: remember((id) => knowledge.findRelated?.(id) ?? []),
  };
}

function remember<Found>(find: (id: string) => Found): (id: string) => Found {
  const known = new Map<string, { readonly found: Found }>();
  return (id) => {
    const one = known.get(id) ?? { found: find(id) };
    known.set(id, one);
    return one.found;
  };
}

function relatedOf(knowledge: Knowledge, id: string) {
  return (knowledge.findRelated?.(id) ?? []).filter((advisory) => advisory.withdrawnAt === undefined);
}

/** What was found of one vulnerability in one package: the packages that share its purl, and the matches. */
interface Found {
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly purl: string;
  readonly matches: { readonly match: Match; readonly ofBundle: boolean }[];
}

function findingsOf(image: JudgedImage, resolve: Resolve, knowledge: Knowledge): { findings: Finding[]; gaps: Gap[] } {
  const packages = Map.groupBy(image.packages, (item) => toFindingPurl(item.purl));
  const found = new Map<string, Found>();
  const strangers = new Set<string>();
  for (const match of image.matches) {
    const purl = toFindingPurl(match.purl);
    if (!packages.has(purl)) strangers.add(purl);
    else addMatch(found, purl, match, resolve(toStatement(match)));
  }
  return {
    findings: [...found.values()].map((one) => toFinding(image, one, packages.get(one.purl) ?? [], knowledge)),
    gaps: [...strangers].map((purl) => ({
      code: 'package-unknown',
      unit,
      image: image.reference,
      detail: `a match names ${purl}, which the image does not hold`,
    })),
  };
}

function addMatch(found: Map<string, Found>, purl: string, match: Match, identities: ReturnType<Resolve>): void {
  for (const { vulnerability, aliases } of identities) {
    const key = `${purl}\n${vulnerability}`;
    const one = found.get(key) ?? { vulnerability, aliases, purl, matches: [] };
    one.matches.push({ match, ofBundle: identities.length > 1 });
    found.set(key, one);
  }
}

function toFinding(image: JudgedImage, found: Found, packages: readonly InstalledPackage[], knowledge: Knowledge): Finding {
  const { vulnerability, purl } = found;
  const matches = found.matches.map(({ match }) => match).toSorted(compareMatches);
  const weighed = statementsOf(found, knowledge);
  return {
    vulnerability,
    aliases: aliasesOf(found),
    image: image.reference,
    platform: image.platform,
    purl,
    severity: chooseSeverity(
      weighed,
      matches.map(({ rule }) => rule.ecosystem),
    ),
    severities: distinctStatements(weighed.map(({ statement }) => statement)),
    state: stateOf(matches),
    fixedIn: [...new Set(matches.flatMap(({ fixedIn }) => fixedIn))],
    places: distinctPlaces(packages.flatMap(({ places }) => places)),
    fromBase: packages.every(({ fromBase }) => fromBase),
    kev: isCve(vulnerability) && knowledge.findExploited(vulnerability) !== undefined,
    epss: (isCve(vulnerability) ? knowledge.findPrediction(vulnerability)?.score : undefined) ?? null,
    sources: [...new Set(matches.map(({ source }) => source))].toSorted(),
    evidence: distinctEvidence(matches),
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
  const related = [vulnerability, ...aliases].flatMap((id) => relatedOf(knowledge, id));
  const others = related.flatMap((advisory) => {
    const ofBundle = [advisory.id, ...advisory.aliases, ...advisory.upstream].filter(isCve).length > 1;
    return advisory.severities.map((statement) => ({ statement, ofBundle }));
  });
  return [...own, ...others];
}

function distinctStatements(statements: readonly SeverityStatement[]): readonly SeverityStatement[] {
  const byText = new Map(
    statements.map(({ source, vector, score, word }) => [
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
  return [...new Map(evidence.map((one) => [JSON.stringify(one), one])).values()];
}

function distinctUndecided(undecided: readonly Undecided[]): readonly Undecided[] {
  const byText = new Map(undecided.map((one) => [JSON.stringify([one.purl, one.code, one.advisory ?? '', one.reason]), one]));
  return [...byText].toSorted(([a], [b]) => compareTexts(a, b)).map(([, one]) => one);
}

function compareMatches(a: Match, b: Match): number {
  return (
    compareTexts(a.advisory, b.advisory) ||
    compareTexts(a.source, b.source) ||
    compareTexts(JSON.stringify(a.rule), JSON.stringify(b.rule))
  );
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
    compareTexts(a.vulnerability, b.vulnerability) ||
    compareTexts(a.image, b.image) ||
    compareTexts(a.platform, b.platform) ||
    compareTexts(a.purl, b.purl)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
