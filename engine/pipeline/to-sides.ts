import { toFindingPurl } from '../formats/purl/to-finding-purl.ts';
import type { JoinedScan } from '../judge/reconciliation/join-images.ts';
import type { BaseImage, Side, SideImage } from '../judge/reconciliation/side.ts';
import { mergeClaims, type ResolveIds, toClaimedPackage, toClaims } from '../judge/reconciliation/to-claims.ts';
import type { Finding } from '../model/finding.ts';
import type { InstalledPackage } from '../model/package.ts';
import type { Claim, ClaimedPackage } from '../model/reconciliation.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import { incompleteCodes, type ScanReport } from '../model/scan.ts';

/** The side that others are compared with, and what its images are joined by. */
export interface BaseSide {
  readonly side: Side;
  readonly images: readonly BaseImage[];
}

/** A record as a side: its findings are claims, and every package that it holds was looked at. */
export function releaseToSide(release: Release, file: string, resolve: ResolveIds): BaseSide {
  const byImage = Map.groupBy(release.findings, ({ image, platform }) => `${image} ${platform}`);
  const undecided = new Set(release.undecided.flatMap(({ purl, advisory }) => (advisory === undefined ? [purl] : [])));
  const isOne = release.platforms.length <= 1;
  const nameOf = ({ reference, platform }: ReleaseImage) => (isOne ? reference : `${reference} ${platform}`);
  const known = new Set(
    release.knowledge.advisories.flatMap(({ id, aliases, upstream }) =>
      resolve({ id, aliases: [...aliases, ...upstream] }).map(({ vulnerability }) => vulnerability),
    ),
  );
  return {
    side: {
      engine: 'plimsoll',
      version: release.engine,
      databaseAt: release.knowledge.snapshot?.asOf ?? null,
      files: [file],
      images: release.images.map((image) =>
        toSideImage(image, {
          name: nameOf(image),
          findings: byImage.get(`${image.reference} ${image.platform}`) ?? [],
          undecided,
        }),
      ),
      knows: (vulnerability) => known.has(vulnerability),
    },
    images: release.images.map((image) => ({
      image: nameOf(image),
      references: [image.reference],
      digests: [image.digest, image.indexDigest].filter((digest) => digest !== null && digest !== undefined),
    })),
  };
}

interface ReleaseParts {
  readonly name: string;
  readonly findings: readonly Finding[];
  readonly undecided: ReadonlySet<string>;
}

function toSideImage({ packages, status }: ReleaseImage, { name, findings, undecided }: ReleaseParts): SideImage {
  const byPurl = new Map(packages.map((item) => [toFindingPurl(item.purl), item]));
  const doubtful = new Set(packages.filter(({ purl }) => undecided.has(purl)).map((item) => keyOf(toClaimed(item))));
  return {
    image: name,
    packages: packages.map(toClaimed),
    claims: mergeClaims(findings.flatMap((finding) => toClaim(finding, byPurl.get(finding.purl)))),
    incomplete: status === 'read' ? [] : [`the image is ${status}: not all of it was read`],
    isUndecided: (item) => doubtful.has(keyOf(item)),
  };
}

function keyOf({ name, version }: ClaimedPackage): string {
  return `${name}\n${version}`;
}

function toClaimed({ type, name, version, source, ownedBy }: InstalledPackage): ClaimedPackage {
  return { type, name, version, ...(source && { source: source.name }), ...(ownedBy !== null && { isOwned: true }) };
}

function toClaim(finding: Finding, item: InstalledPackage | undefined): readonly Claim[] {
  if (!item) return [];
  const { vulnerability, aliases, severity, state, fixedIn, suppressedBy } = finding;
  const ids = [vulnerability, ...aliases].toSorted();
  return [
    { vulnerability, ids, package: toClaimed(item), severity, state, fixedIn, ...(suppressedBy && { suppressed: suppressedBy }) },
  ];
}

/**
 * Reports of one engine as the base: each image that they name, or one without a name for each report that names none.
 *
 * in      `isOneImage`: everything is of the first image, named or not
 */
export function reportsToBase(reports: readonly ScanReport[], resolve: ResolveIds, isOneImage = false): BaseSide {
  const parts = reports.flatMap((report): { readonly image: BaseImage; readonly joined: JoinedScan }[] => {
    const images = report.images.map((image, index) => ({
      image: { image: image.name, references: image.references, digests: image.digests },
      joined: { report, index, image: image.name },
    }));
    const isNameless = report.images.length === 0 || report.rows.some(({ image }) => image === null);
    const nameless = {
      image: { image: report.file, references: [], digests: [] },
      joined: { report, index: null, image: report.file },
    };
    return isNameless ? [...images, nameless] : images;
  });
  const [first] = parts;
  const only = isOneImage ? first?.image : undefined;
  const [side] = reportsToSides(
    parts.map(({ joined }) => ({ ...joined, image: only?.image ?? joined.image })),
    resolve,
  );
  if (!side) throw new Error('a base without images');
  return { side, images: only ? [only] : parts.map(({ image }) => image) };
}

/** Reports as sides, one for each engine; several reports of one engine on one image are one. */
export function reportsToSides(joined: readonly JoinedScan[], resolve: ResolveIds): readonly Side[] {
  const byEngine = Map.groupBy(joined, ({ report }) => report.engine ?? 'unknown');
  return [...byEngine].map(([engine, parts]) => {
    const reports = [...new Set(parts.map(({ report }) => report))];
    const images = [...Map.groupBy(parts, ({ image }) => image)].map(([image, list]) => scanToImage(image, list, resolve));
    const known = new Set(
      reports.flatMap(({ rows, ignored }) =>
        [...rows, ...ignored].flatMap(({ vulnerabilities }) =>
          vulnerabilities.flatMap(resolve).map(({ vulnerability }) => vulnerability),
        ),
      ),
    );
    return {
      engine,
      version: reports.map(({ version }) => version).find((version) => version !== null) ?? null,
      databaseAt: reports.flatMap(({ databaseAt }) => databaseAt ?? []).toSorted()[0] ?? null,
      files: reports.map(({ file }) => file).toSorted(),
      images,
      knows: (vulnerability: string) => known.has(vulnerability),
    };
  });
}

function scanToImage(image: string, parts: readonly JoinedScan[], resolve: ResolveIds): SideImage {
  const claims = parts.flatMap(({ report, index }) =>
    toClaims(
      report.rows.filter((row) => row.image === index),
      report.ignored.filter((row) => row.image === index),
      resolve,
    ),
  );
  const listed = parts.flatMap(({ report, index }) => (report.packages ?? []).filter((item) => item.image === index));
  const gaps = [...new Set(parts.map(({ report }) => report))].flatMap(({ gaps: stated }) => stated);
  return {
    image,
    claims: mergeClaims(claims),
    packages: parts.every(({ report }) => report.packages !== null) ? listed.map(toClaimedPackage) : null,
    incomplete: gaps.filter(({ code }) => incompleteCodes.has(code)).map(({ detail }) => detail),
  };
}
