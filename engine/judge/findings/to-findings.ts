import { toFindingPurl } from '../../formats/purl/to-finding-purl.ts';
import type { Advisory } from '../../model/advisory.ts';
import type { Finding } from '../../model/finding.ts';
import type { Platform } from '../../model/image.ts';
import type { Match, Undecided } from '../../model/match.ts';
import type { InstalledPackage } from '../../model/package.ts';
import type { Gap } from '../../model/reading.ts';
import { severities as severityOrder } from '../../model/severity.ts';
import { compareTexts } from './compare-texts.ts';
import { createIdentities, type Identity, type IdStatement } from './identities.ts';
import { findStanding, type Knowledge, noKnowledge, remember, remembering } from './knowledge.ts';
import { type Found, type FoundAnywhere, toFinding } from './to-finding.ts';

/** What findings say of a package. */
export type StatedPackage = Pick<InstalledPackage, 'purl' | 'places' | 'fromBase'>;

/** One image on one platform, its packages, and what was said of them. */
export interface JudgedImage {
  /** Canonical. */
  readonly reference: string;
  readonly platform: Platform;
  readonly packages: readonly StatedPackage[];
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
 * out     independent of the order of images, packages and matches; nothing for CVEs that were rejected
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
  const matches = new Set(images.flatMap((image) => image.matches));
  const resolve = createResolution(matches, known);
  const findingsIn = createFinder(resolve, known);
  const read = images.map(findingsIn);
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

/** Which vulnerabilities a match is about. */
type ResolveMatch = (match: Match) => readonly Identity[];

/** A CVE that was rejected is no vulnerability, or goes by another id. */
function createResolution(matches: ReadonlySet<Match>, knowledge: Knowledge): ResolveMatch {
  const resolve = createIdentities([...matches].map(toStatement), (id) => findStanding(knowledge, id).map(toStatementOfAdvisory));
  return remember((match) =>
    resolve(toStatement(match)).filter(({ vulnerability }) => knowledge.findMetadata?.(vulnerability)?.rejected !== true),
  );
}

/** The findings of one image after another; what images have in common is made once. */
function createFinder(
  resolve: ResolveMatch,
  knowledge: Knowledge,
): (image: JudgedImage) => { readonly findings: readonly Finding[]; readonly gaps: readonly Gap[] } {
  const purlOf = remember(toFindingPurl);
  const bodyOf = rememberBodies((packages, found) => toFinding(packages, found, knowledge));
  return (image) => {
    const matches = Map.groupBy(image.matches, (match) => purlOf(match.purl));
    const packages = Map.groupBy(image.packages, (item) => {
      const purl = purlOf(item.purl);
      return matches.has(purl) ? purl : undefined;
    });
    const known = [...matches].filter(([purl]) => packages.has(purl));
    const found = known.flatMap(([purl, some]) => toFound(purl, some, resolve));
    const strangers = [...matches.keys()].filter((purl) => !packages.has(purl));
    return {
      findings: found.map((one) => inImage(bodyOf(packages.get(one.purl) ?? [], one), image)),
      gaps: strangers.map((purl) => toStranger(purl, image)),
    };
  };
}

function toStranger(purl: string, { reference }: JudgedImage): Gap {
  return { code: 'package-unknown', unit, image: reference, detail: `a match names ${purl}, which the image does not hold` };
}

/** What the matches of one package say, by vulnerability. */
function toFound(purl: string, matches: readonly Match[], resolve: ResolveMatch): readonly Found[] {
  const found = new Map<string, Found>();
  for (const match of matches) {
    const identities = resolve(match);
    for (const { vulnerability, aliases } of identities) {
      const one = found.get(vulnerability) ?? { vulnerability, aliases, purl, matches: [] };
      one.matches.push({ match, ofBundle: identities.length > 1 });
      found.set(vulnerability, one);
    }
  }
  return [...found.values()];
}

function inImage({ vulnerability, aliases, ...rest }: FoundAnywhere, { reference, platform }: JudgedImage): Finding {
  return { vulnerability, aliases, image: reference, platform, ...rest };
}

type MakeBody = (packages: readonly StatedPackage[], found: Found) => FoundAnywhere;

/** Images that share a package share its object, and the matches of it. */
function rememberBodies(make: MakeBody): MakeBody {
  const known = new Map<StatedPackage, Map<string, { packages: readonly StatedPackage[]; found: Found; body: FoundAnywhere }>>();
  return (packages, found) => {
    const [first] = packages;
    const one = first && known.get(first)?.get(found.vulnerability);
    if (one && isSame(one.found, found) && isSameList(one.packages, packages)) return one.body;
    const body = make(packages, found);
    if (first) known.set(first, (known.get(first) ?? new Map()).set(found.vulnerability, { packages, found, body }));
    return body;
  };
}

function isSame(one: Found, other: Found): boolean {
  const matches = ({ matches }: Found) => matches.map(({ match }) => match);
  return one.purl === other.purl && isSameList(matches(one), matches(other));
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, at) => item === other[at]);
}

function distinctUndecided(undecided: readonly Undecided[]): readonly Undecided[] {
  const byText = new Map(undecided.map((one) => [JSON.stringify([one.purl, one.code, one.advisory ?? '', one.reason]), one]));
  return [...byText].toSorted(([a], [b]) => compareTexts(a, b)).map(([, one]) => one);
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
