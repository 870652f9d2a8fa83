import { findEndOfLife, hasEnded } from '../formats/end-of-life/end-of-life.ts';
import { toFindingPurl } from '../formats/purl/to-finding-purl.ts';
import { normalizeId } from '../formats/vulnerability-id/vulnerability-id.ts';
import { isUnsuppressed } from '../judge/findings/count-findings.ts';
import { findVulnerability } from '../judge/findings/find-vulnerability.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import { explainPackage } from '../judge/matches/explain-package.ts';
import type { ExplainedPackage, Explanation, ExplanationReason } from '../model/explanation.ts';
import type { Finding } from '../model/finding.ts';
import type { InstalledPackage } from '../model/package.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import { findNearestNames } from './find-nearest-names.ts';

/** What is asked. */
export interface ExplainRequest {
  /** Of the release. */
  readonly image: ReleaseImage;
  /** A purl with or without qualifiers, a name with or without `@version`, or the name of a source package. */
  readonly package: string;
  readonly vulnerability: string;
}

/**
 * Why a vulnerability is, or is not, a finding in the packages of an image that a name means.
 *
 * in      the release that holds the image; the advisories that it is held against, undefined when there are none
 */
export function explainFinding(release: Release, source: AdvisorySource | undefined, request: ExplainRequest): Explanation {
  const { image } = request;
  const vulnerability = normalizeId(request.vulnerability);
  const { ids, rejected } = findVulnerability(vulnerability, source);
  const findings = release.findings.filter((finding) => isOf(finding, image) && isAbout(finding, ids));
  const meant = image.packages.filter((item) => isMeant(item, request.package));
  const packages = meant.map((item) => explainOne(item, { image, findings, ids, source, rejected }));
  return {
    image: image.reference,
    package: request.package,
    vulnerability,
    aliases: [...ids].filter((id) => id !== vulnerability).toSorted(),
    verdict: verdictOf(packages, image),
    packages,
    nearest: meant.length > 0 ? [] : findNearestNames(request.package, namesOf(image)),
    gaps: release.gaps.filter((gap) => gap.image === image.reference),
  };
}

interface Context {
  readonly image: ReleaseImage;
  readonly findings: readonly Finding[];
  readonly ids: ReadonlySet<string>;
  readonly source: AdvisorySource | undefined;
  readonly rejected: boolean;
}

function explainOne(item: InstalledPackage, { image, findings, ids, source, rejected }: Context): ExplainedPackage {
  const purl = toFindingPurl(item.purl);
  const finding = findings.find((one) => one.purl === purl) ?? null;
  const judged = source
    ? explainPackage(item, image.distribution ?? undefined, { ids, source })
    : { verdict: 'undecided' as const, reasons: [noSource] };
  const notes = [
    ...(item.ownedBy !== null && !finding ? [ownedBy(item.ownedBy)] : []),
    ...(rejected ? [wasRejected] : []),
    ...ended(image, source),
    ...(finding && !isUnsuppressed(finding) ? [suppressed(finding)] : []),
  ];
  const isSettled = !finding && (item.ownedBy !== null || rejected);
  return {
    purl: item.purl,
    verdict: isSettled ? 'not-affected' : judged.verdict,
    reasons: [...notes, ...judged.reasons],
    finding,
  };
}

const noSource: ExplanationReason = { code: 'advisories-missing', reason: 'there is no advisory database' };
const wasRejected: ExplanationReason = {
  code: 'rejected',
  reason: 'the CVE was rejected: it is no vulnerability, or has another id',
};

/** Silence of a release that has ended proves nothing. */
function ended({ distribution }: ReleaseImage, source: AdvisorySource | undefined): readonly ExplanationReason[] {
  const day = distribution ? findEndOfLife(distribution) : undefined;
  if (!distribution || day === undefined || !source || !hasEnded(distribution, source.snapshot.asOf)) return [];
  const name = `${distribution.id} ${distribution.versionId ?? ''}`;
  return [
    { code: 'release-ended', reason: `${name} gets no security updates since ${day}; what was found later may have no advisory` },
  ];
}

function ownedBy(owner: string): ExplanationReason {
  return {
    code: 'owned-by-distribution',
    reason: `its files were installed by ${owner}, which the distribution's advisories judge; it is not judged twice`,
  };
}

function suppressed({ suppressedBy }: Finding): ExplanationReason {
  return { code: 'suppressed', reason: `${suppressedBy} takes it out of totals` };
}

function verdictOf(packages: readonly ExplainedPackage[], image: ReleaseImage): Explanation['verdict'] {
  const findings = packages.flatMap(({ finding }) => finding ?? []);
  if (findings.some(isUnsuppressed)) return 'finding';
  if (findings.length > 0) return 'suppressed';
  if (packages.some(({ verdict }) => verdict !== 'not-affected')) return 'undecided';
  if (packages.length > 0) return 'not-affected';
  return image.status === 'read' ? 'package-not-in-image' : 'unknown';
}

function isOf(finding: Finding, { reference, platform }: ReleaseImage): boolean {
  return finding.image === reference && finding.platform === platform;
}

function isAbout({ vulnerability, aliases }: Finding, ids: ReadonlySet<string>): boolean {
  return ids.has(vulnerability) || aliases.some((id) => ids.has(id));
}

function isMeant({ purl, name, version, source }: InstalledPackage, asked: string): boolean {
  if (asked.startsWith('pkg:')) return [purl, toFindingPurl(purl), purl.split('?', 1)[0]].includes(asked);
  const names = [
    name,
    name.slice(name.lastIndexOf('/') + 1),
    name.slice(name.lastIndexOf(':') + 1),
    ...(source ? [source.name] : []),
  ];
  return names.some((one) => one === asked || `${one}@${version}` === asked);
}

function namesOf({ packages }: ReleaseImage): readonly string[] {
  return [...new Set(packages.flatMap(({ name, source }) => [name, ...(source ? [source.name] : [])]))];
}
