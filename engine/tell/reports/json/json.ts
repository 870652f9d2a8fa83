import type { Snapshot } from '../../../model/advisory.ts';
import type { Finding } from '../../../model/finding.ts';
import type { RecordedLayer, ReleaseImage } from '../../../model/release.ts';
import type { Renderer, Report } from '../report.ts';

/**
 * The report for programs, in the shape that the contract fixes.
 *
 * out     one JSON document, two spaces of indentation, a line end
 * source  docs/reference/schemas/report.json
 */
export const json = Object.freeze<Renderer>({
  id: 'json',
  render: (report) => `${JSON.stringify(toDocument(report), null, 2)}\n`,
});

function toDocument({ release, totals, statistics }: Report) {
  const { product, version, now, engine, platforms, knowledge, coverage } = release;
  return {
    schema: 'plimsoll.report/v1',
    product,
    version,
    engine,
    now,
    platforms,
    advisories: toKnowledge(knowledge.snapshot),
    ...(release.reevaluation && { reevaluation: release.reevaluation }),
    coverage,
    totals,
    statistics,
    images: release.images.map(toImage),
    findings: release.findings.map(toFinding),
    undecided: release.undecided,
    gaps: release.gaps,
  };
}

function toKnowledge(snapshot: Snapshot | null) {
  const { id = null, asOf = null, evaluatedAsOf } = snapshot ?? {};
  return { snapshot: id, asOf, ...(evaluatedAsOf !== undefined && { evaluatedAsOf }) };
}

function toImage(image: ReleaseImage) {
  const { reference, digest, platform, status, distribution, indexDigest, variants = [] } = image;
  return {
    reference,
    digest,
    platform,
    index: indexDigest === undefined ? null : { digest: indexDigest, variants },
    status,
    distribution: distribution && { id: distribution.id, versionId: distribution.versionId ?? null },
    base: image.base ?? null,
    layers: image.layers.map(toLayer),
    packages: image.packages.map(({ purl, fromBase, ownedBy, certainty, license, sizeBytes, places, lockFiles }) => ({
      purl,
      fromBase,
      ownedBy,
      certainty,
      license: license ?? null,
      sizeBytes: sizeBytes ?? null,
      places,
      ...(lockFiles && { lockFiles }),
    })),
    removed: image.removed ?? [],
    facts: image.facts ?? null,
  };
}

function toLayer({ digest, sizeBytes, fromBase, createdBy, ...read }: RecordedLayer) {
  return {
    digest,
    sizeBytes,
    uncompressedBytes: read.uncompressedBytes ?? null,
    contentBytes: read.contentBytes ?? null,
    hiddenBytes: read.hiddenBytes ?? null,
    hidden: read.hidden ?? [],
    fromBase,
    createdBy: createdBy ?? null,
  };
}

function toFinding(finding: Finding) {
  return { ...finding, suppressedBy: finding.suppressedBy ?? null };
}
