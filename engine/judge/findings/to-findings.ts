import { toFindingPurl } from '../../formats/purl/to-finding-purl.ts';
import type { Advisory } from '../../model/advisory.ts';
import type { Finding } from '../../model/finding.ts';
import type { Platform } from '../../model/image.ts';
import type { Match, Undecided } from '../../model/match.ts';
import type { InstalledPackage } from '../../model/package.ts';
import type { Gap } from '../../model/reading.ts';
import { severities as severityOrder } from '../../model/severity.ts';
import { compareTexts } from './compare-texts.ts';
import { createIdentities, type IdStatement, type Resolve } from './identities.ts';
import { findStanding, type Knowledge, noKnowledge, remembering } from './knowledge.ts';
import { type Found, toFinding } from './to-finding.ts';

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
  const statements = images.flatMap((image) => image.matches.map(toStatement));
  const resolve = createIdentities(statements, (id) => findStanding(known, id).map(toStatementOfAdvisory));
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

function findingsOf(image: JudgedImage, resolve: Resolve, knowledge: Knowledge): { findings: Finding[]; gaps: Gap[] } {
  const packages = Map.groupBy(image.packages, (item) => toFindingPurl(item.purl));
  const found = new Map<string, Found>();
  const strangers = new Set<string>();
  for (const match of image.matches) {
    const purl = toFindingPurl(match.purl);
    if (!packages.has(purl)) strangers.add(purl);
    else addMatch(found, purl, match, standing(resolve(toStatement(match)), knowledge));
  }
  return {
    findings: [...found.values()].map((one) => toFinding({ ...image, packages: packages.get(one.purl) ?? [] }, one, knowledge)),
    gaps: [...strangers].map((purl) => ({
      code: 'package-unknown',
      unit,
      image: image.reference,
      detail: `a match names ${purl}, which the image does not hold`,
    })),
  };
}

/** A CVE that was rejected is no vulnerability, or goes by another id. */
function standing(identities: ReturnType<Resolve>, knowledge: Knowledge): ReturnType<Resolve> {
  return identities.filter(({ vulnerability }) => knowledge.findMetadata?.(vulnerability)?.rejected !== true);
}

function addMatch(found: Map<string, Found>, purl: string, match: Match, identities: ReturnType<Resolve>): void {
  for (const { vulnerability, aliases } of identities) {
    const key = `${purl}\n${vulnerability}`;
    const one = found.get(key) ?? { vulnerability, aliases, purl, matches: [] };
    one.matches.push({ match, ofBundle: identities.length > 1 });
    found.set(key, one);
  }
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
