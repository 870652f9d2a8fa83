import type { Finding } from '../../model/finding.ts';
import {
  type Provenance,
  type ProvenanceCoverage,
  type ProvenanceFact,
  type ProvenanceLabel,
  type ProvenanceRow,
  provenanceFacts,
  provenanceLabels,
} from '../../model/hardening.ts';
import type { Referrer } from '../../model/image.ts';
import type { DeclaredImage } from '../../model/inventory.ts';
import type { ReleaseImage } from '../../model/release.ts';

/**
 * Where the images of a release come from, as far as they and the manifests that name them say.
 *
 * in      images of a record; those that its manifests declare; the time to judge ages at, ISO 8601; findings, where there are advisories
 * out     a row for each image and platform; of each fact how many have it, have it not, and cannot be known
 */
export function judgeProvenance(
  images: readonly ReleaseImage[],
  declared: readonly DeclaredImage[],
  now: string,
  findings?: readonly Finding[],
): Provenance {
  const byReference = new Map(declared.map((image) => [image.reference, image]));
  const rebuilt = findings && Map.groupBy(findings.filter(isFixedByRebuild), keyOf);
  const rows = images.map((image) => {
    const row = toRow(image, byReference.get(image.reference), now);
    const isJudged = rebuilt !== undefined && image.status === 'read';
    return isJudged ? { ...row, rebuildFixes: rebuilt.get(keyOf({ ...image, image: image.reference }))?.length ?? 0 } : row;
  });
  return { coverage: provenanceFacts.map((fact) => countFact(fact, rows)), images: rows };
}

function toRow(image: ReleaseImage, declared: DeclaredImage | undefined, now: string): ProvenanceRow {
  const labels = labelsOf(image);
  const createdAt = momentOf(image.configuration?.createdAt) ?? momentOf(labels?.created);
  return {
    image: image.reference,
    platform: image.platform,
    pin: declared?.identity?.pin ?? (declared?.digest ? 'digest' : null),
    ...(image.digest !== null && { digest: image.digest }),
    mutableBecause: declared?.identity?.reason ?? null,
    labels,
    createdAt: createdAt ?? null,
    ageDays: createdAt === undefined ? null : daysBetween(createdAt, now),
    attached: image.attached ? countAttached(image.attached) : null,
  };
}

const systemPackage = /^pkg:(?:deb|apk|rpm)\//;

/** The base stays as it is, and so does what the recipe names by version: a language's packages mostly do. */
function isFixedByRebuild({ state, fromBase, purl, suppressedBy }: Finding): boolean {
  return state === 'fixed' && !fromBase && !suppressedBy && systemPackage.test(purl);
}

function keyOf({ image, platform }: Pick<Finding, 'image' | 'platform'>): string {
  return `${image} ${platform}`;
}

function labelsOf({ configuration, annotations }: ReleaseImage): ProvenanceRow['labels'] {
  if (!configuration) return null;
  const entries = provenanceLabels.map((label) => {
    const key = `org.opencontainers.image.${label}`;
    return [label, annotations[key] || configuration.labels[key] || null] as const;
  });
  return Object.fromEntries(entries) as Record<ProvenanceLabel, string | null>;
}

/** Reproducible builds write the beginning of 1970, or of 1980 as in ZIP, for a time that they do not want to say. */
const firstMeant = '1981';

function momentOf(text: string | null | undefined): string | undefined {
  return text && !Number.isNaN(Date.parse(text)) && text >= firstMeant ? text : undefined;
}

/** Null for what lies ahead: one of the two clocks is wrong. */
function daysBetween(from: string, to: string): number | null {
  const days = Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000);
  return days >= 0 ? days : null;
}

const signature = /simplesigning|cosign\.artifact\.sig|cncf\.notary\.signature/;
const attestation = /in-toto|dsse/;
const sbom = /spdx|cyclonedx|syft/;
/** A bundle of Sigstore says in an annotation whether it holds a signature or an attestation. */
const bundle = /dev\.sigstore\.bundle/;
const bundleContent = 'dev.sigstore.bundle.content';

function countAttached(attached: readonly Referrer[]): NonNullable<ProvenanceRow['attached']> {
  const count = (kind: string) => attached.filter((referrer) => kindOf(referrer) === kind).length;
  return { signatures: count('signature'), attestations: count('attestation'), sboms: count('sbom') };
}

function kindOf({ type, annotations }: Referrer): 'signature' | 'attestation' | 'sbom' | 'other' {
  if (bundle.test(type)) return /dsse/.test(annotations[bundleContent] ?? '') ? 'attestation' : 'signature';
  if (signature.test(type)) return 'signature';
  if (attestation.test(type)) return 'attestation';
  return sbom.test(type) ? 'sbom' : 'other';
}

function countFact(fact: ProvenanceFact, rows: readonly ProvenanceRow[]): ProvenanceCoverage {
  const known = rows.map((row) => hasFact(fact, row));
  const count = (value: boolean | undefined) => known.filter((one) => one === value).length;
  return { fact, present: count(true), absent: count(false), unknown: count(undefined) };
}

/** Undefined where it cannot be known. */
function hasFact(fact: ProvenanceFact, { pin, labels, attached }: ProvenanceRow): boolean | undefined {
  switch (fact) {
    case 'digest-pin':
      return pin === null ? undefined : pin === 'digest';
    case 'fixed-tag':
      return pin === null ? undefined : pin !== 'mutable-tag';
    case 'signature':
      return attached ? attached.signatures > 0 : undefined;
    case 'attestation':
      return attached ? attached.attestations > 0 : undefined;
    case 'sbom':
      return attached ? attached.sboms > 0 : undefined;
    default:
      return labels ? labels[fact] !== null : undefined;
  }
}
